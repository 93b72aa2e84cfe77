package desktop

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"fyne.io/fyne/v2/driver"
	"github.com/godbus/dbus/v5"
)

const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	portalChooser = "org.freedesktop.portal.FileChooser."
	portalRequest = "org.freedesktop.portal.Request"

	// portalAnswers is how long the portal may take to say that it will show a dialog: it may have to be started.
	portalAnswers = 10 * time.Second
)

// filter is a kind of files that a dialog offers, in the portal's own form: patterns of names have the kind 0.
type filter struct {
	Name  string
	Rules []rule
}

type rule struct {
	Kind    uint32
	Pattern string
}

func newFilter(name string, extensions ...string) filter {
	f := filter{Name: name}
	for _, e := range extensions {
		f.Rules = append(f.Rules, rule{Pattern: anyCase("*" + e)})
	}
	return f
}

// anyCase returns a pattern that means capitals, too, as the portal's documentation has it: cameras write .MP4.
func anyCase(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		if upper := unicode.ToUpper(r); upper != r {
			fmt.Fprintf(&b, "[%c%c]", r, upper)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// systemDialog shows the desktop's own dialog through its portal, else by a program of the desktop's, and fails where
// there is neither.
func systemDialog(ctx context.Context, p Picker) ([]string, error) {
	paths, err := portalDialog(ctx, p)
	if err == nil {
		return paths, nil
	}
	question := p.question()
	question.window = x11Number(p.native)
	return askPrograms(ctx, question)
}

// systemSave does for a file that is to be saved what systemDialog does for others.
func systemSave(ctx context.Context, s Saver) (string, error) {
	paths, err := portalSave(ctx, s)
	if err != nil {
		question := s.question()
		question.window = x11Number(s.native)
		paths, err = askPrograms(ctx, question)
	}
	if err != nil || len(paths) == 0 {
		return "", err
	}
	return paths[0], nil
}

// x11Number returns the number of a window of X11; 0: it is none.
func x11Number(native any) uintptr {
	window, _ := native.(driver.X11WindowContext)
	return window.WindowHandle
}

// parentOf names the window to the portal, which lets the dialog stand before it. Elsewhere than on X11 it has no name
// that the program could know.
func parentOf(native any) string {
	if number := x11Number(native); number != 0 {
		return fmt.Sprintf("x11:%x", number)
	}
	return ""
}

func portalDialog(ctx context.Context, p Picker) ([]string, error) {
	options := map[string]dbus.Variant{
		"multiple": dbus.MakeVariant(p.several), "directory": dbus.MakeVariant(p.folders),
	}
	if !p.folders {
		options["filters"] = dbus.MakeVariant([]filter{newFilter(p.Kind, p.extensions...)})
	}
	if p.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(p.Folder), 0))
	}
	return askPortal(ctx, "OpenFile", parentOf(p.native), p.Title, options)
}

func portalSave(ctx context.Context, s Saver) ([]string, error) {
	options := map[string]dbus.Variant{
		"current_name": dbus.MakeVariant(strings.ToValidUTF8(s.Name, "_")), // as the bus wants its texts
		"filters":      dbus.MakeVariant([]filter{newFilter(s.Kind, s.Extension)}),
	}
	if s.Folder != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(s.Folder), 0))
	}
	return askPortal(ctx, "SaveFile", parentOf(s.native), s.Title, options)
}

// askPortal shows a dialog of the desktop, and returns the paths that the person chose; none where they did not want to,
// or ctx has ended, which takes the dialog away. The answer comes as a signal, so it is listened for before the question.
func askPortal(ctx context.Context, method, parent, title string, options map[string]dbus.Variant) ([]string, error) {
	bus, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, err
	}
	defer func() { _ = bus.Close() }() // which takes the dialog away that is still there
	if err := errors.Join(bus.Auth(nil), bus.Hello()); err != nil {
		return nil, err
	}
	token := "hoist" + strings.ToLower(rand.Text())
	sender := strings.ReplaceAll(strings.TrimPrefix(bus.Names()[0], ":"), ".", "_")
	request := dbus.ObjectPath(portalPath + "/request/" + sender + "/" + token)
	if err := bus.AddMatchSignal(dbus.WithMatchObjectPath(request), dbus.WithMatchInterface(portalRequest)); err != nil {
		return nil, err
	}
	signals := make(chan *dbus.Signal, 1)
	bus.Signal(signals)

	options["handle_token"], options["modal"] = dbus.MakeVariant(token), dbus.MakeVariant(true)
	patient, cancel := context.WithTimeout(ctx, portalAnswers)
	defer cancel()
	var handle dbus.ObjectPath
	if err := bus.Object(portalName, portalPath).CallWithContext(patient, portalChooser+method, 0, parent, title, options).Store(&handle); err != nil {
		return nil, err
	}
	for {
		select {
		case <-ctx.Done():
			return nil, bus.Object(portalName, request).CallWithContext(context.WithoutCancel(ctx), portalRequest+".Close", dbus.FlagNoReplyExpected).Err
		case s, open := <-signals:
			switch {
			case !open:
				return nil, errors.New("the desktop's bus has gone")
			case s.Path == request && s.Name == portalRequest+".Response":
				return chosen(s.Body)
			}
		}
	}
}

// Answers of a portal.
const (
	portalDone      uint32 = 0
	portalCancelled uint32 = 1
)

// chosen reads the answer: a number that says how it ended, and the addresses of the files.
func chosen(body []any) ([]string, error) {
	var ended uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &ended, &results); err != nil {
		return nil, err
	}
	switch ended {
	case portalDone:
	case portalCancelled:
		return nil, nil
	default:
		return nil, fmt.Errorf("the desktop's dialog has ended with %d", ended)
	}
	addresses, _ := results["uris"].Value().([]string)
	var paths []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "file" {
			return nil, errors.New("what was chosen is not a file of this computer")
		}
		paths = append(paths, u.Path)
	}
	return paths, nil
}
