//go:build program

package terminal_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

// mostInFlight is how many segments may be under way at once, and so the most that a kill may cost.
const mostInFlight = 8

// TestProgramKill kills the program at random moments while it sends five videos, and continues in all ways that there
// are until they are done: 20 kills, or 200 where HOIST_SOAK is set. HOIST_SEED repeats the choices of a run, though not
// what the computer makes of them.
func TestProgramKill(t *testing.T) {
	kills := 20
	if os.Getenv("HOIST_SOAK") != "" {
		kills = 200
	}
	seed := uint64(time.Now().UnixNano())
	if given, err := strconv.ParseUint(os.Getenv("HOIST_SEED"), 10, 64); err == nil {
		seed = given
	}
	megabytes := []int{3, 6, 9, 14, 20}
	for i, size := range megabytes {
		t.Run(fmt.Sprintf("%d MB", size), func(t *testing.T) {
			t.Parallel() // processing is waiting, mostly
			random := rand.New(rand.NewPCG(seed, uint64(i)))
			v := newVictim(t, random, size, []upload.Generation{upload.V2, upload.V1}[i%2])
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("HOIST_SEED=%d plays it again. What happened:\n%s", seed, strings.Join(v.story, "\n"))
				}
			})
			for v.kills < kills/len(megabytes) {
				v.life(t, kills/len(megabytes)-v.kills)
			}
			t.Logf("%d kills, %d segments came again; killed %v", v.kills, v.resent, v.moments)
		})
	}
}

// victim is a video that is sent over and over by a program that is killed.
type victim struct {
	*desk
	x      *shop
	random *rand.Rand
	path   string
	bytes  int64
	sum    string
	api    upload.Generation

	kills, resent int
	moments       map[string]int // at which it was killed
	story         []string
}

