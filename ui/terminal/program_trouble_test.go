//go:build program

package terminal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/ui/terminal"
)

// nobody is a user who may do little, on every Unix.
const nobody = 65534

// trouble is something that goes wrong, and how the program has to answer.
type trouble struct {
	name  string
	words string // of the message, which no other trouble has
	kind  string // as --json tells it
	exit  int

	file   func(folder string) (string, error) // makes the video; nil: a good one
	during func(file string) error             // when the first segment is confirmed
	stand  []string                            // arguments of a stand-in of its own
	faults string                              // its script
	base   string                              // instead of the stand-in
	env    []string                            // changes the keys; NAME= takes one out
	user   uint32
}

// fileTroubles are those that the file is to blame for. film is a good one of 30 MB.
func fileTroubles(film string) []trouble {
	slow := []string{"--rate", "40"}
	sending := func(folder string) (string, error) { return put(folder, "film.mp4", film, 0o600) }
	sample := filepath.Join("..", "..", "assets", "sample.mp4")
	return []trouble{
		{
			name: "missing", kind: "file_missing", exit: terminal.ExitFailed, words: "The file isn't there.",
			file: func(folder string) (string, error) { return filepath.Join(folder, "none.mp4"), nil },
		},
		{
			name: "folder", kind: "file_is_folder", exit: terminal.ExitFailed, words: "This is a folder.",
			file: func(folder string) (string, error) {
				path := filepath.Join(folder, "folder.mp4")
				return path, os.Mkdir(path, 0o755)
			},
		},
		{
			name: "empty", kind: "file_empty", exit: terminal.ExitFailed, words: "The file is empty.",
			file: func(folder string) (string, error) { return put(folder, "empty.mp4", os.DevNull, 0o644) },
		},
		{
			name: "text", kind: "file_not_video", exit: terminal.ExitFailed, words: "This isn't a video.",
			file: func(folder string) (string, error) { return put(folder, "text.mp4", "program_test.go", 0o644) },
		},
		{
			name: "unreadable", kind: "file_unreadable", exit: terminal.ExitFailed, words: "The system doesn't let Hoist read",
			file: func(folder string) (string, error) {
				mode := os.FileMode(0)
				if os.Getuid() == 0 { // who may read all, so that somebody else has to try
					mode = 0o600
				}
				return put(folder, "locked.mp4", sample, mode)
			},
			user: nobody,
		},
		{
			name: "9 GB", kind: "file_too_large", exit: terminal.ExitFailed, words: "The file is too large.",
			file: func(folder string) (string, error) {
				path, err := put(folder, "sparse.mp4", sample, 0o644)
				if err == nil {
					hourAgo := time.Now().Add(-time.Hour) // it is not still being written
					err = errors.Join(os.Truncate(path, 9_000_000_000), os.Chtimes(path, hourAgo, hourAgo))
				}
				return path, err
			},
		},
		{
			name: "vanishing", kind: "file_missing", exit: terminal.ExitFailed, words: "was moved, renamed or deleted",
			file: sending, stand: slow, during: os.Remove,
		},
		{
			name: "growing", kind: "file_changed", exit: terminal.ExitFailed, words: "The file changed during the upload.",
			file: sending, stand: slow,
			during: func(path string) error {
				f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
				if err != nil {
					return err
				}
				defer f.Close() //nolint:errcheck // what WriteString returns is enough
				_, err = f.WriteString("more")
				return err
			},
		},
	}
}

