package desktop

import (
	"fmt"
	"runtime"

	"golang.org/x/sys/windows"
)

var setThreadExecutionState = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetThreadExecutionState")

const (
	esContinuous     = 0x80000000
	esSystemRequired = 0x00000001
)

// stayAwake makes a thread ask for it. Windows keeps the wish for each thread, and forgets it when the thread ends, as
// it does with the program at the latest.
func stayAwake(string, string) (*hold, error) {
	asked, end, ended := make(chan error, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		before, _, err := setThreadExecutionState.Call(esContinuous | esSystemRequired)
		if before == 0 {
			asked <- fmt.Errorf("keep the computer awake: %w", err)
			return
		}
		asked <- nil
		<-end
		_, _, _ = setThreadExecutionState.Call(esContinuous) // what was accepted before can be taken back
	}()
	if err := <-asked; err != nil {
		return nil, err
	}
	return &hold{release: func() {
		close(end)
		<-ended
	}}, nil
}
