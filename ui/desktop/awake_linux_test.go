package desktop_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"hoist/ui/desktop"
)

const (
	reason = "Videos are being uploaded"

	// holderVariable makes the test's own program hold the computer awake until it is killed.
	holderVariable = "HOIST_TEST_HOLDER"
)

func TestMain(m *testing.M) {
	if os.Getenv(holderVariable) == "" {
		os.Exit(m.Run())
	}
	if err := desktop.NewAwake("Hoist", reason).Hold(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	time.Sleep(time.Hour) // it is killed
}

// keepers are the services that can keep a computer awake, each as it is asked on a Linux of its own kind.
var keepers = []struct {
	name, path, face string
	answer           func(*keeper) any // with its method Inhibit
	asked            []any
}{
	{
		"org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager",
		func(k *keeper) any {
			return func(from dbus.Sender, program string, window uint32, why string, flags uint32) (uint32, *dbus.Error) {
				return 7, k.inhibit(from, program, window, why, flags)
			}
		},
		[]any{"Hoist", uint32(0), reason, uint32(4)},
	},
	{
		"org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit", "org.freedesktop.PowerManagement.Inhibit",
		func(k *keeper) any {
			return func(from dbus.Sender, program, why string) (uint32, *dbus.Error) {
				return 7, k.inhibit(from, program, why)
			}
		},
		[]any{"Hoist", reason},
	},
	{
		"org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager",
		func(k *keeper) any {
			return func(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
				return k.inhibitByFile(what, who, why, mode)
			}
		},
		[]any{"sleep", "Hoist", reason, "block"},
	},
	{
		"org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit",
		func(k *keeper) any {
			type options map[string]dbus.Variant
			return func(from dbus.Sender, window string, flags uint32, o options) (dbus.ObjectPath, *dbus.Error) {
				return "/org/freedesktop/portal/desktop/request/1", k.inhibit(from, window, flags, o["reason"].Value())
			}
		},
		[]any{"", uint32(4), reason},
	},
}

// TestAwake holds and releases with each service that a desktop may have, and also by being killed.
func TestAwake(t *testing.T) {
	for i, k := range keepers {
		t.Run(k.name, func(t *testing.T) {
			newBus(t)
			service := newKeeper(t, i)
			awake := desktop.NewAwake("Hoist", reason)
			awake.Release() // of what nobody holds
			for range 2 {
				for range 2 {
					if err := awake.Hold(); err != nil {
						t.Fatal(err)
					}
				}
				service.until("the computer is held awake", 1)
				awake.Release()
				service.until("the computer may sleep", 0)
				awake.Release()
			}
			service.wasAsked(2)

			holder := startHolder(t)
			service.until("a program holds the computer awake", 1)
			if err := holder.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			service.until("the program that held it is dead", 0)
			service.wasAsked(3)
		})
	}
}

// TestAwakeAfterTheBus loses the bus while the computer is held awake, which nobody notices, and holds again.
func TestAwakeAfterTheBus(t *testing.T) {
	bus := newBus(t)
	newKeeper(t, 0)
	awake := desktop.NewAwake("Hoist", reason)
	if err := awake.Hold(); err != nil {
		t.Fatal(err)
	}
	kill(bus)
	newBus(t)
	service := newKeeper(t, 0)
	for end := time.Now().Add(10 * time.Second); service.held() == 0; time.Sleep(10 * time.Millisecond) {
		if err := awake.Hold(); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(end) {
			t.Fatal("it is not held awake on the new bus")
		}
	}
	awake.Release()
	service.until("the computer may sleep", 0)
}

// TestAwakeWithNobody checks that there is an error, soon, where nobody keeps the computer awake.
func TestAwakeWithNobody(t *testing.T) {
	for name, set := range map[string]func(*testing.T){
		"no bus": func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
			t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
		},
		"no service":       func(t *testing.T) { newBus(t) },
		"a bus that hangs": hangingBus,
		"a service that hangs": func(t *testing.T) {
			newBus(t)
			newKeeper(t, 2).hang()
		},
	} {
		t.Run(name, func(t *testing.T) {
			set(t)
			began := time.Now()
			awake := desktop.NewAwake("Hoist", reason)
			if err := awake.Hold(); err == nil {
				t.Error("it says that the computer is held awake")
			} else if !strings.Contains(err.Error(), "org.freedesktop.login1") {
				t.Errorf("it does not say whom it asked: %v", err)
			}
			if took := time.Since(began); took > 15*time.Second {
				t.Errorf("it took %v", took)
			}
			awake.Release()
		})
	}
}

// TestAwakePastOneThatHangs checks that the next service is asked when one does not answer, and that the first keeps
// nothing when it comes to its senses.
func TestAwakePastOneThatHangs(t *testing.T) {
	newBus(t)
	hanging, service := newKeeper(t, 1), newKeeper(t, 2)
	wake := hanging.hang()
	awake := desktop.NewAwake("Hoist", reason)
	if err := awake.Hold(); err != nil {
		t.Fatal(err)
	}
	service.until("the next one holds the computer awake", 1)
	wake()
	hanging.until("the first holds nothing", 0)
	awake.Release()
	service.until("the computer may sleep", 0)
}

