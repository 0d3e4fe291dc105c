; Takes every entry of the app out of the Windows Credential Manager. keyring calls them by the
; app's name, and a second one by "user@name".

!define SERVICE "Conductor Desktop"
!define GENERIC 1

Function un.ForgetKeys
  System::Call 'advapi32::CredEnumerateW(p 0, i 0, *i .r0, *p .r1) i .r2'
  ${If} $2 = 0
    Return
  ${EndIf}
  StrCpy $3 0
  ${While} $3 < $0
    IntOp $4 $3 * ${NSIS_PTR_SIZE}
    IntPtrOp $4 $1 + $4
    System::Call '*$4(p .r5)'
    System::Call '*$5(i, i .r6, w .r7)' ; Flags, Type, TargetName of a CREDENTIALW
    StrLen $8 "@${SERVICE}"
    StrCpy $9 $7 "" -$8
    ${If} $6 = ${GENERIC}
      ${If} $7 == "${SERVICE}"
      ${OrIf} $9 == "@${SERVICE}"
        System::Call 'advapi32::CredDeleteW(w r7, i ${GENERIC}, i 0)'
      ${EndIf}
    ${EndIf}
    IntOp $3 $3 + 1
  ${EndWhile}
  System::Call 'advapi32::CredFree(p r1)'
FunctionEnd
