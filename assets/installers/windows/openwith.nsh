; How Windows knows of Hoist: what it can open, under which name, and whose notifications are whose. Hoist is never made
; the default for anything: it is listed under "Open with", where a person chooses it.

!define PROGID "${ID}.video"
!define CLASSES "Software\Classes"
!define APPLICATION "${CLASSES}\Applications\Hoist.exe"
!define CAPABILITIES "Software\Hoist\Capabilities"

; EachExtension inserts MACRO for each ending that ui/desktop's picker offers, but one: a .ts is a source in TypeScript more often
; than a video.
!macro EachExtension MACRO
	!insertmacro ${MACRO} .mp4
	!insertmacro ${MACRO} .m4v
	!insertmacro ${MACRO} .mov
	!insertmacro ${MACRO} .qt
	!insertmacro ${MACRO} .webm
	!insertmacro ${MACRO} .m2ts
	!insertmacro ${MACRO} .mts
!macroend

; OpenCommand says how a class opens a file. Player: any number of files that are chosen together, not 15 at most.
!macro OpenCommand CLASS
	WriteRegStr HKCU "${CLASS}\DefaultIcon" "" '"$INSTDIR\Hoist.exe",0'
	WriteRegStr HKCU "${CLASS}\shell\open" "MultiSelectModel" "Player"
	WriteRegStr HKCU "${CLASS}\shell\open\command" "" '"$INSTDIR\Hoist.exe" "%1"'
!macroend

!macro OfferExtension EXTENSION
	WriteRegStr HKCU "${APPLICATION}\SupportedTypes" "${EXTENSION}" ""
	WriteRegStr HKCU "${CAPABILITIES}\FileAssociations" "${EXTENSION}" "${PROGID}"
	WriteRegNone HKCU "${CLASSES}\${EXTENSION}\OpenWithProgids" "${PROGID}"
!macroend

!macro OpenWithAdd
	WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "$(video)"
	!insertmacro OpenCommand "${CLASSES}\${PROGID}"
	WriteRegStr HKCU "${APPLICATION}" "FriendlyAppName" "Hoist"
	!insertmacro OpenCommand "${APPLICATION}"
	WriteRegStr HKCU "${CAPABILITIES}" "ApplicationName" "Hoist"
	WriteRegStr HKCU "${CAPABILITIES}" "ApplicationDescription" "$(what)"
	WriteRegStr HKCU "${CAPABILITIES}" "ApplicationIcon" '"$INSTDIR\Hoist.exe",0'
	WriteRegStr HKCU "Software\RegisteredApplications" "Hoist" "${CAPABILITIES}"
	!insertmacro EachExtension OfferExtension
	${NotifyShell_AssocChanged}
!macroend

!macro TakeExtension EXTENSION
	DeleteRegValue HKCU "${CLASSES}\${EXTENSION}\OpenWithProgids" "${PROGID}"
	!insertmacro DeleteEmptyKey "${CLASSES}\${EXTENSION}\OpenWithProgids"
	!insertmacro DeleteEmptyKey "${CLASSES}\${EXTENSION}"
!macroend

; OpenWithRemove takes all that OpenWithAdd made, and keys of others only where nothing is left in them.
!macro OpenWithRemove
	!insertmacro EachExtension TakeExtension
	DeleteRegKey HKCU "${CLASSES}\${PROGID}"
	DeleteRegKey HKCU "${APPLICATION}"
	!insertmacro DeleteEmptyKey "${CLASSES}\Applications"
	DeleteRegKey HKCU "${CAPABILITIES}"
	!insertmacro DeleteEmptyKey "Software\Hoist"
	DeleteRegValue HKCU "Software\RegisteredApplications" "Hoist"
	!insertmacro DeleteEmptyKey "Software\RegisteredApplications"
	${NotifyShell_AssocChanged}
!macroend

!macro DeleteEmptyKey KEY
	DeleteRegKey /ifnosubkeys /ifnovalues HKCU "${KEY}"
!macroend

; Shortcut makes a shortcut to Hoist that carries its ID: the taskbar takes windows with that ID together under it, and
; Windows shows notifications only of an ID that a shortcut in the Start menu has.
!macro Shortcut FILE
	CreateShortcut "${FILE}" "$INSTDIR\Hoist.exe" "" "$INSTDIR\Hoist.exe" 0 SW_SHOWNORMAL "" "$(what)"
	!insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
	${If} $0 P<> 0
		${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
		${If} $1 P<> 0
			${IPersistFile::Load} $1 '("${FILE}",${STGM_READWRITE})'
			!insertmacro ShortcutID
			${IPersistFile::Save} $1 '("${FILE}",1)'
			${IUnknown::Release} $1 ""
		${EndIf}
		${IUnknown::Release} $0 ""
	${EndIf}
!macroend

; ShortcutID gives the IShellLink in $0 the ID.
!macro ShortcutID
	${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
	${If} $2 P<> 0
		System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
		System::Call '*(&w64 "${ID}")p.r4'
		System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,r4,)p.r5'
		${IPropertyStore::SetValue} $2 '(r3,r5)'
		${IPropertyStore::Commit} $2 ""
		System::Free $5
		System::Free $4
		System::Free $3
		${IUnknown::Release} $2 ""
	${EndIf}
!macroend
