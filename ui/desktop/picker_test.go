package desktop_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/desktop"
)

// TestOwnDialog checks that the person is asked also where the desktop has no dialog of its own, whatever the folder
// that was chosen from last.
func TestOwnDialog(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("PATH", "") // nor a program
	test.NewTempApp(t)
	for name, folder := range map[string]string{"no folder": "", "a folder": t.TempDir(), "a folder that is gone": "/nowhere", "for a folder": ""} {
		t.Run(name, func(t *testing.T) {
			pick := desktop.PickVideos
			if name == "for a folder" {
				pick = desktop.PickFolder
			}
			w := test.NewTempWindow(t, widget.NewLabel(""))
			w.Resize(fyne.NewSize(1080, 720))
			now := func(f func()) { f() }
			pick(t.Context(), desktop.Picker{
				Window: w, Title: "Choose videos", Kind: "Videos", Folder: folder, Go: now, Do: now,
				Picked: func(paths []string) { t.Errorf("nobody chose %v", paths) },
				Failed: func(err error) { t.Error(err) },
			})
			shown := w.Canvas().Overlays().Top()
			if shown == nil {
				t.Fatal("no dialog is shown")
			}
			if size := shown.MinSize(); size.Width > 1080 || size.Height > 720 {
				t.Errorf("it wants %v of a window of 1080 by 720", size)
			}
		})
	}
}
