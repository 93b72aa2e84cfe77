package desktop

import (
	"fmt"
	"net/url"
	"os/exec"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
)

// failsWithin is how soon xdg-open tells that there is no browser. One that is there may keep it until it is closed.
const failsWithin = 3 * time.Second

// OpenURL opens a page in the person's browser, and returns why it could not. It may take three seconds.
//
// Fyne starts xdg-open as well, but nobody would notice its exit code, by which it tells that there is no browser.
func OpenURL(_ fyne.App, page *url.URL) error {
	open := exec.Command("xdg-open", page.String())       //nolint:gosec,noctx // an address of X; the browser outlives us
	open.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a Ctrl+C that ends Hoist is not meant for the browser
	if err := open.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- open.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("xdg-open: %w", err)
		}
	case <-time.After(failsWithin):
	}
	return nil
}
