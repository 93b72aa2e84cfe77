//go:build program

package terminal_test

import (
	"encoding/json"
	"os"
	"strings"
	"syscall"
	"testing"

	"hoist/ui/terminal"
)

// listed is a line of `hoist uploads --json`.
type listed struct {
	MediaID      string `json:"media_id"`
	File         string `json:"file"`
	Account      string `json:"account"`
	BaseURL      string `json:"base_url"`
	Bytes        int64  `json:"bytes"`
	Sent         int64  `json:"sent"`
	Segments     int    `json:"segments"`
	SegmentsSent int    `json:"segments_sent"`
	State        string `json:"state"`
}

// told is a line of `hoist upload --json`.
type told struct {
	Event     string `json:"event"`
	MediaID   string `json:"media_id"`
	State     string `json:"state"`
	Kind      string `json:"kind"`
	Sent      int64  `json:"sent"`
	Earlier   int64  `json:"earlier"`
	Index     int    `json:"index"`
	Resumed   bool   `json:"resumed"`
	Resumable bool   `json:"resumable"`
}

// linesOf reads an object from each line.
func linesOf[T any](t *testing.T, text string) []T {
	t.Helper()
	var all []T
	for line := range strings.Lines(text) {
		var one T
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		all = append(all, one)
	}
	return all
}

// desk is where somebody works: with a home and keys that stay the same from call to call.
type desk struct {
	binary, home string
	env          []string
}

func newDesk(t *testing.T, x *shop) *desk {
	t.Helper()
	return &desk{hoistBinary(t), t.TempDir(), x.keys()}
}

// call calls the program; during may be nil.
func (d *desk) call(during func(*os.Process), args ...string) outcome {
	return call{binary: d.binary, home: d.home, env: d.env, args: args, during: during}.run()
}

// unfinished asks for the list.
func (d *desk) unfinished(t *testing.T) []listed {
	t.Helper()
	o := d.call(nil, "uploads", "--json")
	if o.err != nil || o.exit != terminal.ExitDone || o.stderr != "" {
		t.Fatalf("hoist uploads: exit %d, %v:\n%s", o.exit, o.err, o.stderr)
	}
	return linesOf[listed](t, o.stdout)
}

// one returns the only one of the list, and checks that it can be continued.
func (d *desk) one(t *testing.T, path, base string) listed {
	t.Helper()
	all := d.unfinished(t)
	if len(all) != 1 {
		t.Fatalf("unfinished: %+v", all)
	}
	u := all[0]
	if u.File != path || u.BaseURL != base || u.Account != "environment" || u.State != "unfinished" ||
		u.SegmentsSent == 0 || u.SegmentsSent >= u.Segments || u.Sent <= 0 || u.Sent >= u.Bytes {
		t.Fatalf("unfinished: %+v", u)
	}
	return u
}

// finish continues an upload, and checks that nothing is sent that X had, and that X has the film in the end.
func (d *desk) finish(t *testing.T, x *shop, u listed, sum string, args ...string) {
	t.Helper()
	o := d.call(nil, append([]string{"upload", "--json"}, args...)...)
	if o.err != nil || o.exit != terminal.ExitDone || o.stderr != "" {
		t.Fatalf("continuing: exit %d, %v:\n%s%s", o.exit, o.err, o.stdout, o.stderr)
	}
	lines := linesOf[told](t, o.stdout)
	var opened, done told
	confirmed := map[int]bool{}
	for _, line := range lines {
		switch {
		case line.Event == "opened":
			opened = line
		case line.Event == "done":
			done = line
		case line.State == "confirmed":
			confirmed[line.Index] = true
		}
	}
	if !opened.Resumed || opened.Sent != u.Sent || opened.MediaID != u.MediaID || done.MediaID != u.MediaID || done.Earlier != u.Sent {
		t.Errorf("of %+v it told %+v and %+v", u, opened, done)
	}
	if len(confirmed) != u.Segments-u.SegmentsSent {
		t.Errorf("%d of %d segments were sent, %d were there", len(confirmed), u.Segments, u.SegmentsSent)
	}
	if got := x.received(t, oneTime(), u.MediaID); got.SHA256 != sum || got.State != "succeeded" {
		t.Errorf("%s arrived and is %s, want %s", got.SHA256, got.State, sum)
	}
	if all := d.unfinished(t); len(all) != 0 {
		t.Errorf("still unfinished: %+v", all)
	}
}

