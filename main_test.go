//go:build ci

// Without a window system: with the tag ci Fyne needs none to link.

package main

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hoist/assets"
	"hoist/ui"
	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/terminal"
)

// startOf returns a start of the program with a command line and variables.
func startOf(t *testing.T, variables map[string]string, args ...string) (*program, func(string) (string, bool)) {
	t.Helper()
	words, err := messages.New(assets.Translations, "en")
	if err != nil {
		t.Fatal(err)
	}
	options, err := terminal.Parse(args, words)
	if err != nil {
		t.Fatal(err)
	}
	lookup := func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
	places, err := home.Open(lookup)
	if err != nil {
		t.Fatal(err)
	}
	return &program{options: options, home: places}, lookup
}

// TestSecondStart hands the files of a second start to the window of the first where both are equal in all that matters,
// and not where they differ in anything.
func TestSecondStart(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	folder, other := t.TempDir(), t.TempDir()
	keys := func(token string) map[string]string {
		return map[string]string{
			"HOIST_HOME": folder, "HOIST_CONSUMER_KEY": "key", "HOIST_CONSUMER_SECRET": "app-secret",
			"HOIST_ACCESS_TOKEN": token, "HOIST_ACCESS_SECRET": "secret-" + token,
		}
	}
	at := func(folder string) map[string]string { return map[string]string{"HOIST_HOME": folder} }
	for name, c := range map[string]struct {
		first, second map[string]string
		args, others  string
		handed        bool
	}{
		"nothing said":                {at(folder), at(folder), "", "", true},
		"all said":                    {keys("1-a"), keys("1-a"), "--practice --api v1.1 --account kay", "--account @KAY --api v1.1 --practice", true},
		"the address of X, spelt out": {at(folder), at(folder), "", "--base-url https://api.x.com/", true},
		"whether to start":            {at(folder), at(folder), "", "--start", true},
		"another HOIST_HOME":          {at(folder), at(other), "", "", false},
		"another mode":                {at(folder), at(folder), "", "--practice", false},
		"another generation":          {at(folder), at(folder), "", "--api v1.1", false},
		"another address":             {at(folder), at(folder), "", "--base-url http://127.0.0.1:9", false},
		"another account":             {at(folder), at(folder), "--account kay", "--account heron", false},
		"an account":                  {at(folder), at(folder), "", "--account heron", false},
		"keys in the environment":     {at(folder), keys("1-a"), "", "", false},
		"no keys any more":            {keys("1-a"), at(folder), "", "", false},
		"other keys":                  {keys("1-a"), keys("2-b"), "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			p, lookup := startOf(t, c.first, strings.Fields(c.args)...)
			first, handed, err := ui.Meet(t.Context(), p.where(lookup), nil, false)
			if err != nil || handed {
				t.Fatalf("the first: handed over %v, %v", handed, err)
			}
			got := make(chan []string, 1)
			ctx, end := context.WithCancel(t.Context())
			served := make(chan struct{})
			go func() {
				defer close(served)
				first.Serve(ctx, func(h desktop.Handover) { got <- h.Files })
			}()
			p, lookup = startOf(t, c.second, append(strings.Fields(c.others), "film.mp4")...)
			second, handed, err := ui.Meet(t.Context(), p.where(lookup), p.options.Videos, false)
			if err != nil || handed != c.handed || (second == nil) != c.handed {
				t.Errorf("the second: handed over %v, %v", handed, err)
			}
			if handed {
				whole, _ := filepath.Abs("film.mp4")
				if files := <-got; !slices.Equal(files, []string{whole}) {
					t.Errorf("it was handed %q", files)
				}
			}
			end()
			<-served
			for _, f := range []*desktop.First{first, second} {
				if f == nil {
					continue
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}
			for _, secret := range []string{"secret", "1-a", "2-b"} {
				if strings.Contains(p.where(lookup), secret) {
					t.Errorf("%q is in the key", secret)
				}
			}
		})
	}
}

// TestAddressOnTheCommandLine uploads what a desktop names by its address, to the stand-in.
func TestAddressOnTheCommandLine(t *testing.T) {
	t.Setenv("HOIST_HOME", t.TempDir())
	path := filepath.Join(t.TempDir(), "a film.mp4")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08moov"), 0o600); err != nil {
		t.Fatal(err)
	}
	address := "file:///" + strings.TrimLeft(strings.ReplaceAll(filepath.ToSlash(path), " ", "%20"), "/")
	if code := hoist(t.Context(), []string{"upload", "--practice", address}); code != terminal.ExitDone {
		t.Errorf("it ends with %d", code)
	}
}
