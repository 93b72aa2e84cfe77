package messages_test

import (
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/xapi"
)

// failed returns an upload that failed at X.
func failed(kind upload.Kind, x xapi.Error) *upload.Error {
	x.Kind = kind
	return &upload.Error{Kind: kind, File: "/videos/Launch film.mp4", Segment: -1, Bytes: 1_610_000_000, Err: &x}
}

// gone returns a file that is not there, and neither is a folder.
func gone(folder string) *upload.Error {
	return &upload.Error{Kind: upload.FileMissing, File: "/videos/a.mp4", Segment: -1, Gone: folder}
}

// signIn is an error of package credentials.
type signIn struct {
	kinded
	words string
	skew  time.Duration
}

func (s signIn) Answer() (int, int, string, time.Duration) { return 401, 135, s.words, s.skew }

// caused is an error with a cause of its own.
type caused struct {
	kinded
	cause error
}

func (c caused) Unwrap() error { return c.cause }

// TestWhy has the causes that one kind can have.
func TestWhy(t *testing.T) {
	dial := func(err error) error {
		return &url.Error{Op: "Post", URL: "https://api.x.com/2/media", Err: &net.OpError{Op: "dial", Net: "tcp", Err: err}}
	}
	file := func(kind upload.Kind, err error) error {
		return &upload.Error{Kind: kind, File: "/v/\x1b[2Ja.mp4", Segment: -1, Bytes: 9_200_000_000, Err: err}
	}
	for name, test := range map[string]struct {
		err error
		why string
	}{
		"no way": {
			failed(upload.NoConnection, xapi.Error{Err: dial(syscall.ENETUNREACH)}), "This computer can't reach the internet.",
		},
		"name": {
			failed(upload.NoConnection, xapi.Error{Err: &net.DNSError{Name: "api.x.com", IsNotFound: true}}),
			"The name api.x.com was not found",
		},
		"name server": {
			failed(upload.NoConnection, xapi.Error{Err: &net.DNSError{Name: "api.x.com", IsTimeout: true}}),
			"This computer can't reach the internet.",
		},
		"refused": {
			failed(upload.NoConnection, xapi.Error{Err: dial(syscall.ECONNREFUSED)}), "api.x.com refused the connection",
		},
		"refused, on Windows": {
			failed(upload.NoConnection, xapi.Error{Err: dial(syscall.Errno(10061))}), "api.x.com refused the connection",
		},
		"proxy": {
			failed(upload.NoConnection, xapi.Error{Err: &net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}}),
			"The proxy can't be reached",
		},
		"certificate": {
			failed(upload.Certificate, xapi.Error{Err: dial(x509.HostnameError{Certificate: &x509.Certificate{}})}),
			"What answers for api.x.com has a certificate that isn't for it",
		},
		"untrusted": {
			failed(upload.Untrusted, xapi.Error{Err: dial(x509.UnknownAuthorityError{})}),
			"What answers for api.x.com has a certificate that this computer doesn't trust",
		},
		"untrusted proxy": {
			failed(upload.Untrusted, xapi.Error{Err: dial(x509.UnknownAuthorityError{
				Cert: &x509.Certificate{Issuer: pkix.Name{CommonName: "corp-\x1b[2Jfw" + strings.Repeat("w", 1000)}},
			})}),
			"A proxy called corp-\uFFFD[2Jfw" + strings.Repeat("w", 48) + "… is checking secure traffic",
		},
		"untrusted proxy of an organization": {
			failed(upload.Untrusted, xapi.Error{Err: dial(x509.UnknownAuthorityError{
				Cert: &x509.Certificate{Issuer: pkix.Name{Organization: []string{"Corp"}}},
			})}),
			"A proxy called Corp is checking secure traffic, and we can't verify it.",
		},
		"proxy that refuses": {
			failed(upload.ProxyRefused, xapi.Error{Err: &xapi.ProxyError{Proxy: "corp-fw:8080", Status: 403}}),
			"The proxy corp-fw:8080 doesn't let Hoist through.",
		},
		"proxy that wants a password": {
			failed(upload.ProxyRefused, xapi.Error{Err: &xapi.ProxyError{Proxy: "corp-fw:8080", Status: 407}}),
			"The proxy corp-fw:8080 lets nobody through without a name and a password",
		},
		"proxy that is not known": {
			failed(upload.ProxyRefused, xapi.Error{Err: &xapi.ProxyError{Err: errors.New("no address")}}),
			"It isn't clear which proxy to use, so nothing was sent.",
		},
		"certificate too old": {
			failed(upload.Certificate, xapi.Error{Err: dial(x509.CertificateInvalidError{Reason: x509.Expired})}),
			"The certificate of api.x.com has run out",
		},
		"clock": {failed(upload.Clock, xapi.Error{}), "too far apart"},
		"clock, signing in": {
			signIn{kinded: "clock", skew: -14 * time.Minute}, "It is 14 minutes behind, and X refuses",
		},
		"clock, far off": {signIn{kinded: "clock", skew: 75 * time.Hour}, "It is 3 days ahead"},
		"refused with words": {
			failed(upload.Refused, xapi.Error{Message: "media type\nunrecognized.\x1b[0m"}),
			"X says: “media type unrecognized.\uFFFD[0m”",
		},
		"refused without":     {failed(upload.Refused, xapi.Error{}), "X gave no reason"},
		"refused, signing in": {signIn{kinded: "refused", words: "Not today."}, "X says: “Not today.”"},
		"too long": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "Duration 2.minutes+29.seconds exceeds max duration of 2.minutes+20.seconds"}),
			"X: 2 min 20 s for this account; this is 2 min 29 s.",
		},
		"too long by less than a second": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "UnsupportedMedia: Duration 20.minutes+3.milliseconds exceeds max duration of 20.minutes."}),
			"X: 20 min for this account; this is 20 min 01 s.",
		},
		"too long by hours": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "Duration 1.hour+4.minutes exceeds max duration of 10.minutes"}),
			"X: 10 min for this account; this is 1 h 04 min.",
		},
		"too long in other words": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "Duration a while exceeds max duration of 1.minutes"}),
			"X says: “Duration a while exceeds",
		},
		"too long by no sense": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "Duration 1.minutes exceeds max duration of 2.minutes"}),
			"X says: “Duration 1.minutes",
		},
		"keyframes": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "UnsupportedMedia: GOP of 600 is larger than 512"}),
			"X allows 512 frames; this has 600.",
		},
		"keyframes in other words": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "the GOP is too large"}), "X says: “the GOP is too large”",
		},
		"processing, with X's name for it": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "InvalidMedia: file is invalid"}), "X only says “file is invalid”. The likeliest cause: the export is damaged.",
		},
		"server, once": {failed(upload.Server, xapi.Error{Status: 503}), "can't answer right now."},
		"server, often": {
			func() error { e := failed(upload.Server, xapi.Error{Status: 503}); e.Tries = 3; return e }(),
			"X's server answered “unavailable” 3 times.",
		},
		"server, often without an answer": {
			func() error { e := failed(upload.Server, xapi.Error{}); e.Tries = 3; return e }(), "can't answer right now.",
		},
		"drive":             {gone("/media/kay/SSD Media"), "The drive “SSD Media” isn't connected."},
		"drive of macOS":    {gone("/Volumes/SSD Media"), "The drive “SSD Media” isn't connected."},
		"folder":            {gone("/home/kay/Exports"), "The folder “Exports” isn't there."},
		"folder on a drive": {gone("/Volumes/SSD Media/Exports"), "The folder “Exports” isn't there."},
		"no folder":         {gone(""), "was moved, renamed or deleted"},
		"processing": {
			failed(upload.ProcessingFailed, xapi.Error{Message: "file is invalid"}), "X only says “file is invalid”.",
		},
		"not allowed to read": {file(upload.FileUnreadable, fs.ErrPermission), "doesn't let Hoist read \uFFFD[2Ja.mp4."},
		"failing drive":       {file(upload.FileUnreadable, syscall.EIO), "couldn't read \uFFFD[2Ja.mp4."},
		"too large": {
			file(upload.FileTooLarge, nil), "X takes 8.00 GB at most, and \uFFFD[2Ja.mp4 has 9.20 GB.",
		},
		"home": {
			fmt.Errorf("%w: %w", kinded("home_unwritable"), &fs.PathError{Op: "mkdir", Path: "/nowhere", Err: fs.ErrPermission}),
			"/nowhere can't be written",
		},
		"keys": {caused{"bad_keys", errors.New("the access token is missing")}, "as they are: the access token is missing."},
		"key file": {
			caused{"bad_key_file", &fs.PathError{Op: "open", Path: "/nowhere\x1b", Err: fs.ErrNotExist}},
			"with OAuth 1.0a keys: open /nowhere\uFFFD: file does not exist.",
		},
		"key file without a cause": {kinded("bad_key_file"), "with OAuth 1.0a keys."},
		"account":                  {kinded("no_account"), "no keys for @kestrel."},
		"stopped":                  {fmt.Errorf("waiting: %w", context.Canceled), "stopped before its end"},
	} {
		t.Run(name, func(t *testing.T) {
			p := english(t).Problem(test.err, messages.Facts{Account: "@kestrel"})
			if !strings.Contains(p.Why, test.why) {
				t.Errorf("got %q, want %q in it", p.Why, test.why)
			}
			if strings.Contains(p.Title+p.Why+p.Do, "\x1b") || strings.Contains(p.Details, "\x1b") {
				t.Errorf("a control character came through: %+v", p)
			}
		})
	}
}

