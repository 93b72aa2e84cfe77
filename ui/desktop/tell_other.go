//go:build !linux && !windows

package desktop

import (
	"os/exec"
	"runtime"
)

func tell(title, text string) {
	if runtime.GOOS != "darwin" {
		return
	}
	// The words are arguments of the script, which does not read them as part of itself.
	script := "on run argv\ndisplay alert (item 1 of argv) message (item 2 of argv) as critical\nend run"
	_ = exec.Command("osascript", "-e", script, title, text).Run() //nolint:gosec,noctx // words of ours; a person closes it
}
