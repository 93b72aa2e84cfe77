; The setup of Hoist, for one person and without administrator's rights. build.sh gives it
;
;   VERSION BUILD ID   as in FyneApp.toml
;   FOLDER             what is installed, as it lies on the disk afterwards
;   SIZE               of that, in KiB
;   PICTURES           where hoist.ico is, and the picture beside the last page for each DPI: side-96.bmp, -120, -144, -192
;   OUT                the setup that it is to make
;   SIGN               the program that signs the file it is given; left out: the uninstaller is not signed
;
; The setup takes /S (nothing is shown), /D=FOLDER (the last, without quotes) and, for what a person chooses on its page,
; /PATH=0|1, /OPENWITH=0|1 and /DESKTOP=0|1. The uninstaller takes /S and /DELETEDATA. They end with
;
;   0 done · 1 the person said no · 2 it failed · 3 Hoist is running · 4 Windows is too old · 5 data could not be deleted

Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
!include Integration.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define EXIT_RUNNING 3
!define EXIT_OLD_WINDOWS 4
!define EXIT_DATA_STAYS 5

Name "Hoist"
OutFile "${OUT}"
BrandingText "Hoist ${VERSION}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Hoist"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
ManifestDPIAware true
AllowSkipFiles off ; a file that cannot be written ends it, also where nobody can be asked
ShowInstDetails nevershow
ShowUninstDetails nevershow

; The program is in it twice, nearly the same: a dictionary that is larger than it makes the second cost a few KB.
SetCompressor /SOLID lzma
SetCompressorDictSize 64

VIProductVersion "${VERSION}.${BUILD}"
VIFileVersion "${VERSION}.${BUILD}"
VIAddVersionKey /LANG=1033 "FileDescription" "Setup of Hoist"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "With the work of many others: see THIRD-PARTY-NOTICES.txt"
VIAddVersionKey /LANG=1033 "ProductName" "Hoist"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"

!ifdef SIGN
	!uninstfinalize '"${SIGN}" "%1"' = 0
!endif

!define MUI_ICON "${PICTURES}/hoist.ico"
!define MUI_UNICON "${PICTURES}/hoist.ico"
!define MUI_CUSTOMFUNCTION_GUIINIT ChoosePicture
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURES}/side-96.bmp"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_SMALLDESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\Hoist.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(start)"

!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskData un.TakeAnswer
!insertmacro MUI_UNPAGE_INSTFILES

!include words.nsh
!include path.nsh
!include openwith.nsh
!include files.nsh
!include remove.nsh

; What a person can choose.

Section "Hoist" program
	SectionIn RO
	ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
	${If} $0 != ""
		!insertmacro WaitForClose "$0"
	${EndIf}
	!insertmacro WaitForClose "$INSTDIR"
	Call ReplaceEarlier
	!insertmacro InstallFiles
	SetOutPath "$INSTDIR"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	!insertmacro Shortcut "$SMPROGRAMS\Hoist.lnk"
	Call Register
SectionEnd

Section "$(openwith_name)" openwith
	!insertmacro OpenWithAdd
SectionEnd

Section "$(path_name)" path
	StrCpy $R0 "$INSTDIR\bin"
	!insertmacro PathAdd
SectionEnd

Section /o "$(desktop_name)" desktop
	!insertmacro Shortcut "$DESKTOP\Hoist.lnk"
SectionEnd

