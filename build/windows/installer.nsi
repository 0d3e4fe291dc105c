; The setup program: per user, no administrator, no reboot. docs/installing.md has its exit codes.
;
; makensis -DSOURCE=<bundle> -DOUTPUT=<setup.exe> -DVERSION=1.2.3 -DTARGET=amd64-unicode
;          -DCOMPRESSION=zlib [-DICON=<app.ico>] [-DSIGN=<command>] installer.nsi

Unicode true
Target ${TARGET}
ManifestDPIAware true
ManifestSupportedOS Win10
RequestExecutionLevel user
SetCompressor /SOLID ${COMPRESSION}
!include MUI2.nsh
!include nsDialogs.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include x64.nsh
!include WinVer.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define NAME "Conductor Desktop"
!define ID "ConductorDesktop"
!define APP_ID "Conductor.ConductorDesktop"
!define PROGRAM "ConductorDesktop.exe"
!define CONSOLE_PROGRAM "conductor-desktop.exe"
!define SUFFIX ".conductor-setup"
!define FILE_TYPE "${ID}.SetupFile"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define RUN_SWITCH "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
!define SETTINGS "$LOCALAPPDATA\${NAME}"

!define EXIT_STILL_OPEN 3
!define EXIT_NEWER_IS_THERE 4
!define EXIT_NOT_WRITTEN 5
!define EXIT_NOT_THIS_WINDOWS 6
!define EXIT_NOT_A_PERSON 7
!define EXIT_SETUP_RUNS 8

Name "${NAME}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
VIProductVersion "${VERSION}.0"
VIAddVersionKey CompanyName "${NAME}"
VIAddVersionKey ProductName "${NAME}"
VIAddVersionKey FileDescription "${NAME} setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Licence: Apache-2.0"
!ifdef SIGN
  !uninstfinalize '${SIGN} "%1"'
  !finalize '${SIGN} "%1"'
!endif

!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskWhatToKeep un.HearWhatToKeep
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English

Var Keeps      ; 1 while settings, history and keys are to stay
Var KeepsBox
Var Before     ; where an older version is, which may be another folder

!macro Refuse CODE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

!include "closing.nsh"
!include "credentials.nsh"
!insertmacro AskToEnd ""
!insertmacro AskToEnd "un."

; ---- setup

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro Refuse ${EXIT_NOT_THIS_WINDOWS} "${NAME} needs a 64-bit Windows 10 or 11."
  ${EndIf}
  ${WordFind} "$PROFILE" "\systemprofile" "E+1{" $0
  ${IfNot} ${Errors}
    !insertmacro Refuse ${EXIT_NOT_A_PERSON} "${NAME} is installed for one person. Start this as the person who uses QuickBooks, not as the system."
  ${EndIf}
  ; The handle stays open for as long as this runs, which is all that keeps a second one out.
  System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Local\${ID}Setup") p .r0 ?e'
  Pop $1
  ${If} $1 = 183 ; ERROR_ALREADY_EXISTS
    !insertmacro Refuse ${EXIT_SETUP_RUNS} "Another setup of ${NAME} is running. Wait until it has ended."
  ${EndIf}
  ReadRegStr $0 HKCU "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro Refuse ${EXIT_NEWER_IS_THERE} "${NAME} $0 is installed, which is newer than ${VERSION}. Nothing was changed."
    ${EndIf}
  ${EndIf}
  Call InsistOnTheFolder
FunctionEnd

; NSIS takes its own idea of a folder, without a word, where the one after /D= cannot be made. It has
; cut that off $CMDLINE, but Windows still tells it.
Function InsistOnTheFolder
  System::Call 'kernel32::GetCommandLineW() w .r0'
  ${WordFind} "$0" " /D=" "E+1}" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  StrCpy $2 $1 1 -1
  ${If} $2 == "\"
    StrCpy $1 $1 -1
  ${EndIf}
  ReadRegStr $2 HKCU "${ENTRY}" "InstallLocation"
  ${If} $1 != $INSTDIR
    ${If} $INSTDIR == $2
    ${OrIf} $INSTDIR == "$LOCALAPPDATA\Programs\${NAME}"
      !insertmacro Refuse ${EXIT_NOT_WRITTEN} "The folder $1 cannot be made. Nothing was changed."
    ${EndIf}
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  ReadRegStr $Before HKCU "${ENTRY}" "InstallLocation"
  ; Everything is laid beside the old version first, so that what takes its time can be broken off.
  RMDir /r "$INSTDIR\_new"
  ClearErrors
  SetOutPath "$INSTDIR\_new"
  SetOverwrite try
  File /r "${SOURCE}/*"
  ${If} ${Errors}
  ${OrIfNot} ${FileExists} "$INSTDIR\_new\${PROGRAM}"
    SetOutPath "$TEMP"
    RMDir /r "$INSTDIR\_new"
    RMDir "$INSTDIR"
    !insertmacro Refuse ${EXIT_NOT_WRITTEN} "The files could not be written to $INSTDIR. Is the disk full? An older version works as before."
  ${EndIf}
  SetOutPath "$INSTDIR"
  Call Swap
  Call LeaveTheOtherFolder
  Call Enter
SectionEnd

