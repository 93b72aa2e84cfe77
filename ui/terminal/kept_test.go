package terminal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

// begun is a video whose upload stands at 14 of 16 segments until it is stopped, and its journal.
func begun(t *testing.T, c *command, s script) (path string) {
	t.Helper()
	path = video(t, "a.mp4")
	s["a.mp4"] = continued(firstID)[:2]
	u := unfinished(firstID, path)
	u.Bytes, u.Sent = videoBytes, 28
	c.journals = []upload.Unfinished{unfinished(secondID, "/b.mp4"), u}
	return path
}

// TestInterruptedIsKept: whoever stops an upload learns how it can be continued, where it can be.
func TestInterruptedIsKept(t *testing.T) {
	const hint = "a.mp4: 28 bytes of 2 kB are with X and kept. To continue: hoist upload --resume " + firstID + "\n"
	for name, test := range map[string]struct {
		change func(*command)
		kept   bool
	}{
		"kept":     {func(*command) {}, true},
		"forgot":   {func(c *command) { c.journals = nil }, false}, // as practice mode does
		"too late": {func(c *command) { c.journals[1].Expires = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC) }, false},
		"in use":   {func(c *command) { c.journals[1].InUse = true }, false},
		"changed":  {func(c *command) { c.journals[1].Bytes++ }, false},
		"missing":  {func(c *command) { c.journals[1].File = "/nowhere/a.mp4" }, true}, // its drive may come back
		"unreadable": {func(c *command) {
			c.Unfinished = func() ([]upload.Unfinished, error) { return nil, errors.New("no") }
		}, false},
	} {
		for _, screen := range []terminal.Screen{{}, {Bar: true}} {
			synctest.Test(t, func(t *testing.T) {
				s := script{}
				c := newCommand(t, s)
				path := begun(t, c, s)
				test.change(c)
				c.Screen = screen
				ctx, interrupt := context.WithCancel(t.Context())
				defer time.AfterFunc(time.Second, interrupt).Stop()
				if exit := c.Run(ctx, sendAll(path)); exit != terminal.ExitInterrupted {
					t.Errorf("%s: exit %d", name, exit)
				}
				want := "a.mp4: The upload was stopped.\n"
				if test.kept {
					want += hint
				}
				if !strings.HasSuffix(c.err.String(), want) || !test.kept && strings.Contains(c.err.String(), "--resume") {
					t.Errorf("%s: said %q, want %q", name, c.err.String(), want)
				}
			})
		}
		synctest.Test(t, func(t *testing.T) {
			s := script{}
			c := newCommand(t, s)
			o := sendAll(begun(t, c, s))
			o.JSON = true
			test.change(c)
			ctx, interrupt := context.WithCancel(t.Context())
			defer time.AfterFunc(time.Second, interrupt).Stop()
			c.Run(ctx, o)
			if want := fmt.Sprintf(`"media_id":"%s","resumable":%t}`, firstID, test.kept); !strings.Contains(c.out.String(), want) {
				t.Errorf("%s: got %s, want %s", name, c.out.String(), want)
			}
		})
	}
}

// TestSignInNeededIsKept: nobody can sign in here, but somebody can later.
func TestSignInNeededIsKept(t *testing.T) {
	s := script{}
	c := newCommand(t, s)
	path := begun(t, c, s)
	s["a.mp4"] = append(s["a.mp4"], step{0, upload.Paused{Cause: &upload.Error{Kind: upload.NotSignedIn, File: path, Segment: 14}}})
	if exit := c.Run(t.Context(), sendAll(path)); exit != terminal.ExitSignIn {
		t.Errorf("exit %d", exit)
	}
	_, said, _ := strings.Cut(c.err.String(), "\n")
	same(t, said, "a.mp4: X didn't accept the keys. X refused the sign-in of @kestrel. A key may be mistyped, or was made anew in X's console. "+
		"Sign in again with the keys that X's console shows now.\n"+
		"a.mp4: 28 bytes of 2 kB are with X and kept. To continue: hoist upload --resume "+firstID+"\n")
}

// TestFileChangedIsNotKept: there is nothing to continue.
func TestFileChangedIsNotKept(t *testing.T) {
	s := script{}
	c := newCommand(t, s)
	path := begun(t, c, s)
	s["a.mp4"] = append(s["a.mp4"], step{0, upload.Finished{Err: &upload.Error{Kind: upload.FileChanged, File: path, Segment: -1}}})
	if exit := c.Run(t.Context(), sendAll(path)); exit != terminal.ExitFailed || strings.Contains(c.err.String(), "--resume") {
		t.Errorf("exit %d, said %q", exit, c.err.String())
	}
}