; What an earlier setup was asked for and this one is not.
Section "-"
	${IfNot} ${SectionIsSelected} ${openwith}
		!insertmacro OpenWithRemove
	${EndIf}
	${IfNot} ${SectionIsSelected} ${path}
		StrCpy $R0 "$INSTDIR\bin"
		!insertmacro PathRemove
	${EndIf}
	${IfNot} ${SectionIsSelected} ${desktop}
		Delete "$DESKTOP\Hoist.lnk"
	${EndIf}
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
	!insertmacro MUI_DESCRIPTION_TEXT ${program} $(program_about)
	!insertmacro MUI_DESCRIPTION_TEXT ${openwith} $(openwith_about)
	!insertmacro MUI_DESCRIPTION_TEXT ${path} $(path_about)
	!insertmacro MUI_DESCRIPTION_TEXT ${desktop} $(desktop_about)
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; Choose selects a section, or not: as the argument OPTION says, else as CHOSEN does.
!macro Choose SECTION OPTION CHOSEN
	StrCpy $1 ${CHOSEN}
	${GetOptions} $0 "/${OPTION}=" $2
	${IfNot} ${Errors}
		StrCpy $1 $2
	${EndIf}
	${If} $1 == 1
		!insertmacro SelectSection ${SECTION}
	${Else}
		!insertmacro UnselectSection ${SECTION}
	${EndIf}
!macroend

Function .onInit
	${IfNot} ${AtLeastWin10} ; which Go's runtime needs
		SetErrorLevel ${EXIT_OLD_WINDOWS}
		MessageBox MB_OK|MB_ICONSTOP "$(old_windows)" /SD IDOK
		Quit
	${EndIf}
	; At first all but the desktop; later what the last setup was asked for, as it still is.
	StrCpy $3 1
	StrCpy $4 1
	StrCpy $5 0
	ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
	${If} $0 != ""
		ReadRegStr $1 HKCU "Software\RegisteredApplications" "Hoist"
		${If} $1 == ""
			StrCpy $3 0
		${EndIf}
		StrCpy $R0 "$0\bin"
		!insertmacro PathHas
		${If} $R3 P= 0
			StrCpy $4 0
		${EndIf}
		${If} ${FileExists} "$DESKTOP\Hoist.lnk"
			StrCpy $5 1
		${EndIf}
	${EndIf}
	${GetParameters} $0
	!insertmacro Choose ${openwith} OPENWITH $3
	!insertmacro Choose ${path} PATH $4
	!insertmacro Choose ${desktop} DESKTOP $5
FunctionEnd

!macro Picture DPI
	${If} $0 >= ${DPI}
		File "/oname=$PLUGINSDIR\modern-wizard.bmp" "${PICTURES}/side-${DPI}.bmp"
	${EndIf}
!macroend

; ChoosePicture lays the picture that fits the screen's DPI best where the finish page takes it from.
Function ChoosePicture
	System::Call 'user32::GetDC(p 0) p .r1'
	System::Call 'gdi32::GetDeviceCaps(p r1, i 88) i .r0' ; LOGPIXELSX
	System::Call 'user32::ReleaseDC(p 0, p r1)'
	!insertmacro Picture 120
	!insertmacro Picture 144
	!insertmacro Picture 192
FunctionEnd

; ReplaceEarlier removes what an earlier setup has put here, as that one's uninstaller knows it: nothing stays of which this
; version knows nothing. Where it lies elsewhere it goes with all of its entries.
Function ReplaceEarlier
	ReadRegStr $0 HKCU "${UNINSTALL_KEY}" "InstallLocation"
	${If} $0 == ""
	${OrIfNot} ${FileExists} "$0\uninstall.exe"
		Return
	${EndIf}
	StrCpy $1 ""
	${If} $0 == $INSTDIR
		StrCpy $1 "/UPGRADE"
	${EndIf}
	ClearErrors
	ExecWait '"$0\uninstall.exe" /S $1 _?=$0' $2
	${If} ${Errors}
		StrCpy $2 2
	${EndIf}
	${If} $2 <> 0
		SetErrorLevel $2
		MessageBox MB_OK|MB_ICONSTOP "$(earlier_stays) $0" /SD IDOK
		Quit
	${EndIf}
	${If} $1 == ""
		Delete "$0\uninstall.exe" ; which cannot delete itself where it is waited for
		RMDir "$0"
	${EndIf}
FunctionEnd

; Register lists Hoist among the installed programs. No publisher is named as long as the project names no owner.
Function Register
	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Hoist"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\Hoist.exe,0"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "Comments" "$(what)"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
FunctionEnd
