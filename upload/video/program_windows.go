package video

import (
	"os/exec"
	"syscall"
)

// How Windows starts a program: see CreateProcess, process creation flags.
const (
	belowNormalPriority = 0x00004000
	createNoWindow      = 0x08000000
)

// apart keeps a program from opening a console of its own, and gives it less priority.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: createNoWindow | belowNormalPriority}
}

// yield is done by apart.
func yield(*exec.Cmd) {}