// TestProgramResume stops an upload and continues it, by its media ID, with all others, and by the video's name.
func TestProgramResume(t *testing.T) {
	x := openShop(t, "--rate", "80")
	path := film(t, 6)
	sum := sumOf(t, path)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		for _, how := range []string{"id", "all", "name"} {
			d := newDesk(t, x)
			o := d.call(func(p *os.Process) { _ = p.Signal(signal) }, "upload", "--base-url", x.BaseURL, path)
			if o.err != nil || o.exit == terminal.ExitDone {
				t.Fatalf("%v: exit %d, %v:\n%s", signal, o.exit, o.err, o.stderr)
			}
			u := d.one(t, path, x.BaseURL)
			if signal == syscall.SIGTERM && !strings.HasSuffix(o.stderr, "To continue: hoist upload --resume "+u.MediaID+"\n") {
				t.Errorf("it says\n%s", o.stderr)
			}
			d.finish(t, x, u, sum, map[string][]string{
				"id": {"--resume", u.MediaID}, "all": {"--resume"}, "name": {"--base-url", x.BaseURL, path},
			}[how]...)
		}
	}
}

// TestProgramResumeNothing is no failure, but a media ID that nothing is unfinished under is.
func TestProgramResumeNothing(t *testing.T) {
	d := newDesk(t, &shop{ConsumerKey: "a", ConsumerSecret: "b", AccessToken: "c", AccessSecret: "d"})
	d.env = nil // not even keys are needed
	for _, line := range []string{"upload --resume", "upload --resume --json", "uploads", "uploads --json"} {
		o := d.call(nil, strings.Fields(line)...)
		if o.err != nil || o.exit != terminal.ExitDone || o.stdout != "" {
			t.Errorf("hoist %s: exit %d, %v, %q", line, o.exit, o.err, o.stdout)
		}
		if want := map[bool]string{false: "There are no unfinished uploads.\n"}[strings.HasSuffix(line, "json")]; o.stderr != want {
			t.Errorf("hoist %s says %q", line, o.stderr)
		}
	}
	o := d.call(nil, "upload", "--json", "--resume", "1880028106020515840")
	if lines := linesOf[told](t, o.stdout); o.exit != terminal.ExitFailed || len(lines) != 1 || lines[0].Kind != "not_unfinished" {
		t.Errorf("exit %d: %s", o.exit, o.stdout)
	}
}

// TestProgramInUse: one upload is one program's.
func TestProgramInUse(t *testing.T) {
	x := openShop(t, "--rate", "40")
	path := film(t, 6)
	d := newDesk(t, x)
	var listing, again, resumed, named outcome
	o := d.call(func(*os.Process) { // not in the test's goroutine
		listing = d.call(nil, "uploads", "--json")
		again = d.call(nil, "upload", "--json", "--base-url", x.BaseURL, path)
		resumed = d.call(nil, "upload", "--resume")
		var one listed
		if json.Unmarshal([]byte(listing.stdout), &one) == nil {
			named = d.call(nil, "upload", "--json", "--resume", one.MediaID)
		}
	}, "upload", "--base-url", x.BaseURL, path)
	if o.err != nil || o.exit != terminal.ExitDone {
		t.Fatalf("exit %d, %v:\n%s", o.exit, o.err, o.stderr)
	}
	all := linesOf[listed](t, listing.stdout)
	if len(all) != 1 || all[0].State != "in_use" || all[0].MediaID+"\n" != o.stdout {
		t.Errorf("listed: %+v, sent %q", all, o.stdout)
	}
	for _, second := range []outcome{again, named} {
		if second.exit != terminal.ExitFailed || !strings.Contains(second.stdout, `"kind":"in_use"`) || strings.Contains(second.stdout, `"opened"`) {
			t.Errorf("the second: exit %d: %s", second.exit, second.stdout)
		}
	}
	if resumed.exit != terminal.ExitDone || resumed.stderr != "Nothing to continue: a program is at the one unfinished upload already.\n" {
		t.Errorf("exit %d: %s", resumed.exit, resumed.stderr)
	}
	if got := x.received(t, oneTime(), strings.TrimSpace(o.stdout)); got.SHA256 != sumOf(t, path) {
		t.Errorf("%s arrived", got.SHA256)
	}
}