func newVictim(t *testing.T, random *rand.Rand, megabytes int, api upload.Generation) *victim {
	t.Helper()
	// FINALIZE takes a while: X has not begun it when the program is killed, or has finished it and not said so.
	finalize := []string{`"what":"delay"`, `"what":"stall","when":"reply"`}[random.IntN(2)]
	faults := filepath.Join(t.TempDir(), "faults.json")
	script := fmt.Sprintf(`[{"op":"init","what":"stall","when":"reply","seconds":0.05,"times":-1},
		{"op":"finalize",%s,"seconds":0.25,"times":-1}]`, finalize)
	if err := os.WriteFile(faults, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openShop(t, "--rate", strconv.Itoa(megabytes*10), "--faults", faults)
	path := padded(t, random, megabytes*1_000_000)
	return &victim{
		desk: newDesk(t, x), x: x, random: random, path: path, bytes: int64(megabytes) * 1_000_000, sum: sumOf(t, path), api: api,
		moments: map[string]int{},
	}
}

// life is one upload from its beginning to its end, with some kills in between.
func (v *victim) life(t *testing.T, kills int) {
	t.Helper()
	kills = min(kills, 1+v.random.IntN(5))
	before, killed := len(v.standIn(t)), 0
	v.tell("a new upload, %d kills", kills)
	u := v.listed(t, "")
	if u != nil {
		t.Fatalf("unfinished before it began: %+v", *u)
	}
	for {
		moment := ""
		if kills > 0 {
			moment = []string{"at once", "sending", "sending", "finalizing", "processing"}[v.random.IntN(5)]
		}
		args := v.ways(u)
		o := v.send(moment, args)
		v.tell("hoist %s: %s, exit %d", strings.Join(args, " "), moment, o.exit)
		switch {
		case o.err != nil:
			t.Fatalf("hoist %v: %v:\n%s%s", args, o.err, o.stdout, o.stderr)
		case o.exit == terminal.ExitDone:
			v.done(t, u, o)
		case moment == "" || o.exit != -1:
			t.Fatalf("hoist %v ended with %d:\n%s%s", args, o.exit, o.stdout, o.stderr)
		default:
			kills--
			killed++
			v.kills++
			v.moments[moment]++
		}
		id := ""
		if u != nil {
			id = u.MediaID
		}
		if u = v.listed(t, id); u == nil {
			if v.ended(t, id, before, killed) {
				return
			}
			continue
		}
		has := v.x.received(t, oneTime(), u.MediaID)
		v.tell("unfinished: %d of %d segments; X has %d, %d came again", u.SegmentsSent, u.Segments, has.Segments, has.Resent)
		if u.Sent > has.Bytes || u.SegmentsSent > has.Segments {
			t.Fatalf("it believes that X has %d bytes of %s, X has %d", u.Sent, u.MediaID, has.Bytes)
		}
		if has.Segments-u.SegmentsSent > mostInFlight {
			t.Fatalf("%d segments that X has are not in the journal", has.Segments-u.SegmentsSent)
		}
		v.cheap(t, has, killed)
	}
}

// cheap checks that no more came again than was in flight at the kills. What a killed program had handed over may still
// be on its way when it is counted: after the next kill, then.
func (v *victim) cheap(t *testing.T, has received, killed int) {
	t.Helper()
	if has.Resent > killed*mostInFlight {
		t.Fatalf("%d segments came again after %d kills", has.Resent, killed)
	}
}

// ways returns one of the ways to begin an upload, or to continue it.
func (v *victim) ways(u *listed) []string {
	if u != nil {
		switch v.random.IntN(3) {
		case 0:
			return []string{"upload", "--json", "--resume"}
		case 1:
			return []string{"upload", "--json", "--resume", u.MediaID}
		}
	}
	size := []string{"256KiB", "512KiB", "1MiB"}[v.random.IntN(3)] // one that was begun keeps its own
	return []string{"upload", "--json", "--api", string(v.api), "--segment-size", size, "--base-url", v.x.BaseURL, v.path}
}

// send calls the program and kills it at a moment of that kind; empty: not.
func (v *victim) send(moment string, args []string) outcome {
	share := v.random.Float64()
	early, late := time.Duration(share*float64(80*time.Millisecond)), time.Duration(share*float64(time.Second))
	return call{binary: v.binary, home: v.home, env: v.env, args: args, beside: func(ctx context.Context, p *os.Process) {
		switch moment {
		case "":
			return
		case "at once":
			pause(ctx, early)
		case "sending":
			pause(ctx, late)
		case "finalizing":
			v.watch(ctx, func(last received) bool { return last.Bytes == v.bytes })
			pause(ctx, late/4)
		case "processing":
			v.watch(ctx, func(last received) bool { return last.State != "open" })
			pause(ctx, 2*late)
		}
		_ = p.Kill() // it may have ended by itself
	}}.run()
}

// watch returns when what the stand-in has of the last upload is as wanted, or ctx ends.
func (v *victim) watch(ctx context.Context, wanted func(last received) bool) {
	before := -1
	for ctx.Err() == nil {
		all, err := v.x.uploads(ctx, oneTime())
		if before < 0 {
			before = len(all)
		}
		if n := len(all); err == nil && n > 0 && wanted(all[n-1]) && (all[n-1].State != "succeeded" || n > before) {
			return
		}
		pause(ctx, 15*time.Millisecond)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// listed returns the one upload that is unfinished, or nil. It has to be the one that is known, and can be continued.
func (v *victim) listed(t *testing.T, known string) *listed {
	t.Helper()
	all := v.unfinished(t)
	if len(all) == 0 {
		return nil
	}
	u := all[0]
	if len(all) > 1 || u.File != v.path || u.Bytes != v.bytes || u.State != "unfinished" || known != "" && u.MediaID != known {
		t.Fatalf("unfinished: %+v, where %q was begun", all, known)
	}
	return &u
}

// standIn returns what the stand-in has of all.
func (v *victim) standIn(t *testing.T) []received {
	t.Helper()
	all, err := v.x.uploads(t.Context(), oneTime())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// done checks what a call says that came to the end of u; nil: which it had begun.
func (v *victim) done(t *testing.T, u *listed, o outcome) {
	t.Helper()
	lines := slices.DeleteFunc(linesOf[told](t, o.stdout), func(l told) bool { return l.Event == "checked" }) // of what is not resumed
	opened, last := lines[0], lines[len(lines)-1]
	if opened.Event != "opened" || last.Event != "done" || last.MediaID != opened.MediaID || o.stderr != "" {
		t.Fatalf("it ends with %+v:\n%s", last, o.stderr)
	}
	if u != nil && (opened.MediaID != u.MediaID || !opened.Resumed || opened.Sent != u.Sent || last.Earlier != u.Sent) {
		t.Fatalf("of %+v it told %+v and %+v", *u, opened, last)
	}
}

// ended reports whether the upload is done, now that nothing is unfinished; id: its media ID, if that is known. Else it
// was killed before it knew one, and X has nothing of it.
func (v *victim) ended(t *testing.T, id string, before, killed int) bool {
	t.Helper()
	for _, u := range v.standIn(t)[before:] {
		switch {
		case u.State == "succeeded" && u.SHA256 == v.sum && (id == "" || id == u.MediaID):
			v.cheap(t, u, killed)
			v.resent += u.Resent
			if left := v.journals(t); len(left) > 0 {
				t.Fatalf("it is done, and left %v", left)
			}
			return true
		case u.Segments > 0:
			t.Fatalf("nothing is unfinished, and X has %+v; %q was begun", u, id)
		}
	}
	if id != "" {
		t.Fatalf("nothing is unfinished, and %s is not done", id)
	}
	return false
}

// journals returns what lies in the folder of the journals.
func (v *victim) journals(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(v.home, "journals"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func (v *victim) tell(format string, args ...any) {
	v.story = append(v.story, fmt.Sprintf(format, args...))
}
