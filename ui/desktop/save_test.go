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

// TestOwnSaveDialogWhole asks for the folder alone where Fyne's dialog for a file would empty what is there: that stays as it
// is, and what is saved gets another name.
func TestOwnSaveDialogWhole(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("PATH", "")
	t.Setenv("HOME", t.TempDir())
	folder := t.TempDir()
	taken := filepath.Join(folder, "film.mp4")
	if err := os.WriteFile(taken, []byte("the original"), 0o600); err != nil {
		t.Fatal(err)
	}
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widget.NewLabel(""))
	w.Resize(fyne.NewSize(1080, 720))
	now := func(f func()) { f() }
	var picked []string
	desktop.PickSave(t.Context(), desktop.Saver{
		Window: w, Title: "Save a copy", Kind: "Videos", Folder: folder, Name: "film.mp4", Extension: ".mp4", Whole: true, Go: now, Do: now,
		Picked: func(path string) { picked = append(picked, path) }, Failed: func(err error) { t.Error(err) },
	})
	shown := w.Canvas().Overlays().Top()
	if shown == nil {
		t.Fatal("no dialog is shown")
	}
	open := buttonOf(shown, "Save")
	if open == nil {
		t.Fatal("the dialog cannot be answered")
	}
	test.Tap(open)
	if want := filepath.Join(folder, "film 2.mp4"); len(picked) != 1 || picked[0] != want {
		t.Errorf("picked %q, want %q", picked, want)
	}
	if data, err := os.ReadFile(taken); string(data) != "the original" {
		t.Errorf("what was there is %q, %v", data, err)
	}
}

// buttonOf finds the button of that label in an object.
func buttonOf(o fyne.CanvasObject, label string) *widget.Button {
	for _, child := range test.LaidOutObjects(o) {
		if b, ok := child.(*widget.Button); ok && b.Text == label {
			return b
		}
	}
	return nil
}