// TestAwakeTogether holds and releases from many goroutines at once.
func TestAwakeTogether(t *testing.T) {
	newBus(t)
	service := newKeeper(t, 0)
	awake := desktop.NewAwake("Hoist", reason)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				if err := awake.Hold(); err != nil {
					t.Error(err)
				}
				awake.Release()
			}
		})
	}
	all.Wait()
	service.until("the computer may sleep", 0)
}

// keeper stands in for a service, and does as the real one does: it lets the computer go when the connection of the
// program that asked is closed, logind when the file is.
type keeper struct {
	t    *testing.T
	kind int
	conn *dbus.Conn

	mu     sync.Mutex
	wait   chan struct{} // closed: it answers
	asked  [][]any
	owners map[string]bool // the connections that hold the computer awake
	ends   []int           // our ends of the pipes that do
	others []int           // their ends, until they have been handed over
}

// newKeeper puts one of the keepers on the bus.
func newKeeper(t *testing.T, kind int) *keeper {
	t.Helper()
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	k := &keeper{t: t, kind: kind, conn: conn, wait: make(chan struct{}), owners: map[string]bool{}}
	close(k.wait)
	want := keepers[kind]
	methods := map[string]any{"Inhibit": want.answer(k)}
	if err := conn.ExportMethodTable(methods, dbus.ObjectPath(want.path), want.face); err != nil {
		t.Fatal(err)
	}
	reply, err := conn.RequestName(want.name, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%s is not ours: %v %v", want.name, reply, err)
	}
	return k
}

// hang makes it answer nobody until what is returned is called.
func (k *keeper) hang() (wake func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	wait := make(chan struct{})
	k.wait = wait
	wake = sync.OnceFunc(func() { close(wait) })
	k.t.Cleanup(wake)
	return wake
}

func (k *keeper) awake() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.wait
}

func (k *keeper) inhibit(from dbus.Sender, asked ...any) *dbus.Error {
	<-k.awake()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = append(k.asked, asked)
	k.owners[string(from)] = true
	return nil
}

func (k *keeper) inhibitByFile(asked ...any) (dbus.UnixFD, *dbus.Error) {
	<-k.awake()
	var pipe [2]int
	if err := syscall.Pipe2(pipe[:], syscall.O_CLOEXEC|syscall.O_NONBLOCK); err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	ours, theirs := pipe[0], pipe[1]
	k.t.Cleanup(func() { _ = syscall.Close(ours) })
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked, k.ends, k.others = append(k.asked, asked), append(k.ends, ours), append(k.others, theirs)
	return dbus.UnixFD(theirs), nil
}

// held returns how many hold the computer awake. Who asks for it has its answer.
func (k *keeper) held() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	held := 0
	for owner := range k.owners {
		var there bool
		if err := k.conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, owner).Store(&there); err != nil {
			k.t.Error(err)
		}
		if there {
			held++
		}
	}
	for _, theirs := range k.others {
		_ = syscall.Close(theirs) // it was handed over
	}
	k.others = nil
	for _, ours := range k.ends {
		if _, err := syscall.Read(ours, make([]byte, 1)); err != nil {
			held++ // nothing to read, and not the end either
		}
	}
	return held
}

// until waits until so many hold the computer awake.
func (k *keeper) until(what string, want int) {
	k.t.Helper()
	for end := time.Now().Add(10 * time.Second); k.held() != want; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			k.t.Fatalf("not within ten seconds: %s", what)
		}
	}
}

// wasAsked checks how often it was asked, and that it was asked the right thing.
func (k *keeper) wasAsked(times int) {
	k.t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.asked) != times {
		k.t.Errorf("it was asked %d times, want %d", len(k.asked), times)
	}
	for _, asked := range k.asked {
		for i, want := range keepers[k.kind].asked {
			if asked[i] != want {
				k.t.Errorf("it was asked %v, want %v", asked, keepers[k.kind].asked)
			}
		}
	}
}

// newBus starts a bus that starts no services by itself, and is both the session's and the system's.
func newBus(t *testing.T) *exec.Cmd {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, []byte(`<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	address := startAndRead(t, bus)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	return bus
}

// hangingBus puts something where the system's bus should be that takes connections and never says a word.
func hangingBus(t *testing.T) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", socket) // the system takes connections for it, and nobody fetches them
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+socket)
}

// startHolder starts a program that holds the computer awake.
func startHolder(t *testing.T) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	holder := exec.Command(self)
	holder.Env = append(os.Environ(), holderVariable+"=1")
	if said := startAndRead(t, holder); said != "held" {
		t.Fatal(said)
	}
	return holder
}

// startAndRead starts a program that is killed when the test ends, and returns its first line.
func startAndRead(t *testing.T, c *exec.Cmd) string {
	t.Helper()
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatalf("%s: %v; .ci/setup test installs it", c.Path, err)
	}
	t.Cleanup(func() { kill(c) })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	context.AfterFunc(ctx, func() { _ = out.Close() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("%s says nothing: %v", c.Path, err)
	}
	return strings.TrimSpace(line)
}

func kill(c *exec.Cmd) {
	_ = c.Process.Kill()
	_ = c.Wait() // it says that it was killed
}
