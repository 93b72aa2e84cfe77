package credentials

import (
	"errors"
	"net"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/zalando/go-keyring"
)

// keyringError gives an error of the keyring its kind. go-keyring has three errors of its own; everything else is
// what the system said, in the system's words.
func keyringError(op string, err error) *Error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return &Error{Op: op, Kind: NoAccount, Err: ErrNotFound}
	case errors.Is(err, keyring.ErrSetDataTooBig), errors.Is(err, errTooBig):
		return &Error{Op: op, Kind: KeyringFull, Err: err}
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return &Error{Op: op, Kind: KeyringMissing, Err: err}
	case errors.Is(err, errNotKept):
		return &Error{Op: op, Kind: KeyringDenied, Err: err}
	case errors.Is(err, errUnreadable), errors.Is(err, errNewer):
		return &Error{Op: op, Kind: KeyringFailed, Err: err}
	}
	return &Error{Op: op, Kind: systemKind(runtime.GOOS, err), Err: err}
}

// systemKind reads an error of the system named by goos, as in runtime.GOOS.
func systemKind(goos string, err error) Kind {
	switch goos {
	case "darwin":
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return macKind(exit.ExitCode())
		}
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, syscall.ENOENT) {
			return KeyringMissing
		}
	case "windows":
		if errno, ok := errors.AsType[syscall.Errno](err); ok {
			return windowsKind(errno)
		}
	default:
		return secretServiceKind(err)
	}
	return KeyringFailed
}

// macKind reads the exit code of /usr/bin/security, which is the lowest byte of Apple's OSStatus. go-keyring drops
// what the tool printed.
func macKind(exitCode int) Kind {
	switch exitCode {
	case 36, 29: // errSecInteractionNotAllowed, errSecInteractionRequired: locked, and no screen to ask on, as over SSH
		return KeyringLocked
	case 51, 128, 52, 30: // errSecAuthFailed, userCanceledErr, errSecReadOnly, errSecMissingEntitlement
		return KeyringDenied
	case 37, 50, 53: // errSecNoDefaultKeychain, errSecNoSuchKeychain, errSecNotAvailable
		return KeyringMissing
	}
	return KeyringFailed
}

// windowsKind reads an error number of advapi32's Cred functions.
func windowsKind(errno syscall.Errno) Kind {
	switch errno {
	case 5, 1223: // ERROR_ACCESS_DENIED, ERROR_CANCELLED
		return KeyringDenied
	case 1312, 1058, 1062, 1722: // ERROR_NO_SUCH_LOGON_SESSION, ERROR_SERVICE_DISABLED, _NOT_ACTIVE, RPC_S_SERVER_UNAVAILABLE
		return KeyringMissing
	case 1783, 1816: // RPC_X_BAD_STUB_DATA, ERROR_NOT_ENOUGH_QUOTA: how it says that a value is too long
		return KeyringFull
	}
	return KeyringFailed
}

// secretServiceTexts are parts of what D-Bus and its password stores answer. godbus puts the text of an answer in the
// place of its name, so that texts are all there is to go by.
var secretServiceTexts = []struct {
	kind  Kind
	texts []string
}{
	{KeyringLocked, []string{
		"failed to unlock", // also when the prompt is dismissed, and when there is no collection at all
		"locked object", "is locked", "islocked",
	}},
	{KeyringDenied, []string{
		"dismissed", "apparmor", "rejected send message", "access denied", "accessdenied", "not authorized",
	}},
	{KeyringSlow, []string{
		"did not receive a reply", "timed out", "timeout was reached",
	}},
	{KeyringMissing, []string{
		// no bus
		"dbus-launch", "invalid bus address", "couldn't determine address", "authentication failed",
		// a bus that went away
		"connection closed by user", "broken pipe", "connection reset", "eof",
		// a bus without a password store, or one that does not start
		"not provided by any .service", "not activatable", "has no owner", "name has no owner", "could not activate",
		"startservicebyname", "exited with status", "received signal", "unit ", "failed to execute",
		// a password store that went away
		"disconnected from message bus",
		// a password store that has no place to put anything
		"no such object path", "object does not exist", "no such interface", "no default collection",
	}},
}

func secretServiceKind(err error) Kind {
	text := strings.ToLower(err.Error())
	for _, known := range secretServiceTexts {
		if slices.ContainsFunc(known.texts, func(part string) bool { return strings.Contains(text, part) }) {
			return known.kind
		}
	}
	if _, ok := errors.AsType[*net.OpError](err); ok || errors.Is(err, exec.ErrNotFound) || errors.Is(err, syscall.ENOENT) {
		return KeyringMissing
	}
	return KeyringFailed
}