// xTroubles are those that X, its stand-ins on the way and the keys are to blame for.
func xTroubles(portal, nobodyThere string) []trouble {
	return []trouble{
		{
			name: "wrong keys", kind: "not_signed_in", exit: terminal.ExitSignIn, words: "X didn't accept the keys.",
			env: []string{"HOIST_ACCESS_SECRET=" + strings.Repeat("x", 45)},
		},
		{
			name: "revoked", kind: "token_revoked", exit: terminal.ExitSignIn, words: "X's code: 89",
			faults: `[{"op":"init","what":"status","preset":"revoked","times":-1}]`,
		},
		{
			name: "clock", kind: "clock", exit: terminal.ExitFailed, words: "This computer's clock is off. It is 10 minutes behind",
			faults: `[{"op":"init","what":"status","preset":"clock","times":-1}]`,
		},
		{
			name: "read only", kind: "read_only", exit: terminal.ExitFailed, words: "Your X app may only read.",
			faults: `[{"op":"init","what":"status","preset":"read-only","times":-1}]`,
		},
		{
			name: "no credits", kind: "no_credits", exit: terminal.ExitFailed, words: "HTTP status: 402",
			faults: `[{"op":"init","what":"status","preset":"credits","times":-1}]`,
		},
		{
			name: "unknown ID", kind: "not_found", exit: terminal.ExitFailed, words: "X doesn't know this upload.",
			faults: `[{"op":"append","what":"status","preset":"gone","times":-1}]`,
		},
		{
			name: "expired", kind: "expired", exit: terminal.ExitFailed, words: "This upload ran out of time.",
			faults: `[{"op":"init","what":"status","status":200,"times":-1,"headers":{"Content-Type":"application/json"},
				"body":"{\"data\":{\"id\":\"1234567890123456789\",\"expires_after_secs\":1}}"},
				{"op":"append","what":"status","preset":"unavailable","times":-1}]`,
		},
		{
			name: "some keys", kind: "bad_keys", exit: terminal.ExitSignIn, words: "not set: HOIST_ACCESS_TOKEN",
			env: []string{"HOIST_ACCESS_TOKEN="},
		},
		{
			name: "no keys", kind: "keyring_missing", exit: terminal.ExitSignIn, words: "No password store was found.",
			env: []string{"HOIST_CONSUMER_KEY=", "HOIST_CONSUMER_SECRET=", "HOIST_ACCESS_TOKEN=", "HOIST_ACCESS_SECRET="},
		},
		{
			name: "unknown host", kind: "no_connection", exit: terminal.ExitFailed, words: "x.invalid",
			base: "https://x.invalid",
		},
		{
			name: "refused", kind: "no_connection", exit: terminal.ExitFailed, words: "refused the connection",
			base: nobodyThere,
		},
		{
			name: "captive portal", kind: "bad_reply", exit: terminal.ExitFailed, words: "Something answered instead of X.",
			base: portal,
		},
	}
}

// TestProgramTrouble: for all that goes wrong there is a message of its own, on standard error and as a line of JSON,
// and the exit code that the README tells.
func TestProgramTrouble(t *testing.T) {
	hotel := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "<html><title>Welcome, dear guest</title></html>")
	}))
	defer hotel.Close()
	all := slices.Concat(fileTroubles(film(t, 6)), xTroubles(hotel.URL, nobodyThere(t)))
	x := openShop(t)

	// Some take all the seconds for which the program may wait: all run at once.
	type answers struct{ plain, json chan outcome }
	running := map[string]answers{}
	for _, trouble := range all {
		stand := x
		if trouble.faults != "" || trouble.stand != nil {
			stand = openShop(t, trouble.standArgs(t)...)
		}
		a := answers{make(chan outcome, 1), make(chan outcome, 1)}
		trouble.begin(t, stand, a.plain)
		trouble.begin(t, stand, a.json, "--json")
		running[trouble.name] = a
	}
	said := map[string]string{} // by message
	for _, trouble := range all {
		t.Run(trouble.name, func(t *testing.T) {
			plain, json := <-running[trouble.name].plain, <-running[trouble.name].json
			trouble.judge(t, plain)
			trouble.judgeJSON(t, json)
			_, message, _ := strings.Cut(strings.SplitN(plain.stderr, "\n  ", 2)[0], ".mp4: ")
			if other := said[message]; other != "" && message != "" {
				t.Errorf("it says the same as %s: %s", other, message)
			}
			said[message] = trouble.name
			t.Logf("%s", plain.stderr)
		})
	}
}

