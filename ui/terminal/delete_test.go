package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hoist/ui/home"
	"hoist/ui/terminal"
	"hoist/upload"
)

// leaver is somebody at `hoist --delete-data`, with a home that is real and a password store that is not.
type leaver struct {
	terminal.Delete
	root     string
	accounts []string
	broken   error // of the password store
	out, err bytes.Buffer
}

func newLeaver(t *testing.T, answer string) *leaver {
	t.Helper()
	l := &leaver{root: filepath.Join(t.TempDir(), "home"), accounts: []string{"kay", "ada"}}
	places, err := home.Open(func(name string) (string, bool) { return l.root, name == "HOIST_HOME" })
	if err != nil {
		t.Fatal(err)
	}
	if err := places.SaveSettings(home.Defaults()); err != nil {
		t.Fatal(err)
	}
	l.Delete = terminal.Delete{
		In: strings.NewReader(answer), Terminal: true, Out: &l.out, Err: &l.err, Words: english(t),
		Unfinished: func() ([]upload.Unfinished, error) { return nil, nil },
		Stored:     places.Everything, RemoveStored: places.RemoveEverything,
		List: func(context.Context) ([]string, error) { return slices.Clone(l.accounts), l.broken },
		Remove: func(_ context.Context, name string) error {
			l.accounts = slices.DeleteFunc(l.accounts, func(one string) bool { return one == name })
			return nil
		},
	}
	return l
}

// deletes runs the command and reports whether the settings and the accounts are gone.
func (l *leaver) deletes(t *testing.T, yes bool) (exit int, files, keys bool) {
	t.Helper()
	exit = l.Run(t.Context(), with(terminal.CommandDelete, func(o *terminal.Options) { o.Yes = yes }))
	_, err := os.Stat(filepath.Join(l.root, "settings.json"))
	if strings.Contains(l.out.String()+l.err.String(), "[terminal.") {
		t.Errorf("words are missing:\n%s%s", l.out.String(), l.err.String())
	}
	return exit, err != nil, len(l.accounts) == 0
}

const allListed = "ROOT/settings.json\nROOT\nthe keys of @kay in this computer's password store\nthe keys of @ada in this computer's password store\n"

// saw checks what was written. ROOT stands for the home.
func (l *leaver) saw(t *testing.T, out, err string) {
	t.Helper()
	same(t, strings.ReplaceAll(l.out.String(), l.root, "ROOT"), filepath.FromSlash(out))
	same(t, strings.ReplaceAll(l.err.String(), l.root, "ROOT"), err)
}

func TestDeleteAsks(t *testing.T) {
	for answer, goes := range map[string]bool{"y\n": true, " YES \n": true, "yes": true, "n\n": false, "\n": false, "": false, "yet\n": false} {
		l := newLeaver(t, answer)
		exit, files, keys := l.deletes(t, false)
		if files != goes || keys != goes || (exit == terminal.ExitDone) != goes {
			t.Errorf("%q: exit %d, files gone %t, keys gone %t", answer, exit, files, keys)
		}
		end := "Nothing was deleted.\n"
		if goes {
			end = "All of it is deleted.\n"
		}
		l.saw(t, allListed, "Hoist has stored:\nDelete all of it? [y/N] "+end)
	}
}

func TestDeleteWithoutQuestion(t *testing.T) {
	l := newLeaver(t, "n\n")
	l.Terminal, l.Environment = false, true
	if exit, files, keys := l.deletes(t, true); exit != terminal.ExitDone || !files || !keys {
		t.Errorf("exit %d, files gone %t, keys gone %t", exit, files, keys)
	}
	l.saw(t, allListed, "The keys in the HOIST_ variables are not Hoist's to delete. To do without them, unset the variables.\n"+
		"Hoist has stored:\nAll of it is deleted.\n")
	l.out.Reset()
	l.err.Reset()
	l.Environment = false
	if exit, _, _ := l.deletes(t, false); exit != terminal.ExitDone {
		t.Errorf("a second time: exit %d", exit)
	}
	l.saw(t, "", "Hoist has stored nothing on this computer.\n")
}

func TestDeleteWithoutTerminal(t *testing.T) {
	l := newLeaver(t, "y\n")
	l.Terminal = false
	if exit, files, keys := l.deletes(t, false); exit != terminal.ExitWrongUse || files || keys {
		t.Errorf("exit %d, files gone %t, keys gone %t", exit, files, keys)
	}
	l.saw(t, allListed, "Hoist has stored:\nNothing was deleted. Without a terminal to ask on, hoist --delete-data needs --yes.\n")
}

