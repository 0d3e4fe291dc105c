; Asks every window of the app to end it, as Windows does when its user signs out: the app saves
; what it has and goes, and no work is lost. Nothing is ever ended by force.

!define ASKED_BY_SETUP 1 ; ENDSESSION_CLOSEAPP
!define PATIENCE 20      ; times half a second

!macro AskToEnd UN
Function ${UN}AskToEnd
  Push $0
  Push $1
  StrCpy $0 0
  ${Do}
    Call ${UN}AskEveryWindow
    ${If} $1 = 0
      ${ExitDo}
    ${EndIf}
    IntOp $0 $0 + 1
    ${If} $0 > ${PATIENCE}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${NAME} is open and does not close. Close it, then try again." /SD IDCANCEL IDRETRY more
      SetErrorLevel ${EXIT_STILL_OPEN}
      RMDir /r "$INSTDIR\_new"
      Quit
      more:
      StrCpy $0 0
    ${EndIf}
    Sleep 500
  ${Loop}
  Pop $1
  Pop $0
FunctionEnd

; $1 is how many windows of the program in $INSTDIR there were.
Function ${UN}AskEveryWindow
  Push $2
  Push $3
  Push $4
  StrCpy $1 0
  StrCpy $2 0
  ${Do}
    FindWindow $2 "" "" 0 $2
    ${If} $2 P= 0
      ${ExitDo}
    ${EndIf}
    Call ${UN}ProgramOf
    ${If} $4 == "$INSTDIR\${PROGRAM}"
      IntOp $1 $1 + 1
      System::Call 'user32::SendMessageTimeoutW(p r2, i 0x11, p 0, p ${ASKED_BY_SETUP}, i 2, i 2000, *p)'
      System::Call 'user32::SendMessageTimeoutW(p r2, i 0x16, p 1, p ${ASKED_BY_SETUP}, i 2, i 2000, *p)'
    ${EndIf}
  ${Loop}
  Pop $4
  Pop $3
  Pop $2
FunctionEnd

; $4 is the program that the window $2 belongs to; empty when Windows does not tell.
Function ${UN}ProgramOf
  StrCpy $4 ""
  System::Call 'user32::GetWindowThreadProcessId(p r2, *i .r3)'
  System::Call 'kernel32::OpenProcess(i 0x1000, i 0, i r3) p .r3'
  ${If} $3 P<> 0
    System::Call 'kernel32::QueryFullProcessImageNameW(p r3, i 0, w .r4, *i ${NSIS_MAX_STRLEN}) i .r5'
    System::Call 'kernel32::CloseHandle(p r3)'
  ${EndIf}
FunctionEnd
!macroend
