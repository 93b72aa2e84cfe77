; The person's PATH: HKCU\Environment, value Path.
;
; NSIS cuts strings at 1,024 characters, and a PATH is often longer: one that NSIS reads and writes loses its end. So
; Windows itself reads, changes and writes it here, in memory of its own, and its type (most often REG_EXPAND_SZ) stays.
; Where anything is not as expected nothing is written.

!define ENV_KEY "p -2147483647, w $\"Environment$\"" ; HKEY_CURRENT_USER, which is negative in 64 bits, too
!define ENV_MOST 32000 ; characters: Windows drops a variable with more than 32,767

; PathOpen reads PATH and finds a folder's entry in it. In: $R0 the folder. Out: $R1 the key or 0, $R2 PATH between two
; semicolons in memory that is to be freed, $R3 where in it ";folder;" begins or 0, $R4 the type, $R5 whether the last
; semicolon was there before. It is nothing but macros, since the uninstaller cannot call the functions of the setup.
!macro PathOpen access
	StrCpy $R2 0
	StrCpy $R3 0
	System::Call 'advapi32::RegOpenKeyExW(${ENV_KEY}, i 0, i ${access}, *p 0 R1) i .R6'
	${If} $R6 = 0
		; The size first, in bytes. No value (2) is an empty PATH, made by the first who adds to it.
		System::Call 'advapi32::RegQueryValueExW(p R1, w "Path", p 0, *i 2 R4, p 0, *i 0 R7) i .R6'
		${If} $R6 = 2
			StrCpy $R4 2
			StrCpy $R6 0
			StrCpy $R7 0
		${EndIf}
		StrLen $R8 $R0
		IntOp $R8 $R8 + 8
		IntOp $R8 $R8 * 2
		IntOp $R8 $R8 + $R7
		System::Alloc $R8 ; filled with zeros
		Pop $R2
		System::Call '*$R2(&i2 59)' ; a semicolon
		${If} $R7 > 0
			IntPtrOp $R8 $R2 + 2
			System::Call 'advapi32::RegQueryValueExW(p R1, w "Path", p 0, *i .R4, p R8, *i R7 R7) i .R6'
		${EndIf}
		${If} $R6 <> 0
		${OrIf} $R4 < 1 ; REG_SZ
		${OrIf} $R4 > 2 ; REG_EXPAND_SZ
			!insertmacro PathClose
			StrCpy $R1 0
		${EndIf}
	${Else}
		StrCpy $R1 0
	${EndIf}
	${If} $R1 P<> 0
		System::Call 'kernel32::lstrlenW(p R2) i .R8'
		IntOp $R8 $R8 - 1
		IntOp $R8 $R8 * 2
		IntPtrOp $R8 $R2 + $R8
		System::Call '*$R8(&i2 .R5)' ; the last letter
		${If} $R5 = 59
			StrCpy $R5 1
		${Else}
			StrCpy $R5 0
			System::Call 'kernel32::lstrcatW(p R2, w ";")'
		${EndIf}
		System::Call 'shlwapi::StrStrIW(p R2, w ";$R0;") p .R3'
	${EndIf}
!macroend

; PathClose frees what PathOpen took.
!macro PathClose
	${If} $R1 P<> 0
		System::Free $R2
		System::Call 'advapi32::RegCloseKey(p R1)'
	${EndIf}
!macroend

; PathWrite writes the PATH that begins at $R8, and lets programs that are started from now on know of it. $R6 is then 0.
!macro PathWrite
	System::Call 'kernel32::lstrlenW(p R8) i .R7'
	${If} $R7 = 0
		System::Call 'advapi32::RegDeleteValueW(p R1, w "Path") i .R6'
	${Else}
		IntOp $R7 $R7 + 1
		IntOp $R7 $R7 * 2
		System::Call 'advapi32::RegSetValueExW(p R1, w "Path", i 0, i R4, p R8, i R7) i .R6'
	${EndIf}
	SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
!macroend

; PathHas leaves in $R3 where $R0 is in PATH, 0 if it is not.
!macro PathHas
	!insertmacro PathOpen 0x20019 ; KEY_READ
	!insertmacro PathClose
!macroend

; PathAdd adds the folder $R0 at the end of PATH, unless it is there.
!macro PathAdd
	!insertmacro PathOpen 0x2001F ; KEY_READ and KEY_WRITE
	StrCpy $R6 1
	${If} $R1 P<> 0
		System::Call 'kernel32::lstrlenW(p R2) i .R7'
		${If} $R3 P<> 0
			StrCpy $R6 0
		${ElseIf} $R7 < ${ENV_MOST}
			System::Call 'kernel32::lstrcatW(p R2, w R0)'
			${If} $R5 = 1 ; PATH ended in a semicolon, and does again: PathRemove leaves it as it was
			${AndIf} $R7 > 1
				System::Call 'kernel32::lstrcatW(p R2, w ";")'
			${EndIf}
			IntPtrOp $R8 $R2 + 2
			!insertmacro PathWrite
		${EndIf}
	${EndIf}
	!insertmacro PathClose
	${If} $R6 <> 0
		MessageBox MB_OK|MB_ICONINFORMATION "$(path_unchanged)" /SD IDOK
	${EndIf}
!macroend

; PathRemove takes the folder $R0 out of PATH, and nothing else.
!macro PathRemove
	!insertmacro PathOpen 0x2001F ; KEY_READ and KEY_WRITE
	${If} $R3 P<> 0
		; What is behind the entry moves over it, from the semicolon at its end.
		StrLen $R7 $R0
		IntOp $R7 $R7 + 1
		IntOp $R7 $R7 * 2
		IntPtrOp $R8 $R3 + $R7
		System::Call 'kernel32::lstrlenW(p R8) i .R7'
		IntOp $R7 $R7 + 1
		IntOp $R7 $R7 * 2
		System::Call 'kernel32::RtlMoveMemory(p R3, p R8, p R7)'
		System::Call 'kernel32::lstrlenW(p R2) i .R7'
		${If} $R5 = 0 ; the last semicolon was not there before
			IntOp $R7 $R7 - 1
			IntOp $R7 $R7 * 2
			IntPtrOp $R8 $R2 + $R7
			System::Call '*$R8(&i2 0)'
		${EndIf}
		IntPtrOp $R8 $R2 + 2
		!insertmacro PathWrite
	${EndIf}
	!insertmacro PathClose
!macroend
