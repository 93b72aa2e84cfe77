//go:build unix

package video

import (
	"os/exec"
	"syscall"
)

// nice is by how much a program gives way to others.
const nice = 10

// apart puts a program into a process group of its own: Ctrl+C in the terminal is for Hoist, which then ends the program and
// tidies up after it.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// yield lowers the priority of a program that has been started.
func yield(cmd *exec.Cmd) {
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, cmd.Process.Pid, nice) // it works all the same
}
