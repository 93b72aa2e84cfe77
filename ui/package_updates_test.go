//go:build packages && program

package ui_test

import (
	"fmt"
	"image"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// lookedBy is when a window has looked for a newer version that is to do so.
const lookedBy = 20 * time.Second

// fed builds the program as packages are built that look for newer versions themselves.
func fed(t *testing.T, address string) (binary string) {
	t.Helper()
	binary = filepath.Join(t.TempDir(), "hoist")
	build := exec.CommandContext(t.Context(), "go", "build", "-tags", "gles,migrated_fynedo", "-ldflags", "-X main.feed="+address, "-o", binary, "..")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return binary
}

// wishing makes a home in which a person wants to know of newer versions.
func wishing(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	if err := os.WriteFile(filepath.Join(home, "settings.json"), []byte(`{"updates": true}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// TestPackageUpdates has a real window look for a newer version, by itself, once: it tells of it, also after a restart, and
// opens its page. Nobody else asks: not a window whose person has not said so, not one in a sandbox that its system keeps up to
// date, and not the terminal.
func TestPackageUpdates(t *testing.T) {
	var asked atomic.Int64
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		_, _ = fmt.Fprintf(w, `{"version":"99.0.0","page":"%s/99.0.0"}`, s.URL)
	}))
	defer s.Close()
	binary := fed(t, s.URL+"/latest.json")

	others := newDesk(t, dark)
	others.starts = []string{binary}
	others.launch(nil)
	others.env = append(others.env, "FLATPAK_ID=app.hoist.Hoist")
	others.launchAt(wishing(t), nil)
	d := newDesk(t, light)
	d.starts = []string{binary}
	terminal := d.command(binary, "upload", "--practice", filepath.Join("..", "assets", "sample.mp4"))
	terminal.Env = append(terminal.Env, "HOIST_HOME="+wishing(t))
	if said, err := terminal.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	time.Sleep(lookedBy)
	if n := asked.Load(); n != 0 {
		t.Fatalf("it was asked %d times by those who are not to", n)
	}

	b := d.browser()
	p := d.launchAt(wishing(t), nil).shown()
	before := p.settled("")
	p.until("it tells of a newer version", limit, func() bool { return differ(before, p.picture(""), strip) })
	p.settled("update")
	p.click(image.Pt(1000, 93)) // Open its page
	if page := b.next(limit); page != s.URL+"/99.0.0" {
		t.Errorf("it opened %s", page)
	}
	p.close()
	p.end(limit, 0)

	p = d.launchAt(p.home, nil).shown()
	p.until("it tells of it again", limit, func() bool { return differ(before, p.settled("update-again"), strip) })
	time.Sleep(lookedBy)
	p.key("Escape")
	p.until("that is waved away", limit, func() bool {
		text, err := os.ReadFile(filepath.Join(p.home, "settings.json"))
		return err == nil && strings.Contains(string(text), `"passed_version": "99.0.0"`)
	})
	p.close()
	p.end(limit, 0)
	if n := asked.Load(); n != 1 {
		t.Errorf("on one day it was asked %d times", n)
	}
}