// standArgs are the arguments of a stand-in that makes this trouble.
func (x trouble) standArgs(t *testing.T) []string {
	t.Helper()
	if x.faults == "" {
		return x.stand
	}
	script := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(script, []byte(x.faults), 0o600); err != nil {
		t.Fatal(err)
	}
	return append([]string{"--faults", script}, x.stand...)
}

// begin calls the program in this trouble. The outcome comes later.
func (x trouble) begin(t *testing.T, stand *shop, to chan<- outcome, flags ...string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "hoist-trouble-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	home := filepath.Join(folder, "home")
	c := call{binary: hoistBinary(t), home: home, env: withEnv(stand.keys(), x.env)}
	err = os.Mkdir(home, 0o700)
	if x.user != 0 && os.Getuid() == 0 && err == nil {
		c.user = x.user
		c.binary, err = put(folder, "hoist", c.binary, 0o755) // where others may read it
		if err == nil {
			err = os.Chown(home, nobody, nobody)
		}
	}
	if err == nil {
		err = os.Chmod(folder, 0o755)
	}
	file := filepath.Join("..", "..", "assets", "sample.mp4")
	if x.file != nil && err == nil {
		file, err = x.file(folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	base := stand.BaseURL
	if x.base != "" {
		base = x.base
	}
	c.args = append([]string{"upload", "--wait", "5s", "--base-url", base, file}, flags...)
	var failed error
	if x.during != nil {
		c.during = func(*os.Process) { failed = x.during(file) }
	}
	go func() {
		o := c.run()
		if failed != nil {
			o.err = failed
		}
		to <- o
	}()
}

// judge checks what a person gets to read.
func (x trouble) judge(t *testing.T, o outcome) {
	t.Helper()
	if o.err != nil || o.exit != x.exit || o.stdout != "" {
		t.Errorf("exit %d, want %d (%v); standard output %q", o.exit, x.exit, o.err, o.stdout)
	}
	if !strings.Contains(o.stderr, x.words) {
		t.Errorf("it doesn't say %q:\n%s", x.words, o.stderr)
	}
	for _, bad := range []string{"panic", "goroutine", "Something unexpected", "{{", "[problem"} {
		if strings.Contains(o.stderr, bad) {
			t.Errorf("it says %q:\n%s", bad, o.stderr)
		}
	}
}

// judgeJSON checks what a program gets to read.
func (x trouble) judgeJSON(t *testing.T, o outcome) {
	t.Helper()
	if o.err != nil || o.exit != x.exit || o.stderr != "" {
		t.Errorf("with --json: exit %d, want %d (%v); standard error %q", o.exit, x.exit, o.err, o.stderr)
	}
	lines := strings.Split(strings.TrimSpace(o.stdout), "\n")
	var last struct{ Event, File, Kind, Message string }
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatalf("%v:\n%s", err, o.stdout)
	}
	if last.Event != "failed" || last.Kind != x.kind || last.Message == "" || !strings.HasSuffix(last.File, ".mp4") {
		t.Errorf("with --json the last line is %+v, want the kind %s", last, x.kind)
	}
}

// withEnv changes variables; one without a value goes.
func withEnv(env, changes []string) []string {
	for _, change := range changes {
		name, value, _ := strings.Cut(change, "=")
		env = slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, name+"=") })
		if value != "" {
			env = append(env, change)
		}
	}
	return env
}

// put copies a file into a folder under a name.
func put(folder, name, from string, mode os.FileMode) (string, error) {
	path := filepath.Join(folder, name)
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err == nil {
		hourAgo := time.Now().Add(-time.Hour) // it is not still being written
		err = errors.Join(os.Chmod(path, mode), os.Chtimes(path, hourAgo, hourAgo))
	}
	return path, err
}

// nobodyThere returns an address at which nobody answers.
func nobodyThere(t *testing.T) string {
	t.Helper()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	return "http://" + closed.Addr().String()
}
