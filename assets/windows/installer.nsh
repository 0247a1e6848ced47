; Capturing on Windows needs Npcap, whose licence does not let us bring it along: the installer looks for it and offers its page.
!include LogicLib.nsh
!include x64.nsh

!macro customInstall
  ; The installer is a 32-bit program: without this it would be shown the 32-bit System32.
  ${DisableX64FSRedirection}
  ${IfNot} ${FileExists} "$SYSDIR\Npcap\wpcap.dll"
    MessageBox MB_YESNO|MB_ICONQUESTION "Saved captures can be opened as it is.$\r$\n$\r$\nTo capture from an interface, Npcap is needed as well, and it is not installed. Open its download page (https://npcap.com/#download)?" /SD IDNO IDNO npcapDeclined
    ExecShell "open" "https://npcap.com/#download"
    npcapDeclined:
  ${EndIf}
  ${EnableX64FSRedirection}
!macroend
