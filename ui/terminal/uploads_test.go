package terminal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

// listing runs `hoist uploads`.
func listing(t *testing.T, json bool, all []upload.Unfinished) (exit int, out, err string) {
	t.Helper()
	var written, said bytes.Buffer
	u := terminal.Uploads{
		Out: &written, Err: &said, Words: english(t),
		Unfinished: func() ([]upload.Unfinished, error) { return all, nil },
	}
	exit = u.Run(terminal.Options{Command: terminal.CommandUploads, JSON: json})
	return exit, written.String(), said.String()
}

// allStates are uploads in every state there is; what is in the brackets is theirs.
func allStates(t *testing.T) []upload.Unfinished {
	t.Helper()
	whole := written(t, "Launch film.mp4", make([]byte, 32)) // nobody looks into it
	until := time.Date(2000, 1, 1, 14, 5, 0, 0, time.UTC)
	at := func(id, file string, change func(*upload.Unfinished)) upload.Unfinished {
		u := unfinished(id, file)
		u.Bytes, u.Sent, u.SegmentBytes, u.Taken, u.Expires = 32, 28, 4, u.Taken[:7], until
		if change != nil {
			change(&u)
		}
		return u
	}
	return []upload.Unfinished{
		at(firstID, whole, nil),
		at("7", whole, func(u *upload.Unfinished) { u.InUse, u.Account = true, "heron" }),
		at(secondID, whole, func(u *upload.Unfinished) { u.Expires = until.Add(-24 * time.Hour) }),
		at(thirdID, "/nowhere/\x1b[2Jgone.mp4", func(u *upload.Unfinished) { u.Sent, u.Taken = 0, nil }),
		at("8", whole, func(u *upload.Unfinished) { u.Bytes, u.Expires = 64_000_000, time.Time{} }),
	}
}

func TestUploads(t *testing.T) {
	all := allStates(t)
	synctest.Test(t, func(t *testing.T) {
		exit, out, err := listing(t, false, all)
		if exit != terminal.ExitDone || err != "To continue: hoist upload --resume [ID ...]\n" {
			t.Errorf("exit %d, said %q", exit, err)
		}
		same(t, strings.ReplaceAll(out, all[0].File, "PATH"), `
1880028106020515840   87 %  28 bytes of 32 bytes  kept until 14:05
    PATH · @kestrel
7                     87 %  28 bytes of 32 bytes  kept until 14:05 · in use
    PATH · @heron
1880028106020515841   87 %  28 bytes of 32 bytes  expired
    PATH · @kestrel
1880028106020515842    0 %  0 bytes of 32 bytes   kept until 14:05 · file missing
    /nowhere/`+"\uFFFD"+`[2Jgone.mp4 · @kestrel
8                      0 %  28 bytes of 64 MB     kept for now · file changed
    PATH · @kestrel
`)
	})
}

func TestUploadsAsObjects(t *testing.T) {
	all := allStates(t)
	synctest.Test(t, func(t *testing.T) {
		exit, out, err := listing(t, true, all)
		if exit != terminal.ExitDone || err != "" {
			t.Errorf("exit %d, said %q", exit, err)
		}
		lines := strings.SplitAfter(strings.ReplaceAll(out, all[0].File, "PATH"), "\n")
		same(t, lines[0]+lines[4], `
{"media_id":"1880028106020515840","file":"PATH","account":"kestrel","api":"v2","base_url":"https://api.x.com","category":"tweet_video","bytes":32,"sent":28,"segments":8,"segments_sent":7,"began":"2000-01-01T00:00:00Z","expires_at":"2000-01-01T14:05:00Z","state":"unfinished"}
{"media_id":"8","file":"PATH","account":"kestrel","api":"v2","base_url":"https://api.x.com","category":"tweet_video","bytes":64000000,"sent":28,"segments":16000000,"segments_sent":7,"began":"2000-01-01T00:00:00Z","expires_at":null,"state":"file_changed"}
`)
		var states []string
		for _, line := range lines[:5] {
			var one struct{ State string }
			if err := json.Unmarshal([]byte(line), &one); err != nil {
				t.Errorf("%v: %s", err, line)
			}
			states = append(states, one.State)
		}
		if got := strings.Join(states, " "); got != "unfinished in_use expired file_missing file_changed" {
			t.Errorf("got %s", got)
		}
	})
}

// TestNoUploads: nothing is a result, too.
func TestNoUploads(t *testing.T) {
	exit, out, err := listing(t, false, nil)
	if exit != terminal.ExitDone || out != "" || err != "There are no unfinished uploads.\n" {
		t.Errorf("exit %d, %q, %q", exit, out, err)
	}
	if exit, out, err = listing(t, true, nil); exit != terminal.ExitDone || out != "" || err != "" {
		t.Errorf("as JSON: exit %d, %q, %q", exit, out, err)
	}
}

// TestStrangeJournals: they are files, and anybody may have written them.
func TestStrangeJournals(t *testing.T) {
	for _, asJSON := range []bool{false, true} {
		exit, out, _ := listing(t, asJSON, []upload.Unfinished{{}, {MediaID: "9", Account: "\x1b[2J", Bytes: 5, Sent: 9, SegmentBytes: -1}})
		if exit != terminal.ExitDone || strings.Contains(out, "\x1b") {
			t.Errorf("exit %d: %q", exit, out)
		}
	}
}

func TestUploadsThatCannotBeToldOf(t *testing.T) {
	var said bytes.Buffer
	u := terminal.Uploads{Out: full{}, Err: &said, Words: english(t)}
	for want, list := range map[string]func() ([]upload.Unfinished, error){
		"couldn't be written: no space left on device": func() ([]upload.Unfinished, error) { return allStates(t), nil },
		"Hoist can't save its files.":                  func() ([]upload.Unfinished, error) { return nil, keyless("home_unwritable") },
		"Cause: strange":                               func() ([]upload.Unfinished, error) { return nil, errors.New("strange") },
	} {
		said.Reset()
		u.Unfinished = list
		if exit := u.Run(terminal.Options{}); exit != terminal.ExitFailed || !strings.Contains(said.String(), want) {
			t.Errorf("exit %d, said %q, want %q", exit, said.String(), want)
		}
	}
}
