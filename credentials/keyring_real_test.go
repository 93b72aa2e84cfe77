//go:build keyring

package credentials_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"hoist/credentials"
)

// These tests meet a real gnome-keyring: go test -tags keyring ./credentials. They need Debian's packages
// gnome-keyring, dbus and libglib2.0-bin, and no screen.
//
// godbus keeps one connection to the session bus for the whole process. So each scene runs in a process of its own:
// this test binary again, in a home and on a bus that are thrown away afterwards.

const sceneVariable = "HOIST_TEST_SCENE"

// A bus that starts no services by itself: there is a password store when a scene starts one.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

type scene struct {
	bus  bool // run under dbus-run-session
	play func(context.Context) error
}

var scenes = map[string]scene{
	"open":          {true, sceneOpen},
	"locked":        {true, sceneLocked},
	"no collection": {true, sceneNoCollection},
	"no service":    {true, sceneUnavailable},
	"no bus":        {false, sceneUnavailable},
	"killed":        {true, sceneKilled},
	"killed midway": {true, sceneKilledMidway},
}

func TestMain(m *testing.M) {
	name := os.Getenv(sceneVariable)
	if name == "" {
		os.Exit(m.Run())
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := scenes[name].play(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestRealKeyring(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range scenes {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			config := filepath.Join(dir, "bus.conf")
			if err := os.WriteFile(config, []byte(busConfig), 0o600); err != nil {
				t.Fatal(err)
			}
			command := []string{self}
			if s.bus {
				command = []string{"dbus-run-session", "--config-file=" + config, "--", self}
			}
			cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
			cmd.Env = []string{
				"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir, sceneVariable + "=" + name,
				"GORACE=atexit_sleep_ms=0",           // or -race waits a second at the end of each scene
				"DBUS_SESSION_BUS_ADDRESS=disabled:", // dbus-run-session sets its own
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// daemon starts gnome-keyring and waits until it is on the bus. A password opens its login keyring, and makes it
// where there is none.
func daemon(ctx context.Context, password string) (*exec.Cmd, error) {
	args := []string{"--foreground", "--components=secrets"}
	if password != "" {
		args = append(args, "--unlock")
	}
	cmd := exec.CommandContext(ctx, "gnome-keyring-daemon", args...)
	cmd.Stdin = strings.NewReader(password)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	out, err := exec.CommandContext(ctx, "gdbus", "wait", "--session", "--timeout", "10", "org.freedesktop.secrets").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("gnome-keyring does not come up: %w: %s", err, out)
	}
	return cmd, nil
}

func kill(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it says that it was killed
}

// want checks the kind of what each method of a store answers.
func want(ctx context.Context, kind credentials.Kind) error {
	k := credentials.NewKeyring()
	_, errList := k.List(ctx)
	_, errLoad := k.Load(ctx, account.Name)
	var problems []error
	for method, err := range map[string]error{
		"list": errList, "load": errLoad, "save": k.Save(ctx, account), "delete": k.Delete(ctx, account.Name),
	} {
		if err := is(err, kind); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", method, err))
		}
	}
	return errors.Join(problems...)
}

func is(err error, kind credentials.Kind) error {
	known, ok := errors.AsType[*credentials.Error](err)
	if !ok || known.Kind != kind {
		return errors.Join(fmt.Errorf("want kind %s, got:", kind), err)
	}
	if showsSecret(err.Error()) {
		return errors.New("the error has a key in it")
	}
	return nil
}

func sceneOpen(ctx context.Context) error {
	d, err := daemon(ctx, "password")
	if err != nil {
		return err
	}
	defer kill(d)
	k := credentials.NewKeyring()
	if err := lists(ctx, k); err != nil {
		return err
	}
	_, err = k.Load(ctx, account.Name)
	if err := is(err, credentials.NoAccount); err != nil {
		return err
	}
	other := account
	other.Name, other.Auth = "other", credentials.Keys{
		ConsumerKey: "a", ConsumerSecret: "b", AccessToken: "ä\"<>&日本語+/=", AccessSecret: "c",
	}
	for _, a := range []credentials.Account{account, other, account} {
		if err := errors.Join(k.Save(ctx, a), loads(ctx, k, a)); err != nil {
			return err
		}
	}
	if err := lists(ctx, k, account.Name, other.Name); err != nil {
		return err
	}
	if err := keyring.Set("app.hoist.Hoist", "index of accounts", "broken"); err != nil {
		return err
	}
	if err := errors.Join(loads(ctx, k, other), lists(ctx, k, other.Name)); err != nil {
		return fmt.Errorf("after the index broke: %w", err)
	}
	return forget(ctx, k, account.Name, other.Name)
}

// lists checks what a store lists.
func lists(ctx context.Context, k credentials.Store, want ...string) error {
	if names, err := k.List(ctx); err != nil || !slices.Equal(names, want) {
		return errors.Join(fmt.Errorf("list: got %q, want %q", names, want), err)
	}
	return nil
}

// loads checks that a store has an account, in whatever case it is asked for.
func loads(ctx context.Context, k credentials.Store, want credentials.Account) error {
	if got, err := k.Load(ctx, strings.ToUpper(want.Name)); err != nil || got != want {
		return errors.Join(fmt.Errorf("load: got %+v, want %+v", got, want), err)
	}
	return nil
}

// forget deletes accounts, each twice, and checks that nothing is left.
func forget(ctx context.Context, k credentials.Store, names ...string) error {
	for _, name := range slices.Concat(names, names) {
		if err := k.Delete(ctx, name); err != nil {
			return err
		}
	}
	for _, item := range append(names, "index of accounts") {
		if _, err := keyring.Get("app.hoist.Hoist", strings.ToLower(item)); !errors.Is(err, keyring.ErrNotFound) {
			return errors.Join(fmt.Errorf("%s is left behind", item), err)
		}
	}
	return nil
}

// sceneLocked has an account in a keyring that nobody has opened, as after a login without password.
func sceneLocked(ctx context.Context) error {
	d, err := daemon(ctx, "password")
	if err != nil {
		return err
	}
	if err := credentials.NewKeyring().Save(ctx, account); err != nil {
		return err
	}
	kill(d)
	if d, err = daemon(ctx, ""); err != nil {
		return err
	}
	if err := want(ctx, credentials.KeyringLocked); err != nil {
		return err
	}
	kill(d)
	if d, err = daemon(ctx, "password"); err != nil {
		return err
	}
	defer kill(d)
	return loads(ctx, credentials.NewKeyring(), account)
}

// sceneNoCollection has a password store without any keyring in it, and nobody to ask for one. go-keyring makes none,
// and says the same as when it is locked.
func sceneNoCollection(ctx context.Context) error {
	d, err := daemon(ctx, "")
	if err != nil {
		return err
	}
	defer kill(d)
	return want(ctx, credentials.KeyringLocked)
}

func sceneUnavailable(ctx context.Context) error { return want(ctx, credentials.KeyringMissing) }

func sceneKilled(ctx context.Context) error {
	d, err := daemon(ctx, "password")
	if err != nil {
		return err
	}
	k := credentials.NewKeyring()
	if err := k.Save(ctx, account); err != nil {
		return err
	}
	kill(d)
	if err := want(ctx, credentials.KeyringMissing); err != nil {
		return err
	}
	if d, err = daemon(ctx, "password"); err != nil {
		return err
	}
	defer kill(d)
	return loads(ctx, k, account)
}

// sceneKilledMidway stops the password store, so that a call waits for it, and then kills it.
func sceneKilledMidway(ctx context.Context) error {
	d, err := daemon(ctx, "password")
	if err != nil {
		return err
	}
	k := credentials.NewKeyring()
	if err := k.Save(ctx, account); err != nil {
		return err
	}
	if err := d.Process.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		_, err := k.Load(ctx, account.Name)
		done <- err
	}()
	kill(d)
	return is(<-done, credentials.KeyringMissing)
}