; The new version takes the place of the old one, or the old one stays and this ends.
Function Swap
  again:
  Call AskToEnd
  RMDir /r "$INSTDIR\_old"
  CreateDirectory "$INSTDIR\_old"
  ClearErrors
  ; The libraries first: with one of them in use, nothing else has been moved.
  ${If} ${FileExists} "$INSTDIR\_internal"
    Rename "$INSTDIR\_internal" "$INSTDIR\_old\_internal"
  ${EndIf}
  ${If} ${Errors}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Files of ${NAME} are in use. Close it, then try again." /SD IDCANCEL IDRETRY again
    RMDir /r "$INSTDIR\_new"
    RMDir "$INSTDIR\_old"
    !insertmacro Refuse ${EXIT_STILL_OPEN} "Nothing was changed."
  ${EndIf}
  Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
  Rename "$INSTDIR\${PROGRAM}" "$INSTDIR\_old\${PROGRAM}"
  Rename "$INSTDIR\_new\${PROGRAM}" "$INSTDIR\${PROGRAM}"
  Rename "$INSTDIR\${CONSOLE_PROGRAM}" "$INSTDIR\_old\${CONSOLE_PROGRAM}"
  Rename "$INSTDIR\_new\${CONSOLE_PROGRAM}" "$INSTDIR\${CONSOLE_PROGRAM}"
  RMDir /r "$INSTDIR\_old"
  RMDir /r "$INSTDIR\_new"
FunctionEnd

; An older version in another folder goes; its settings are the same and stay.
Function LeaveTheOtherFolder
  ${If} $Before != ""
  ${AndIf} $Before != $INSTDIR
  ${AndIf} ${FileExists} "$Before\uninstall.exe"
    ExecWait '"$Before\uninstall.exe" /S _?=$Before'
    Delete "$Before\uninstall.exe"
    RMDir "$Before"
  ${EndIf}
FunctionEnd

; What Windows knows of the app, and what the app knows of where it came from.
Function Enter
  WriteUninstaller "$INSTDIR\uninstall.exe"
  FileOpen $0 "$INSTDIR\installed-from.txt" w
  FileWriteUTF16LE /BOM $0 "$EXEDIR"
  FileClose $0

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0
  Call NameTheShortcut

  WriteRegStr HKCU "Software\Classes\${SUFFIX}" "" "${FILE_TYPE}"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}" "" "Conductor setup file"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  ${RefreshShellIcons}

  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${NAME}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKCU "${ENTRY}" "URLInfoAbout" "https://conductor.is"
  WriteRegStr HKCU "${ENTRY}" "HelpLink" "https://conductor.is"
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" $0
FunctionEnd

; Windows groups windows, pins and messages by this name, which the shortcut has to carry.
Function NameTheShortcut
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("$SMPROGRAMS\${NAME}.lnk",2)'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call 'oleaut32::SysAllocString(w "${APP_ID}") p .r3'
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_BSTR},,p r3)p.r5'
        ${IPropertyStore::SetValue} $2 '($4,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Call 'oleaut32::SysFreeString(p r3)'
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("$SMPROGRAMS\${NAME}.lnk",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
FunctionEnd

; ---- removal

Function un.onInit
  StrCpy $Keeps 1
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/FORGET" $1
  ${IfNot} ${Errors}
    StrCpy $Keeps 0
  ${EndIf}
FunctionEnd

Function un.AskWhatToKeep
  !insertmacro MUI_HEADER_TEXT "Remove ${NAME}" "The connection itself stays in QuickBooks and in the Web Connector."
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 36u "${NAME} will be removed from this PC. To end the connection as well, close this window and choose “Remove this connection” in the app first."
  Pop $0
  ${NSD_CreateCheckbox} 0 48u 100% 12u "&Keep my settings, history and keys for when I install it again"
  Pop $KeepsBox
  ${If} $Keeps = 1
    ${NSD_Check} $KeepsBox
  ${EndIf}
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:&Remove"
  nsDialogs::Show
FunctionEnd

Function un.HearWhatToKeep
  ${NSD_GetState} $KeepsBox $0
  ${If} $0 = ${BST_CHECKED}
    StrCpy $Keeps 1
  ${Else}
    StrCpy $Keeps 0
  ${EndIf}
FunctionEnd

Section Uninstall
  SetShellVarContext current
  SetOutPath "$TEMP" ; or the folder is in use by this program itself
  Call un.AskToEnd
  again:
  ClearErrors
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}"
  Delete "$INSTDIR\${CONSOLE_PROGRAM}"
  ${If} ${Errors}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Files of ${NAME} are in use. Close it, then try again." /SD IDCANCEL IDRETRY again
    !insertmacro Refuse ${EXIT_STILL_OPEN} "Some files of ${NAME} could not be removed. Close it, then remove it again."
  ${EndIf}
  RMDir /r "$INSTDIR\_new"
  RMDir /r "$INSTDIR\_old"
  Delete "$INSTDIR\installed-from.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only when nothing of anybody else's is in it

  Delete "$SMPROGRAMS\${NAME}.lnk"
  ReadRegStr $0 HKCU "Software\Classes\${SUFFIX}" ""
  ${If} $0 == "${FILE_TYPE}"
    DeleteRegValue HKCU "Software\Classes\${SUFFIX}" ""
    DeleteRegKey /ifempty HKCU "Software\Classes\${SUFFIX}"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${FILE_TYPE}"
  ${RefreshShellIcons}
  DeleteRegValue HKCU "${RUN}" "${NAME}"
  DeleteRegValue HKCU "${RUN_SWITCH}" "${NAME}"
  DeleteRegKey HKCU "${ENTRY}"
  ${If} $Keeps = 0
    Call un.ForgetKeys
    RMDir /r "${SETTINGS}"
  ${EndIf}
SectionEnd
