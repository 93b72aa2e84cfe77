package desktop_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"github.com/godbus/dbus/v5"

	"hoist/ui/desktop"
)

// onX11 is a window that X11 calls by a number.
type onX11 struct {
	fyne.Window
	number uintptr
}

// RunNative implements driver.NativeWindow.
func (w onX11) RunNative(f func(any)) { f(driver.X11WindowContext{WindowHandle: w.number}) }

// dialogs is the desktop behind the portal: it answers questions for files as a person would.
type dialogs struct {
	bus *dbus.Conn

	ended uint32
	uris  []string
	never bool // answers

	mu    sync.Mutex
	asked []string
	gone  bool // the question was taken back
}

func (d *dialogs) OpenFile(from dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return d.show(from, "open", parent, title, options)
}

func (d *dialogs) SaveFile(from dbus.Sender, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	return d.show(from, "save", parent, title, options)
}

func (d *dialogs) show(from dbus.Sender, how, parent, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	sender := ""
	for _, r := range string(from)[1:] {
		if r == '.' {
			r = '_'
		}
		sender += string(r)
	}
	request := dbus.ObjectPath("/org/freedesktop/portal/desktop/request/" + sender + "/" + token)
	d.mu.Lock()
	d.asked = append(d.asked, fmt.Sprint(how, " before ", parent, ": ", title, " several=", options["multiple"].Value(), " folders=", options["directory"].Value(),
		" from=", options["current_folder"].Value(), " name=", options["current_name"].Value(), " ", options["filters"].Value()))
	d.mu.Unlock()
	if err := d.bus.Export(closer{d}, request, "org.freedesktop.portal.Request"); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	if !d.never { // at once: whoever asks has to be listening already
		err := d.bus.Emit(request, "org.freedesktop.portal.Request.Response", d.ended, map[string]dbus.Variant{"uris": dbus.MakeVariant(d.uris)})
		if err != nil {
			return "", dbus.MakeFailedError(err)
		}
	}
	return request, nil
}

// closer is a question that can be taken back.
type closer struct{ dialogs *dialogs }

func (c closer) Close() *dbus.Error {
	c.dialogs.mu.Lock()
	defer c.dialogs.mu.Unlock()
	c.dialogs.gone = true
	return nil
}

func (d *dialogs) takenBack() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.gone
}

// newDialogs puts the desktop on a bus of its own.
func newDialogs(t *testing.T, ended uint32, uris ...string) *dialogs {
	t.Helper()
	newBus(t)
	bus, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bus.Close() })
	d := &dialogs{bus: bus, ended: ended, uris: uris}
	if err := bus.Export(d, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if reply, err := bus.RequestName("org.freedesktop.portal.Desktop", 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return d
}

// TestPortalDialog chooses through the desktop's own dialog: names come as they are, whatever is in them.
func TestPortalDialog(t *testing.T) {
	d := newDialogs(t, 0, "file:///films/a+b%20%25%23%3F.mp4", "file:///films/%E6%98%A0%E7%94%BB.mov")
	got := make(chan []string, 1)
	now := func(f func()) { f() }
	window := onX11{number: 0x2a00007}
	picker := desktop.Picker{
		Window: window, Title: "Choose videos", Kind: "Videos", Folder: "/films", Go: now, Do: now,
		Picked: func(paths []string) { got <- paths }, Failed: func(err error) { t.Error(err) },
	}
	want := []string{"/films/a+b %#?.mp4", "/films/映画.mov"}
	for name, pick := range map[string]func(context.Context, desktop.Picker){"videos": desktop.PickVideos, "folder": desktop.PickFolder} {
		pick(t.Context(), picker)
		if paths := <-got; !slices.Equal(paths, want) {
			t.Errorf("%s: %q", name, paths)
		}
	}
	saved := make(chan string, 1)
	desktop.PickSave(t.Context(), desktop.Saver{
		Window: window, Title: "Save", Kind: "Tables", Folder: "/films", Name: "history\xff.csv", Extension: ".csv", Go: now, Do: now,
		Picked: func(path string) { saved <- path }, Failed: func(err error) { t.Error(err) },
	})
	if path := <-saved; path != want[0] {
		t.Errorf("to be saved at %q", path)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(d.asked)
	if len(d.asked) != 3 {
		t.Fatalf("asked %q", d.asked)
	}
	for i, part := range []string{
		`open before x11:2a00007: Choose videos several=true folders=false from=[47 102 105 108 109 115 0] name=<nil> [[Videos [[0 *.[mM][pP]4] `,
		`open before x11:2a00007: Choose videos several=true folders=true `,
		`save before x11:2a00007: Save several=<nil> folders=<nil> from=[47 102 105 108 109 115 0] name=history_.csv [[Tables [[0 *.[cC][sS][vV]]]]]`,
	} {
		if len(d.asked[i]) < len(part) || d.asked[i][:len(part)] != part {
			t.Errorf("asked %q, want %q", d.asked[i], part)
		}
	}
}

// TestPortalDialogCancelled is answered by nothing chosen.
func TestPortalDialogCancelled(t *testing.T) {
	newDialogs(t, 1)
	now := func(f func()) { f() }
	called := false
	desktop.PickVideos(t.Context(), desktop.Picker{
		Title: "Choose videos", Kind: "Videos", Go: now, Do: now,
		Picked: func(paths []string) { called = len(paths) == 0 }, Failed: func(err error) { t.Error(err) },
	})
	if !called {
		t.Error("a question that nobody wants to answer has another answer")
	}
}

// TestPortalDialogTakenBack closes the window while the desktop's dialog stands: that goes, too.
func TestPortalDialogTakenBack(t *testing.T) {
	d := newDialogs(t, 0)
	d.never = true
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		now := func(f func()) { f() }
		desktop.PickVideos(ctx, desktop.Picker{Title: "Choose videos", Go: now, Do: now, Picked: func([]string) {}, Failed: func(err error) { t.Error(err) }})
	}()
	limit := time.Now().Add(10 * time.Second)
	for shown := false; !shown && time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		d.mu.Lock()
		shown = len(d.asked) == 1
		d.mu.Unlock()
	}
	cancel()
	<-ended
	for !d.takenBack() && time.Now().Before(limit) {
		time.Sleep(5 * time.Millisecond)
	}
	if !d.takenBack() {
		t.Error("the dialog stands")
	}
}
