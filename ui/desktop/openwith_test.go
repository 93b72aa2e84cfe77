package desktop

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// serving lets somebody take openings, and returns what is taken each time, and what ends it and waits.
func serving(t *testing.T, o *openings) (taken <-chan []string, end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	calls, ended := make(chan []string), make(chan struct{})
	go func() {
		defer close(ended)
		o.serve(ctx, func(paths []string) { calls <- paths })
	}()
	return calls, func() {
		cancel()
		<-ended
	}
}

// named makes whole paths of names, as the system has them.
func named(t *testing.T, names ...string) []string {
	t.Helper()
	folder := t.TempDir()
	for i, name := range names {
		names[i] = filepath.Join(folder, name)
	}
	return names
}

// TestOpenings names files before there is a window and while there is one: each comes once, in its order, as it is spelled.
func TestOpenings(t *testing.T) {
	o := newOpenings()
	early := named(t, "a film.mp4", "Über \"uns\" & co.mov", "Cafe\u0301.mp4", "Caf\u00e9.mp4", "動画 🎬.webm")
	o.put(early[:2])
	o.put(nil)
	o.put(early[2:])
	taken, end := serving(t, o)
	if got := <-taken; !slices.Equal(got, early) {
		t.Errorf("from before the window came %q, not %q", got, early)
	}
	late := named(t, "one.mp4", "two.mp4")
	o.put(late[:1])
	if got := <-taken; !slices.Equal(got, late[:1]) {
		t.Errorf("it took %q, not %q", got, late[:1])
	}
	o.put(late[1:])
	if got := <-taken; !slices.Equal(got, late[1:]) {
		t.Errorf("it took %q, not %q", got, late[1:])
	}
	end()
}

// TestOpeningsWhileTaking names files while others are being taken: who names them does not wait, and none is lost.
func TestOpeningsWhileTaking(t *testing.T) {
	o := newOpenings()
	taken, end := serving(t, o)
	files := named(t, "0.mp4", "1.mp4", "2.mp4", "3.mp4")
	for i := range files { // nothing is read from taken yet
		o.put(files[i : i+1])
	}
	var got []string
	for len(got) < len(files) {
		got = append(got, <-taken...)
	}
	if !slices.Equal(got, files) {
		t.Errorf("it took %q, not %q", got, files)
	}
	end()
	o.put(files) // of a window that has gone
}

// TestOpeningsTakeNoNonsense names what is no file, and more than can wait.
func TestOpeningsTakeNoNonsense(t *testing.T) {
	o := newOpenings()
	o.put([]string{"", "film.mp4", "../film.mp4", "/film\x00.mp4", "/" + strings.Repeat("x", longestPath)})
	if len(o.paths) > 0 || len(o.came) > 0 {
		t.Errorf("%q waits", o.paths)
	}
	folder := t.TempDir()
	for i := range mostFiles + 10 {
		o.put([]string{filepath.Join(folder, fmt.Sprint(i))})
	}
	taken, end := serving(t, o)
	got := <-taken
	if len(got) != mostFiles || filepath.Base(got[0]) != "0" || filepath.Base(got[mostFiles-1]) != fmt.Sprint(mostFiles-1) {
		t.Errorf("%d wait, from %q", len(got), got[0])
	}
	end()
}

// TestOpenWithKnowsGLFW reads in GLFW's source what openwith_darwin.m, which no compiler can hold to it, takes for granted:
// how the delegate of its application is called, that it is set within glfwInit before the application runs there, and
// that it has no method itself for files to open.
func TestOpenWithKnowsGLFW(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/go-gl/glfw/v3.4/glfw")
	folder, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "glfw/src/cocoa_init.m"))
	if err != nil {
		t.Fatal(err)
	}
	hook, err := os.ReadFile("openwith_darwin.m")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`delegateClass = "(\w+)"`).FindSubmatch(hook)
	if name == nil {
		t.Fatal("the hook names no class")
	}
	delegate := regexp.MustCompile(`(?s)@implementation ` + string(name[1]) + `\n.*?@end`).Find(source)
	if delegate == nil {
		t.Fatalf("GLFW has no class %s", name[1])
	}
	if regexp.MustCompile(`open(File|URL)`).Match(delegate) {
		t.Error("GLFW's delegate opens files itself now")
	}
	start := regexp.MustCompile(`(?s)\nint _glfwInitCocoa\(void\)\n.*?\n}\n`).Find(source)
	set := bytes.Index(start, []byte("[["+string(name[1])+" alloc] init]"))
	run := bytes.Index(start, []byte("[NSApp run]"))
	if set < 0 || run < set {
		t.Error("glfwInit does not make the delegate and run the application with it")
	}
}
