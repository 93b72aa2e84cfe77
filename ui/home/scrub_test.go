package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// The person of these tests, and her files.
var kay = person{
	home: "/home/kay.morgan", user: "kay.morgan", computer: "kestrel-pc.example.org",
	videos: []string{
		"/home/kay.morgan/Videos/Launch film – final.mp4", "/srv/films/動画 1.mov", `/home/kay.morgan/say "hi".mp4`,
		`C:\Users\Kay\Videos\new\trip.mp4`, "/nas/a/video", "/home/kay.morgan/50 % <off> & more + 'x'.webm", "\xff raw.mp4", "/data7/x.mp4",
	},
	others: []string{"/etc/company root.pem"},
	own:    map[string]string{"/home/kay.morgan/.config/hoist/settings.json": "<Hoist>/settings.json", "/home/kay.morgan/.local/state/hoist/logs": "<Hoist>/logs"},
}

// said returns what the log makes of a text.
func said(name string, what any) string {
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("said", name, what)
	return b.String()
}

// TestScrubbedNames writes each video in every way in which it could come into a file, and nothing of its path or name is
// left in any.
func TestScrubbedNames(t *testing.T) {
	for _, file := range kay.videos {
		folder, name := split(file)
		inJSON := func(v any) string {
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		for how, text := range map[string]string{
			"plain":          "before " + file + " after",
			"name":           "before " + name + " after",
			"JSON":           inJSON(map[string]string{"file": file}),
			"name in JSON":   inJSON(map[string]string{"name": name}),
			"JSON twice":     inJSON(inJSON(file)),
			"log":            said("file", file),
			"name in a log":  said("file", name),
			"error in a log": said("err", fmt.Errorf("open %s: %w", file, errors.New("no such file or directory"))),
			"quoted twice":   said("err", fmt.Errorf("the file %q cannot be read", file)),
			"structure":      said("what", fmt.Sprintf("%+v", map[string]any{"file": file})),
			"ASCII":          strconv.QuoteToASCII(file),
			"query":          "https://example.org/?file=" + url.QueryEscape(file) + "&x=1",
			"path":           "https://example.org/" + url.PathEscape(file),
			"address":        (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(strings.ReplaceAll(file, `\`, "/"), "/")}).String(),
			"lower escapes":  strings.ReplaceAll(url.QueryEscape(file), "%2F", "%2f"),
			"traces":         "\t" + file + ":123 +0x1d\n",
		} {
			got := newScrubber(kay).scrub(text)
			for _, left := range []string{folder, "kay", "Kay", "Launch", "film", "動画", "hi", "trip", "off", "raw", "data7", "nas"} {
				if left != "" && strings.Contains(got, left) {
					t.Errorf("%s of %q as %q leaves %q: %s", how, file, text, left, got)
					break
				}
			}
			if !strings.Contains(got, "<path 1>") && !strings.Contains(got, "<video 1>") {
				t.Errorf("%s of %q as %q became %q", how, file, text, got)
			}
		}
	}
}

// TestScrubbed is what becomes of texts.
func TestScrubbed(t *testing.T) {
	for text, want := range map[string]string{
		// What stays.
		"X answered 403, media ID 1880028106020515840, @kestrelfilms":       "",
		"<- POST /2/media/upload/1880028106020515840/append HTTP/1.1":       "",
		"GET https://api.x.com/2/media/upload?command=STATUS&media_id=1880": "",
		"https://api.x.com/home/of/media":                                   "",
		`{"theme":"dark","at_once":3,"proxy":"http://proxy.example:8080"}`:  "",
		"hoist/ui/run.go:120 +0x1d":                                         "",
		"<- Content-Type: video/mp4; the video is there, a videotape":       "<- Content-Type: <video 1>/mp4; the <video 1> is there, a videotape",
		`the name in "tweet_video" stays`:                                   "",
		"open /home/kay.morgan/.config/hoist/settings.json: no":             "open <Hoist>/settings.json: no",
		"in /home/kay.morgan/.local/state/hoist/logs/hoist.log.1":           "in <Hoist>/logs/hoist.log.1",
		`{"certificates":"/etc/company root.pem"}`:                          `{"certificates":"<path 1>.pem"}`,
		`{"last_folder":"/home/kay.morgan/Videos"}`:                         `{"last_folder":"<path 1>"}`,
		"user kay.morgan on KESTREL-PC, kestrel-pc.example.org":             "user <user> on <computer>, <computer>",
		"the same file: /srv/films/動画 1.mov, 動画 1.mov and /data7/x.mp4":     "the same file: <path 1>.mov, <video 1>.mov and <path 2>.mp4",
		"/data7/x.mp4 first": "<path 1>.mp4 first",
		`err="open /home/other/A film: the first.mp4: no such file" n=1`: `err="open <path 1>.mp4: no such file" n=1`,
		`file=/home/other/x.mov size=12`:                                 `file=<path 1>.mov size=12`,
		`file="/home/other/say \"a=b: c\" d.mov" size=12`:                `file="<path 1>.mov" size=12`,
		`rename /tmp/a b.mp4 /media/usb/c.mp4: full`:                     `rename <path 1>.mp4: full`,
		`{"path":"D:\\films\\new\\trip 2.mp4","n":1}`:                    `{"path":"<path 1>.mp4","n":1}`,
		`open D:\films\new\trip 2.mp4: The system cannot find the file`:  `open <path 1>.mp4: The system cannot find the file`,
		`err="open \\\\server\\share\\film.mp4: no"`:                     `err="open <path 1>.mp4: no"`,
		`open \\server\share\my film.mp4: no`:                            `open <path 1>.mp4: no`,
		`open /Users/kay/Movies/a.mov`:                                   `open <path 1>.mov`,
		"file:///Volumes/disk/My%20film.mp4":                             "file://<path 1>.mp4",
		"x=%2Fhome%2Fother%2Ffilm.mp4":                                   "x=<path 1>.mp4",
		"\t/home/builder/go/src/hoist/ui/run.go:120 +0x1d":               "\t<path 1>.go:120 +0x1d",
		"/nas/a/videotapes/other.mp4":                                    "<path 1>.mp4",
		"/srv/films/another one.mp4":                                     "<path 1>.mp4",
		// The second fence.
		"Authorization: OAuth oauth_consumer_key=\"abc\", oauth_token=\"def\"\nnext": "Authorization: (left out)\nnext",
		`{"echo":"oauth_token=\"12-ab\"&oauth_signature=%2Babc%3D"}`:                 `{"echo":"oauth_token=\"(left out)\"&oauth_signature=(left out)"}`,
		"bearer AAAAAAAAAAAAabcdef and more":                                         "bearer (left out) and more",
		`"proxy_url": "http://kay:secret@proxy.example:8080"`:                        `"proxy_url": "http://(left out)@proxy.example:8080"`,
		"HOIST_CONSUMER_SECRET=abc access_token: 'def'":                              "HOIST_CONSUMER_SECRET=(left out) access_token: '(left out)'",
		"panic: 1234567890-aBcDeFgHiJkLmNoPqRsTuVwXyZ [recovered]":                   "panic: (left out) [recovered]",
	} {
		if want == "" {
			want = text
		}
		if got := newScrubber(kay).scrub(text); got != want {
			t.Errorf("%q became\n%q, not\n%q", text, got, want)
		}
	}
}

// TestScrubbedNumbers stay the same over several texts.
func TestScrubbedNumbers(t *testing.T) {
	s := newScrubber(kay)
	for _, c := range [][2]string{
		{"/data7/x.mp4", "<path 1>.mp4"},
		{"/home/other/a.mp4 and", "<path 2>.mp4 and"},
		{`{"name":"trip.mp4","x":"/home/other/a.mp4"}`, `{"name":"<video 3>.mp4","x":"<path 2>.mp4"}`},
		{`"C:\\Users\\Kay\\Videos\\new\\trip.mp4"`, `"<path 3>.mp4"`},
		{"x.mp4", "<video 1>.mp4"},
	} {
		if got := s.scrub(c[0]); got != c[1] {
			t.Errorf("%q became %q, not %q", c[0], got, c[1])
		}
	}
}

func TestScrubberOfNothing(t *testing.T) {
	if got := newScrubber(person{}).scrub("\ue000path_1\ue001 \xff /home/kay/a.mp4"); got != "path_1 \ufffd <path 1>.mp4" {
		t.Errorf("it became %q", got)
	}
}

func BenchmarkScrub(b *testing.B) {
	p := kay
	for n := range 10_000 {
		p.videos = append(p.videos, fmt.Sprintf("/home/kay.morgan/Videos/series %d/film %d.mp4", n/100, n))
	}
	text := strings.Repeat(said("err", "open /home/kay.morgan/Videos/series 7/film 777.mp4: no such file")+"<- Content-Type: application/json\n", 10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		newScrubber(p).scrub(text)
	}
}
