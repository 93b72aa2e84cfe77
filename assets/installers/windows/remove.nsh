; The uninstaller. What the person made stays unless asked for: keys, settings, history, journals.

Var DeleteData ; 1: the data goes, too
Var Upgrade    ; 1: a setup replaces the program, and only its files go
Var DataBox

Function un.onInit
	StrCpy $DeleteData 0
	StrCpy $Upgrade 0
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/DELETEDATA" $1
	${IfNot} ${Errors}
		StrCpy $DeleteData 1
	${EndIf}
	ClearErrors
	${GetOptions} $0 "/UPGRADE" $1
	${IfNot} ${Errors}
		StrCpy $Upgrade 1
	${EndIf}
FunctionEnd

; AskData shows what is going to happen, and asks about the data.
Function un.AskData
	!insertmacro MUI_HEADER_TEXT "$(remove_title)" "$(remove_question)"
	nsDialogs::Create 1018
	Pop $0
	${NSD_CreateLabel} 0 0 100% 12u "$(remove_what)"
	Pop $0
	${NSD_CreateLabel} 0 14u 100% 20u "$INSTDIR"
	Pop $0
	${NSD_CreateCheckbox} 0 42u 100% 12u "$(remove_data)"
	Pop $DataBox
	${NSD_SetState} $DataBox $DeleteData
	${NSD_CreateLabel} 12u 56u -12u 60u "$(remove_data_about)"
	Pop $0
	GetDlgItem $0 $HWNDPARENT 1
	SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^UninstallBtn)"
	nsDialogs::Show
FunctionEnd

Function un.TakeAnswer
	${NSD_GetState} $DataBox $DeleteData
FunctionEnd

; DeleteData lets Hoist delete what it has stored. It fails where a keyring cannot be reached or a file is in use.
Function un.DeleteData
	nsExec::Exec '"$INSTDIR\bin\hoist.exe" --delete-data --yes'
	Pop $0
	${If} $0 == 0
		Return
	${EndIf}
	${If} ${Cmd} `MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(data_stays)" /SD IDNO IDNO`
		SetErrorLevel ${EXIT_DATA_STAYS}
		Quit
	${EndIf}
FunctionEnd

Section "Uninstall"
	!insertmacro WaitForClose "$INSTDIR"
	${If} $Upgrade = 1
		!insertmacro RemoveFiles
		Return
	${EndIf}
	${If} $DeleteData = 1
		Call un.DeleteData
	${EndIf}
	!insertmacro RemoveFiles
	!insertmacro OpenWithRemove
	StrCpy $R0 "$INSTDIR\bin"
	!insertmacro PathRemove
	${UnpinShortcut} "$SMPROGRAMS\Hoist.lnk"
	Delete "$SMPROGRAMS\Hoist.lnk"
	Delete "$DESKTOP\Hoist.lnk"
	DeleteRegKey HKCU "${UNINSTALL_KEY}"
	RMDir "$LOCALAPPDATA\Temp\hoist" ; where two starts meet
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
SectionEnd