// TestDeleteWhileUploading refuses, also when the upload begins while the question stands.
func TestDeleteWhileUploading(t *testing.T) {
	for calls := range 2 {
		l := newLeaver(t, "y\n")
		l.Unfinished = func() ([]upload.Unfinished, error) {
			calls--
			return []upload.Unfinished{{MediaID: "1"}, {MediaID: "2", InUse: calls < 0}}, nil
		}
		if exit, files, keys := l.deletes(t, false); exit != terminal.ExitFailed || files || keys {
			t.Errorf("exit %d, files gone %t, keys gone %t", exit, files, keys)
		}
		if !strings.HasSuffix(l.err.String(), "Hoist is uploading; close it first. Nothing was deleted.\n") {
			t.Errorf("said %q", l.err.String())
		}
	}
}

// TestDeleteWithoutStore deletes the files all the same, and says what is left.
func TestDeleteWithoutStore(t *testing.T) {
	l := newLeaver(t, "")
	l.accounts, l.broken = nil, keyless("keyring_missing")
	if exit, files, _ := l.deletes(t, true); exit != terminal.ExitFailed || !files {
		t.Errorf("exit %d, files gone %t", exit, files)
	}
	for _, want := range []string{"No password store was found.", "Still there: whatever keys"} {
		if !strings.Contains(l.err.String(), want) || strings.Contains(l.err.String(), "All of it is deleted") {
			t.Errorf("%q is not in %q", want, l.err.String())
		}
	}
}

// TestDeleteInPart says which keys and files are left, and goes on with the others.
func TestDeleteInPart(t *testing.T) {
	l := newLeaver(t, "")
	remove := l.Remove
	l.Remove = func(ctx context.Context, name string) error {
		if name == "kay" {
			return keyless("keyring_locked")
		}
		return remove(ctx, name)
	}
	l.RemoveStored = func() error { return errors.Join(keyless("home_not_removed")) }
	if exit, files, _ := l.deletes(t, true); exit != terminal.ExitFailed || files || !slices.Equal(l.accounts, []string{"kay"}) {
		t.Errorf("exit %d, files gone %t, keys left of %q", exit, files, l.accounts)
	}
	for _, want := range []string{"Your password store is locked.", "Still there: the keys of @kay", "Something couldn't be deleted.", "Still there: " + l.root + "\n"} {
		if !strings.Contains(l.err.String(), want) || strings.Contains(l.err.String(), "All of it is deleted") {
			t.Errorf("%q is not in %q", want, l.err.String())
		}
	}
}

// TestDeleteIsStopped deletes nothing when somebody presses Ctrl+C under the question.
func TestDeleteIsStopped(t *testing.T) {
	l := newLeaver(t, "")
	in, keyboard := io.Pipe()
	l.In = in
	defer keyboard.Close() //nolint:errcheck // a pipe
	ctx, interrupt := context.WithCancel(t.Context())
	defer time.AfterFunc(50*time.Millisecond, interrupt).Stop()
	exit := l.Run(ctx, with(terminal.CommandDelete, nil))
	if exit != terminal.ExitInterrupted || !strings.HasSuffix(l.err.String(), "Stopped.\n") || len(l.accounts) != 2 {
		t.Errorf("exit %d, said %q", exit, l.err.String())
	}
	if _, err := os.Stat(filepath.Join(l.root, "settings.json")); err != nil {
		t.Error(err)
	}
}

func TestDeleteOnTheCommandLine(t *testing.T) {
	for line, want := range map[string]terminal.Options{
		"--delete-data":       with(terminal.CommandDelete, nil),
		"--yes --delete-data": with(terminal.CommandDelete, func(o *terminal.Options) { o.Yes = true }),
	} {
		if o, err := terminal.Parse(strings.Fields(line), english(t)); err != nil || o.Command != want.Command || o.Yes != want.Yes {
			t.Errorf("%s: %+v, %v", line, o, err)
		}
	}
	for _, line := range []string{
		"--yes", "--delete-data a.mp4", "upload --delete-data a.mp4", "--delete-data --practice", "--delete-data --json", "accounts --yes", "--delete-data=now",
	} {
		if o, err := terminal.Parse(strings.Fields(line), english(t)); err == nil || strings.Contains(err.Error(), "[terminal.") {
			t.Errorf("%s: %+v, %v", line, o, err)
		}
	}
}