func TestSpecialTitles(t *testing.T) {
	c := english(t)
	for words, want := range map[string]string{
		"Duration 2.minutes+29.seconds exceeds max duration of 2.minutes+20.seconds": "Too long for this account",
		"GOP of 600 is larger than 512":                                              "Keyframes are too far apart",
		"":                                                                           "X couldn't read the video",
	} {
		p := c.Problem(failed(upload.ProcessingFailed, xapi.Error{Message: words}), messages.Facts{})
		if p.Title != want {
			t.Errorf("%q: the title is %q, want %q", words, p.Title, want)
		}
	}
}

func TestWaiting(t *testing.T) {
	now := time.Date(2026, 9, 21, 14, 5, 9, 0, time.UTC)
	var p messages.Problem
	for kind, do := range map[upload.Kind]string{
		upload.Server:       "Nothing needed: it goes on by itself. Next try in 27:00.",
		upload.RateLimited:  "Nothing needed: it continues by itself at 14:32.",
		upload.NoConnection: "We'll carry on by ourselves when the connection is back. Next try in 27:00.",
	} {
		err := failed(kind, xapi.Error{})
		err.Sent = 941_000_000
		p = english(t).Problem(err, messages.Facts{Now: now, Until: now.Add(27 * time.Minute)})
		if !p.Waiting || p.Action != messages.ActionNone || p.Safe != "941 MB is safely on X." || p.Do != do {
			t.Errorf("%s: got %+v", kind, p)
		}
	}
	for left, want := range map[time.Duration]string{
		-time.Second: "Trying now…", 0: "Trying now…", time.Millisecond: "Next try in 0:01.", 12 * time.Second: "Next try in 0:12.",
		time.Hour - time.Second: "Next try in 59:59.", time.Hour: "Next try: 15:05.",
	} {
		if got := english(t).NextTry(now.Add(left), now); got != want {
			t.Errorf("%v before it: %q, want %q", left, got, want)
		}
	}
	// What has failed does not go on from there.
	p = english(t).Problem(failed(upload.NoConnection, xapi.Error{}), messages.Facts{Now: now})
	if p.Waiting || p.Safe != "" || p.Action != messages.ActionRetry {
		t.Errorf("got %+v", p)
	}
}

