; Windows: offers the program in "Open with" for arrays, without taking the double click from what opens them now. The
; association of .blp comes from electron-builder.yml.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\BloscpackStudio.Array" "" "NumPy array"
  WriteRegStr SHELL_CONTEXT "Software\Classes\BloscpackStudio.Array\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\BloscpackStudio.Array\shell\open\command" "" '"$appExe" "%1"'
  WriteRegNone SHELL_CONTEXT "Software\Classes\.npy\OpenWithProgids" "BloscpackStudio.Array"
  WriteRegNone SHELL_CONTEXT "Software\Classes\.npz\OpenWithProgids" "BloscpackStudio.Array"
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.npy\OpenWithProgids" "BloscpackStudio.Array"
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.npz\OpenWithProgids" "BloscpackStudio.Array"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\BloscpackStudio.Array"
!macroend
