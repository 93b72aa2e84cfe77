package credentials

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestKindsOfTheSecretService(t *testing.T) {
	for text, want := range map[string]Kind{
		"failed to unlock correct collection '/org/freedesktop/secrets/collection/login'":                KeyringLocked,
		"Cannot get secret of a locked object":                                                           KeyringLocked,
		"Cannot create an item in a locked collection: it is locked":                                     KeyringLocked,
		"Prompt dismissed by the user":                                                                   KeyringDenied,
		"An AppArmor policy prevents this sender from sending this message to this recipient":            KeyringDenied,
		`Rejected send message, 2 matched rules; type="method_call"`:                                     KeyringDenied,
		"Did not receive a reply. Possible causes include: the remote application did not send a reply":  KeyringSlow,
		`exec: "dbus-launch": executable file not found in $PATH`:                                        KeyringMissing,
		"dbus: invalid bus address (no transport)":                                                       KeyringMissing,
		"dbus: couldn't determine address of session bus":                                                KeyringMissing,
		"The name org.freedesktop.secrets was not provided by any .service files":                        KeyringMissing,
		"The name is not activatable":                                                                    KeyringMissing,
		"Could not activate remote peer 'org.freedesktop.secrets': startup job failed":                   KeyringMissing,
		"Process org.freedesktop.secrets exited with status 1":                                           KeyringMissing,
		"Message recipient disconnected from message bus without replying":                               KeyringMissing,
		"Object does not exist at path \u201c/org/freedesktop/secrets/aliases/default\u201d":             KeyringMissing,
		"No such object path '/org/freedesktop/secrets/aliases/default'":                                 KeyringMissing,
		"dbus: connection closed by user":                                                                KeyringMissing,
		"The keyring library panicked: runtime error: invalid memory address or nil pointer dereference": KeyringFailed,
		"something that nobody has seen yet":                                                             KeyringFailed,
	} {
		if got := systemKind("linux", errors.New(text)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	for _, err := range []error{
		&net.OpError{Op: "dial", Net: "unix", Err: syscall.ECONNREFUSED},
		fmt.Errorf("wrapped: %w", &exec.Error{Name: "x", Err: exec.ErrNotFound}),
		&os.PathError{Op: "open", Path: "/run/user/0/bus", Err: syscall.ENOENT},
	} {
		if got := systemKind("freebsd", err); got != KeyringMissing {
			t.Errorf("%v: got %s", err, got)
		}
	}
}

func TestKindsOfMacOS(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the shell of Unix ends with the codes")
	}
	for code, want := range map[int]Kind{
		36: KeyringLocked, 29: KeyringLocked, 51: KeyringDenied, 128: KeyringDenied, 30: KeyringDenied, 52: KeyringDenied,
		37: KeyringMissing, 50: KeyringMissing, 53: KeyringMissing, 1: KeyringFailed, 2: KeyringFailed,
	} {
		err := exec.CommandContext(t.Context(), "sh", "-c", "exit "+strconv.Itoa(code)).Run()
		if got := systemKind("darwin", fmt.Errorf("wrapped: %w", err)); got != want {
			t.Errorf("exit code %d: got %s, want %s", code, got, want)
		}
	}
	if got := systemKind("darwin", &exec.Error{Name: "/usr/bin/security", Err: exec.ErrNotFound}); got != KeyringMissing {
		t.Errorf("without the tool: %s", got)
	}
}

func TestKindsOfWindows(t *testing.T) {
	for errno, want := range map[syscall.Errno]Kind{
		5: KeyringDenied, 1223: KeyringDenied, 1312: KeyringMissing, 1722: KeyringMissing, 1783: KeyringFull, 87: KeyringFailed,
	} {
		if got := systemKind("windows", fmt.Errorf("wrapped: %w", errno)); got != want {
			t.Errorf("error %d: got %s, want %s", errno, got, want)
		}
	}
}

func TestKindsOfTheLibrary(t *testing.T) {
	for err, want := range map[error]Kind{
		keyring.ErrNotFound:            NoAccount,
		keyring.ErrSetDataTooBig:       KeyringFull,
		keyring.ErrUnsupportedPlatform: KeyringMissing,
		errNotKept:                     KeyringDenied,
		errNewer:                       KeyringFailed,
	} {
		got := keyringError("load", fmt.Errorf("wrapped: %w", err))
		if got.Kind != want || got.Op != "load" || got.Err == nil {
			t.Errorf("%v: got %v, want %s", err, got, want)
		}
	}
}
