//go:build !windows

package desktop

import (
	"slices"
	"strings"
	"testing"
)

// TestWrittenPaths reads what programs write about the files that were chosen.
func TestWrittenPaths(t *testing.T) {
	for out, want := range map[string][]string{
		"":                                     nil,
		"\n":                                   nil,
		"/a b.mp4\n":                           {"/a b.mp4"},
		"/a.mp4":                               {"/a.mp4"},
		"/a.mp4\n/映画.mov\n":                    {"/a.mp4", "/映画.mov"},
		"/two\nlines.mp4\n/b.mp4\n":            {"/two\nlines.mp4", "/b.mp4"},
		"/ends in one\n\n":                     {"/ends in one\n"},
		"/films/\n/\n":                         {"/films", "/"},
		"/a\n/b\nc\nd.mp4\n/e|f;g $(id).mp4\n": {"/a", "/b\nc\nd.mp4", "/e|f;g $(id).mp4"},
	} {
		if got := writtenPaths(out); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", out, got, want)
		}
	}
}

// TestAppleScript asks macOS by a script of which nothing that comes from outside is a part.
func TestAppleScript(t *testing.T) {
	odd := `Choose "videos" & (do shell script "id")`
	for name, c := range map[string]struct {
		question programQuestion
		command  string
		rest     []string
	}{
		"videos": {
			programQuestion{title: odd, kind: "Videos", extensions: []string{".mp4", ".mov"}, folder: `/a "b`, several: true},
			"(choose file with prompt (item 1 of argv) of type (items 3 thru -1 of argv) default location (POSIX file (item 2 of argv)) with multiple selections allowed) as list",
			[]string{odd, `/a "b`, "mp4", "mov"},
		},
		"a file": {
			programQuestion{title: odd, extensions: []string{".pem"}},
			"(choose file with prompt (item 1 of argv) of type (items 3 thru -1 of argv)) as list",
			[]string{odd, "", "pem"},
		},
		"folders": {
			programQuestion{title: odd, folders: true, several: true},
			"(choose folder with prompt (item 1 of argv) with multiple selections allowed) as list",
			[]string{odd, ""},
		},
		"a place to save": {
			programQuestion{title: odd, extensions: []string{".csv"}, name: `his"tory.csv`},
			"(choose file name with prompt (item 1 of argv) default name (item 3 of argv)) as list",
			[]string{odd, "", `his"tory.csv`},
		},
	} {
		arguments := c.question.osascript()
		if arguments[0] != "-e" || !strings.Contains(arguments[1], "\nset chosen to "+c.command+"\n") || !slices.Equal(arguments[2:], c.rest) {
			t.Errorf("%s: %q", name, arguments)
		}
		for _, outside := range []string{"shell", `a "b`, "his", "mp4"} {
			if strings.Contains(arguments[1], outside) {
				t.Errorf("%s: %q is a part of the script", name, outside)
			}
		}
	}
}