// TestProgramFileChanged: a file that changed while nobody looked is listed so, cannot be continued, and starts again.
func TestProgramFileChanged(t *testing.T) {
	x := openShop(t, "--rate", "80")
	path := film(t, 6)
	d := newDesk(t, x)
	d.call(func(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }, "upload", "--base-url", x.BaseURL, path)
	u := d.one(t, path, x.BaseURL)
	info, err := os.Stat(path)
	if err == nil {
		err = os.Truncate(path, info.Size()+1000)
	}
	if err != nil {
		t.Fatal(err)
	}
	if all := d.unfinished(t); len(all) != 1 || all[0].State != "file_changed" {
		t.Errorf("listed: %+v", all)
	}
	o := d.call(nil, "upload", "--json", "--resume", u.MediaID)
	if lines := linesOf[told](t, o.stdout); o.exit != terminal.ExitFailed || lines[len(lines)-1].Kind != "file_changed" || lines[len(lines)-1].Resumable {
		t.Errorf("exit %d: %s", o.exit, o.stdout)
	}
	o = d.call(nil, "upload", "--base-url", x.BaseURL, path)
	if o.exit != terminal.ExitDone || !strings.Contains(o.stderr, "Starting again: the file has changed since it was begun\n") {
		t.Errorf("exit %d:\n%s", o.exit, o.stderr)
	}
	if got := x.received(t, oneTime(), strings.TrimSpace(o.stdout)); got.SHA256 != sumOf(t, path) {
		t.Errorf("%s arrived", got.SHA256)
	}
	if all := d.unfinished(t); len(all) != 0 {
		t.Errorf("still unfinished: %+v", all)
	}
}

// TestProgramOffline cuts the line for longer than --wait, and continues when it is back.
func TestProgramOffline(t *testing.T) {
	x := openShop(t, "--rate", "80")
	line := newLine(t, strings.TrimPrefix(x.BaseURL, "http://"))
	path := film(t, 6)
	d := newDesk(t, x)
	o := d.call(func(*os.Process) { line.cut() }, "upload", "--wait", "3s", "--base-url", line.url, path)
	if o.err != nil || o.exit != terminal.ExitFailed || o.stdout != "" {
		t.Fatalf("exit %d, %v, %q:\n%s", o.exit, o.err, o.stdout, o.stderr)
	}
	u := d.one(t, path, line.url)
	for _, want := range []string{"waiting, continues by itself in ", "gives up in ", "gave up: it got no further for 3 s", "--resume " + u.MediaID} {
		if !strings.Contains(o.stderr, want) {
			t.Errorf("%q is missing:\n%s", want, o.stderr)
		}
	}
	if o = d.call(nil, "upload", "--json", "--wait", "1s", "--resume"); o.exit != terminal.ExitFailed {
		t.Errorf("without a line: exit %d:\n%s", o.exit, o.stdout)
	}
	lines := linesOf[told](t, o.stdout)
	if last := lines[len(lines)-1]; last.Kind != "no_connection" || last.MediaID != u.MediaID || !last.Resumable {
		t.Errorf("it ends with %+v", last)
	}
	line.mend(t)
	d.finish(t, x, u, sumOf(t, path), "--resume")
}

// TestProgramResumeInOtherName: what was begun with keys in the environment needs them.
func TestProgramResumeInOtherName(t *testing.T) {
	x := openShop(t, "--rate", "80")
	d := newDesk(t, x)
	path := film(t, 6)
	d.call(func(p *os.Process) { _ = p.Signal(syscall.SIGTERM) }, "upload", "--base-url", x.BaseURL, path)
	u := d.one(t, path, x.BaseURL)
	keys := d.env
	d.env = nil
	o := d.call(nil, "upload", "--resume")
	if o.exit != terminal.ExitSignIn || !strings.Contains(o.stderr, "those of the HOIST_ variables, and these are not set") {
		t.Errorf("exit %d:\n%s", o.exit, o.stderr)
	}
	d.env = keys
	d.finish(t, x, u, sumOf(t, path), "--resume")
}