// TestEarlier tells a file that changed while it was sent from one that changed before the program was started again.
func TestEarlier(t *testing.T) {
	c, err := english(t), failed(upload.FileChanged, xapi.Error{})
	now, earlier := c.Problem(err, messages.Facts{}), c.Problem(err, messages.Facts{Earlier: true})
	if now.Title == earlier.Title || now.Why == earlier.Why || now.Do == earlier.Do || earlier.Do != "Start again with the file as it is now." {
		t.Errorf("got %+v and %+v", now, earlier)
	}
}

func TestDetails(t *testing.T) {
	c := english(t)
	now := time.Date(2026, 9, 21, 14, 5, 9, 0, time.FixedZone("", 2*3600))
	err := failed(upload.Forbidden, xapi.Error{
		Op: xapi.OpAppend, Status: 403, Code: 261, RequestID: "a1b2", Message: "Application\tcannot write. " + strings.Repeat("x", 400),
	})
	err.Segment = 219
	p := c.Problem(fmt.Errorf("in the queue: %w", err), messages.Facts{Now: now})
	words := "Application cannot write. " + strings.Repeat("x", 273) + "…"
	want := strings.Join([]string{
		"Kind: forbidden", "Step: APPEND", "Segment: 220", "HTTP status: 403", "X's code: 261", "X's words: " + words,
		"Request ID: a1b2", "Time: 2026-09-21 14:05:09 +02:00",
	}, "\n")
	if p.Details != want {
		t.Errorf("got\n%s\nwant\n%s", p.Details, want)
	}
	if p.Message() != "X doesn't allow this upload. X says: “"+words+"”" {
		t.Errorf("got %q", p.Message())
	}

	if earlier := c.Problem(err, messages.Facts{Now: now, At: now.Add(-time.Hour).UTC()}); !strings.Contains(earlier.Details, "Time: 2026-09-21 13:05:09 +02:00") {
		t.Errorf("an hour later it says\n%s", earlier.Details)
	}

	lost := c.Problem(failed(upload.ConnectionLost, xapi.Error{Op: xapi.OpInit, Err: errors.New("reset by peer")}), messages.Facts{})
	if want := "Kind: connection_lost\nStep: INIT\nCause: reset by peer"; lost.Details != want {
		t.Errorf("got\n%s\nwant\n%s", lost.Details, want)
	}
	local := c.Problem(&upload.Error{Kind: upload.FileUnreadable, Segment: 3, Err: syscall.EIO}, messages.Facts{})
	if want := "Kind: file_unreadable\nCause: input/output error"; local.Details != want {
		t.Errorf("got\n%s\nwant\n%s", local.Details, want)
	}
}
