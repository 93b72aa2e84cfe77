//go:build program && linux

package terminal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/ui/terminal"
)

// smallDisk mounts a disk of that many bytes over a folder, which it makes.
func smallDisk(t *testing.T, folder string, size int) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", size))
	if err != nil {
		t.Skipf("only root can mount a disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

// fill writes to a file until the disk is full.
func fill(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	for block := make([]byte, 4096); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}

// TestProgramFullDisk fills the disk of journals and log while a video is sent: that does not stop it, and what had been
// written until then is good for going on after a kill.
func TestProgramFullDisk(t *testing.T) {
	x := openShop(t, "--rate", "80")
	d := newDesk(t, x)
	smallDisk(t, d.home, 256<<10)
	path := padded(t, rand.New(rand.NewPCG(1, 1)), 20_000_000)
	sum, filler := sumOf(t, path), filepath.Join(d.home, "filler")
	// The journal gets far beyond the block that it has when the disk is full.
	args := []string{"upload", "--json", "--segment-size", "128KiB", "--base-url", x.BaseURL, path}
	for _, killed := range []bool{false, true} {
		var full error
		o := d.call(func(p *os.Process) {
			full = fill(filler)
			if killed {
				time.Sleep(time.Second)
				_ = p.Kill()
			}
		}, args...)
		if full != nil {
			t.Fatal(full)
		}
		if killed {
			// The list has to be had on a full disk, too.
			all := d.unfinished(t)
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
			if len(all) != 1 || all[0].SegmentsSent == 0 || all[0].SegmentsSent >= 100 {
				t.Fatalf("unfinished: %+v", all)
			}
			if has := x.received(t, oneTime(), all[0].MediaID); all[0].Sent > has.Bytes {
				t.Errorf("X has %+v of %+v", has, all[0])
			}
			d.finish(t, x, all[0], sum, "--resume")
			continue
		}
		sent(t, d, x, o, sum)
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		log, err := os.ReadFile(filepath.Join(d.home, "logs", "hoist.log"))
		if err != nil || !bytes.Contains(log, []byte("started")) {
			t.Errorf("log: %v:\n%s", err, log)
		}
	}
}

// TestProgramReadOnlyJournals takes the right to write from the journals' disk while INIT is under way.
func TestProgramReadOnlyJournals(t *testing.T) {
	faults := filepath.Join(t.TempDir(), "faults.json")
	if err := os.WriteFile(faults, []byte(`[{"op":"init","what":"stall","when":"reply","seconds":2}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openShop(t, "--faults", faults)
	d := newDesk(t, x)
	journals := filepath.Join(d.home, "journals")
	smallDisk(t, journals, 256<<10)
	path := padded(t, rand.New(rand.NewPCG(1, 1)), 5_000_000)
	changed := errors.New("there was no INIT")
	o := call{
		binary: d.binary, home: d.home, env: d.env, args: []string{"upload", "--json", "--base-url", x.BaseURL, path},
		beside: func(ctx context.Context, _ *os.Process) {
			for ; ctx.Err() == nil; pause(ctx, 20*time.Millisecond) {
				if all, err := x.uploads(ctx, oneTime()); err == nil && len(all) > 0 {
					changed = syscall.Mount("", journals, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
					return
				}
			}
		},
	}.run()
	if changed != nil {
		t.Fatal(changed)
	}
	if err := syscall.Mount("", journals, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	sent(t, d, x, o, sumOf(t, path))
	log, err := os.ReadFile(filepath.Join(d.home, "logs", "hoist.log"))
	if err != nil || !bytes.Contains(log, []byte("read-only file system")) {
		t.Errorf("the log does not say that there is no journal: %v:\n%s", err, log)
	}
}

// sent checks that a call has sent the whole video, and left nothing.
func sent(t *testing.T, d *desk, x *shop, o outcome, sum string) {
	t.Helper()
	if o.err != nil || o.exit != terminal.ExitDone || o.stderr != "" {
		t.Fatalf("exit %d, %v:\n%s%s", o.exit, o.err, o.stdout, o.stderr)
	}
	if n := strings.Count(o.stdout, `"retrying"`); n > 0 {
		t.Errorf("%d segments were sent again:\n%s", n, o.stdout)
	}
	lines := linesOf[told](t, o.stdout)
	if got := x.received(t, oneTime(), lines[len(lines)-1].MediaID); got.SHA256 != sum || got.State != "succeeded" {
		t.Errorf("%+v arrived, want %s", got, sum)
	}
	if all := d.unfinished(t); len(all) != 0 {
		t.Errorf("still unfinished: %+v", all)
	}
}
