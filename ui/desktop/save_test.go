package desktop_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/desktop"
)

// TestOwnSaveDialog checks that the person is asked also where the desktop has no dialog of its own.
func TestOwnSaveDialog(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("PATH", "") // nor a program
	t.Setenv("HOME", t.TempDir())
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(1080, 720))
	now := func(f func()) { f() }
	desktop.PickSave(t.Context(), desktop.Saver{
		Window: w, Title: "Export", Kind: "Tables", Name: "history.csv", Extension: ".csv", Go: now, Do: now,
		Picked: func(path string) { t.Errorf("nobody chose %s", path) },
		Failed: func(err error) { t.Error(err) },
	})
	shown := w.Canvas().Overlays().Top()
	if shown == nil {
		t.Fatal("no dialog is shown")
	}
	if size := shown.MinSize(); size.Width > 1080 || size.Height > 720 {
		t.Errorf("it wants %v of a window of 1080 by 720", size)
	}
	if _, err := os.Stat(filepath.Join(os.Getenv("HOME"), "history.csv")); err == nil {
		t.Error("it made the file before anybody said where")
	}
}
