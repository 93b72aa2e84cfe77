//go:build program

package ui_test

import (
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// The names of the Secret Service, which a password store answers to.
const (
	secretName       = "org.freedesktop.secrets"
	secretPath       = dbus.ObjectPath("/org/freedesktop/secrets")
	secretCollection = secretPath + "/collection/login" // the keyring that opens with the login
	secretInterface  = "org.freedesktop.Secret."
)

// vault is a real password store, gnome-keyring, on a desk's bus and in the desk's home.
type vault struct {
	*desk
	cmd *exec.Cmd
	bus *dbus.Conn // of its own: go-keyring shares one among all desks
}

// vault opens the password store of this desk, and makes it where there is none yet. Without a password it is locked;
// one that was never made has then no keyring in it at all.
func (d *desk) vault(password string) *vault {
	d.t.Helper()
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	v := &vault{desk: d, cmd: d.command("gnome-keyring-daemon", args...)}
	v.cmd.Stdin = strings.NewReader(password)
	v.start(v.cmd) // killed at the end even when it stands still
	v.run("gdbus", "wait", "--session", "--timeout", "10", secretName)
	v.bus = d.connect()
	return v
}

// connect opens a connection to the desk's bus. It is closed when the test ends.
func (d *desk) connect() *dbus.Conn {
	d.t.Helper()
	const variable = "DBUS_SESSION_BUS_ADDRESS="
	at := slices.IndexFunc(d.env, func(v string) bool { return strings.HasPrefix(v, variable) })
	bus, err := dbus.Connect(strings.TrimPrefix(d.env[at], variable), dbus.WithContext(d.t.Context()))
	if err != nil {
		d.t.Fatalf("the desk's bus: %v", err)
	}
	d.t.Cleanup(func() { _ = bus.Close() })
	return bus
}

// await waits for something to become true, as until does, where there may be no window to take a picture of.
func (d *desk) await(what string, limit time.Duration, ok func() bool) {
	d.t.Helper()
	for end := time.Now().Add(limit); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatalf("not within %s: %s", limit, what)
		}
	}
}

// stop makes it stand still: who asks it for something waits until goOn or kill.
func (v *vault) stop() { v.signal(syscall.SIGSTOP) }

func (v *vault) goOn() { v.signal(syscall.SIGCONT) }

func (v *vault) signal(s syscall.Signal) {
	v.t.Helper()
	if err := v.cmd.Process.Signal(s); err != nil {
		v.t.Fatalf("gnome-keyring: %v", err)
	}
}

// kill ends it and waits until the bus knows, so that another vault can be opened on the same desk.
func (v *vault) kill() {
	v.t.Helper()
	v.signal(syscall.SIGKILL)
	_ = v.cmd.Wait() // it says that it was killed
	v.await("the password store is off the bus", 10*time.Second, func() bool {
		var owned bool
		err := v.bus.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, secretName).Store(&owned)
		return err == nil && !owned
	})
}

// call asks the password store. It fails the test when there is no answer within 10 seconds.
func (v *vault) call(path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	v.t.Helper()
	select {
	case c := <-v.bus.Object(secretName, path).Go(method, 0, make(chan *dbus.Call, 1), args...).Done:
		if c.Err != nil {
			v.t.Fatalf("gnome-keyring: %s: %v", method, c.Err)
		}
		return c
	case <-time.After(10 * time.Second):
		v.t.Fatalf("gnome-keyring: %s: no answer", method)
		return nil
	}
}

// items returns what Hoist keeps in it, sorted: account names in lower case, and "index of accounts". Of a vault that
// was opened without its password the number alone is told: each name is empty.
func (v *vault) items() []string {
	v.t.Helper()
	var open, locked []dbus.ObjectPath
	search := v.call(secretPath, secretInterface+"Service.SearchItems", map[string]string{"service": "app.hoist.Hoist"})
	if err := search.Store(&open, &locked); err != nil {
		v.t.Fatal(err)
	}
	names := make([]string, 0, len(open))
	for _, item := range append(open, locked...) {
		var attributes map[string]string
		get := v.call(item, "org.freedesktop.DBus.Properties.Get", secretInterface+"Item", "Attributes")
		if err := get.Store(&attributes); err != nil {
			v.t.Fatal(err)
		}
		names = append(names, attributes["username"])
	}
	slices.Sort(names)
	return names
}

// lock locks it, as a desktop does whose owner has left.
func (v *vault) lock() {
	v.t.Helper()
	v.call(secretPath, secretInterface+"Service.Lock", []dbus.ObjectPath{secretCollection})
}

// locked reports whether it is locked.
func (v *vault) locked() (is bool) {
	v.t.Helper()
	if err := v.call(secretCollection, "org.freedesktop.DBus.Properties.Get", secretInterface+"Collection", "Locked").Store(&is); err != nil {
		v.t.Fatal(err)
	}
	return is
}

