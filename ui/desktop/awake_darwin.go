package desktop

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// stayAwake starts the system's own program for it, which ends when it is killed or when this program ends in whatever
// way: it watches our number. -i leaves the screen alone.
func stayAwake(string, string) (*hold, error) {
	us := strconv.Itoa(os.Getpid())
	caffeinate := exec.Command("/usr/bin/caffeinate", "-i", "-w", us) //nolint:gosec,noctx // our own number; Release ends it
	if err := caffeinate.Start(); err != nil {
		return nil, fmt.Errorf("keep the computer awake: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = caffeinate.Wait() // that it has ended says it all
	}()
	return &hold{lost: ended, release: func() {
		_ = caffeinate.Process.Kill() // fails when it has ended
		<-ended
	}}, nil
}
