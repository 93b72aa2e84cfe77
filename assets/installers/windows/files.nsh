; What lies in the folder of Hoist: put there by the setup, taken away by the uninstaller. And the wait until nobody runs it.

!macro InstallFiles
	SetOutPath "$INSTDIR"
	File "${FOLDER}/Hoist.exe"
	SetOutPath "$INSTDIR\bin"
	File "${FOLDER}/bin/hoist.exe"
	SetOutPath "$INSTDIR\licenses"
	File "${FOLDER}/licenses/THIRD-PARTY-NOTICES.txt"
!macroend

!macro RemoveFiles
	Delete "$INSTDIR\Hoist.exe"
	Delete "$INSTDIR\bin\hoist.exe"
	RMDir "$INSTDIR\bin"
	Delete "$INSTDIR\licenses\THIRD-PARTY-NOTICES.txt"
	RMDir "$INSTDIR\licenses"
!macroend

; Held leaves 1 in $R9 where a program runs: Windows lets nobody write to its file then.
!macro Held FILE
	${If} ${FileExists} "${FILE}"
		ClearErrors
		FileOpen $R8 "${FILE}" a
		${If} ${Errors}
			StrCpy $R9 1
		${Else}
			FileClose $R8
		${EndIf}
	${EndIf}
!macroend

; WaitForClose goes on when neither Hoist of a folder runs. Who does not want to close it, or cannot be asked, changes nothing.
!macro WaitForClose FOLDER
	${Do}
		StrCpy $R9 0
		!insertmacro Held "${FOLDER}\Hoist.exe"
		!insertmacro Held "${FOLDER}\bin\hoist.exe"
		${If} $R9 = 0
			${ExitDo}
		${EndIf}
		${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(running)" /SD IDCANCEL IDCANCEL`
			SetErrorLevel ${EXIT_RUNNING}
			Quit
		${EndIf}
	${Loop}
!macroend