// prompts returns the windows that ask for its password.
func (v *vault) prompts() []string {
	c := v.command("xdotool", "search", "--onlyvisible", "--class", "^[Gg]cr-prompter$")
	out, _ := c.Output() // fails when there are none
	return strings.Fields(string(out))
}

// prompt waits until a person is asked for its password, and returns the window.
func (v *vault) prompt() (window string) {
	v.t.Helper()
	v.await("the password is asked for", 20*time.Second, func() bool {
		found := v.prompts()
		if len(found) > 0 {
			window = found[0]
		}
		return window != ""
	})
	return window
}

// dismiss answers the prompt by Escape.
func (v *vault) dismiss() {
	v.t.Helper()
	v.run("xdotool", "windowfocus", "--sync", v.prompt(), "key", "Escape")
	v.await("the prompt is gone", 10*time.Second, func() bool { return len(v.prompts()) == 0 })
}

// unlock answers the prompt by a password, which has to be the right one.
func (v *vault) unlock(password string) {
	v.t.Helper()
	v.run("xdotool", "windowfocus", "--sync", v.prompt(), "type", "--delay", "20", password)
	v.run("xdotool", "key", "Return")
	v.await("the prompt is gone", 10*time.Second, func() bool { return len(v.prompts()) == 0 })
}

// put stores an item as go-keyring does.
func (v *vault) put(name, value string) {
	v.t.Helper()
	var none dbus.Variant
	var session, item, prompt dbus.ObjectPath
	open := v.call(secretPath, secretInterface+"Service.OpenSession", "plain", dbus.MakeVariant(""))
	if err := open.Store(&none, &session); err != nil {
		v.t.Fatal(err)
	}
	create := v.call(secretCollection, secretInterface+"Collection.CreateItem", map[string]dbus.Variant{
		secretInterface + "Item.Label":      dbus.MakeVariant("a test's"),
		secretInterface + "Item.Attributes": dbus.MakeVariant(map[string]string{"service": "app.hoist.Hoist", "username": name}),
	}, struct {
		Session    dbus.ObjectPath
		Parameters []byte
		Value      []byte
		Type       string
	}{session, nil, []byte(value), "text/plain"}, true)
	if err := create.Store(&item, &prompt); err != nil || prompt != "/" {
		v.t.Fatalf("storing %s: %v, prompt %s", name, err, prompt)
	}
}

// askPassword begins to unlock it, as go-keyring does, and returns where it will be told whether that was dismissed.
func (v *vault) askPassword() <-chan bool {
	v.t.Helper()
	var done []dbus.ObjectPath
	var prompt dbus.ObjectPath
	unlock := v.call(secretPath, secretInterface+"Service.Unlock", []dbus.ObjectPath{secretCollection})
	if err := unlock.Store(&done, &prompt); err != nil || prompt == "/" {
		v.t.Fatalf("nobody has to be asked: %v, %v", done, err)
	}
	signals := make(chan *dbus.Signal, 8)
	v.bus.Signal(signals)
	if err := v.bus.AddMatchSignal(dbus.WithMatchInterface(secretInterface + "Prompt")); err != nil {
		v.t.Fatal(err)
	}
	v.call(prompt, secretInterface+"Prompt.Prompt", "")
	dismissed := make(chan bool, 1)
	go func() {
		for s := range signals {
			if s.Path == prompt && s.Name == secretInterface+"Prompt.Completed" {
				dismissed <- s.Body[0].(bool)
				return
			}
		}
	}()
	return dismissed
}

// TestProgramVault: the rig keeps items, and asks for its password in a window while it is locked.
func TestProgramVault(t *testing.T) {
	v := newDesk(t, dark).vault("pass word")
	if got := v.items(); len(got) != 0 {
		t.Fatalf("there are items at first: %q", got)
	}
	v.put("kestrel", "secret")
	v.put("index of accounts", "[]")
	want := []string{"index of accounts", "kestrel"}
	if got := v.items(); !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	v.lock()
	for _, dismissed := range []bool{true, false} {
		answered := v.askPassword()
		if dismissed {
			v.dismiss()
		} else {
			v.unlock("pass word")
		}
		if got := <-answered; got != dismissed || v.locked() != dismissed {
			t.Errorf("dismissed: got %t, want %t; locked: %t", got, dismissed, v.locked())
		}
	}
	v.kill()

	v = v.vault("")
	if !v.locked() {
		t.Error("it is open without its password")
	}
	v.stop()
	before := time.Now()
	time.AfterFunc(300*time.Millisecond, v.goOn)
	if v.locked(); time.Since(before) < 300*time.Millisecond {
		t.Error("it answered while it stood still")
	}
	v.kill()
	if got := v.vault("pass word").items(); !slices.Equal(got, want) {
		t.Errorf("the day after: got %q, want %q", got, want)
	}
}
