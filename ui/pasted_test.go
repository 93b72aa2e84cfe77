package ui

import (
	"reflect"
	"testing"
)

// pasted is what a text means: the paths, and how much more there is that is none.
type pasted struct {
	paths  []string
	others int
}

func paths(all ...string) pasted { return pasted{all, 0} }

// TestPastedPaths reads the clipboard as file managers, shells and people write paths.
func TestPastedPaths(t *testing.T) {
	for text, want := range map[string]pasted{
		"":                               {},
		" \r\n\t\n":                      {},
		"just some words":                {nil, 1},
		"relative/path.mp4":              {nil, 1},
		"https://example.com/video.mp4":  {nil, 1},
		"/a/b c.mp4":                     paths("/a/b c.mp4"),
		"\"/a/b c.mp4\"\n'/d/e.mov'\r\n": paths("/a/b c.mp4", "/d/e.mov"),
		"/a/1.mp4\r\n\t/a/2.mp4\t\r\n":   paths("/a/1.mp4", "/a/2.mp4"),
		"/a/b\\ \\(c\\)\\'s.mp4":         paths("/a/b (c)'s.mp4"),
		`/a/back\\slash.mp4`:             paths(`/a/back\slash.mp4`),
		"~/Videos/film.mp4":              paths("/home/kay/Videos/film.mp4"),
		"'~/a b.mp4'":                    paths("/home/kay/a b.mp4"),
		"~kay/film.mp4":                  {nil, 1},

		"'/a/it'\\''s.mp4'":                    paths("/a/it's.mp4"),
		`"/a/say \"hi\" for \$5.mp4"`:          paths(`/a/say "hi" for $5.mp4`),
		`"/a/b\c.mp4"`:                         paths(`/a/b\c.mp4`),
		`'/a/b\ c.mp4'`:                        paths(`/a/b\ c.mp4`),
		`'/a b.mp4' '/c.mp4'`:                  paths("/a b.mp4", "/c.mp4"),
		"\"/a b.mp4\"\t'/c.mp4' /d e.mp4":      paths("/a b.mp4", "/c.mp4", "/d e.mp4"),
		`/a\ b.mp4 /c.mp4 ~/d.mp4 '/e f.mp4'`:  paths("/a b.mp4", "/c.mp4", "/home/kay/d.mp4", "/e f.mp4"),
		`'/a.mp4' and '/b.mp4'`:                {[]string{"/a.mp4", "/b.mp4"}, 1},
		`'/never closed.mp4`:                   {nil, 1},
		"/a/rock 'n' roll.mp4":                 paths("/a/rock 'n' roll.mp4"),
		"/a/1.mp4\nnot a path\n/a/2.mp4\nnone": {[]string{"/a/1.mp4", "/a/2.mp4"}, 2},

		"file:///a/b%20c%23%F0%9F%8E%AC.mp4":       paths("/a/b c#🎬.mp4"),
		"file:///a/back%5Cslash.mp4":               paths(`/a/back\slash.mp4`),
		"'file:///a/b%20c.mp4'":                    paths("/a/b c.mp4"),
		"file:///a.mp4 file:///b.mp4":              paths("/a.mp4", "/b.mp4"),
		"file:///a/100%.mp4":                       paths("/a/100%.mp4"),
		"file:///a/b#1?.mp4":                       paths("/a/b#1?.mp4"),
		"FILE:///a/b.mp4":                          paths("/a/b.mp4"),
		"file:/a/b.mp4":                            paths("/a/b.mp4"),
		"file://localhost/a/b.mp4":                 paths("/a/b.mp4"),
		"file://elsewhere/a/b.mp4":                 {nil, 1},
		"file://nothing":                           {nil, 1},
		"file:///a/%00.mp4":                        {nil, 1},
		"copy\nfile:///a/1.mp4\nfile:///2":         paths("/a/1.mp4", "/2"),
		"# a list\r\nfile:///a/1.mp4\r\n":          paths("/a/1.mp4"),
		"x-special/nautilus-clipboard\ncut\n/a":    paths("/a"),
		"file:///a/%E6%98%A0%E7%94%BB.mov\n/b.mov": paths("/a/映画.mov", "/b.mov"),
	} {
		got, others := pastedPaths(text, "/home/kay", "linux")
		if !reflect.DeepEqual(pasted{got, others}, want) {
			t.Errorf("%q: %q and %d others, want %q and %d", text, got, others, want.paths, want.others)
		}
	}
	if got, others := pastedPaths("~/film.mp4", "", "linux"); got != nil || others != 1 {
		t.Errorf("without a folder of the person's own, ~ is %q", got)
	}
}

// TestPastedPathsOfWindows reads what Windows writes, where a backslash stands between folders.
func TestPastedPathsOfWindows(t *testing.T) {
	for text, want := range map[string]pasted{
		`C:\Users\Kay\a b.mp4`:                      paths(`C:\Users\Kay\a b.mp4`),
		`"C:\Users\Kay\a b.mp4"`:                    paths(`C:\Users\Kay\a b.mp4`),
		"\"C:\\a b.mp4\"\r\n\"D:\\c.mp4\"\r\n":      paths(`C:\a b.mp4`, `D:\c.mp4`),
		`"C:\a b.mp4" "C:\c.mp4"`:                   paths(`C:\a b.mp4`, `C:\c.mp4`),
		`C:\a b.mp4 C:\it's.mp4`:                    paths(`C:\a b.mp4`, `C:\it's.mp4`),
		`'C:\it''s here.mp4' 'C:\b.mp4'`:            paths(`C:\it's here.mp4`, `C:\b.mp4`),
		`c:/with/slashes.mp4`:                       paths(`c:/with/slashes.mp4`),
		`\\nas\films\a.mp4`:                         paths(`\\nas\films\a.mp4`),
		`~\Videos\a.mp4`:                            paths(`C:\Users\Kay\Videos\a.mp4`),
		"file:///C:/Users/Kay/a%20b.mp4":            paths(`C:\Users\Kay\a b.mp4`),
		"file://nas/films/a%20b.mp4":                paths(`\\nas\films\a b.mp4`),
		"file:///a/b.mp4":                           {nil, 1},
		`relative\a.mp4`:                            {nil, 1},
		`/usr/a.mp4`:                                {nil, 1},
		`C:a.mp4`:                                   {nil, 1},
		"C:\\Windows\\notes.txt\r\nsomething else.": {[]string{`C:\Windows\notes.txt`}, 1},
	} {
		got, others := pastedPaths(text, `C:\Users\Kay`, "windows")
		if !reflect.DeepEqual(pasted{got, others}, want) {
			t.Errorf("%q: %q and %d others, want %q and %d", text, got, others, want.paths, want.others)
		}
	}
}
