package ui

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	"hoist/upload/practice"
	media "hoist/upload/video"
	"hoist/upload/xapi"
)

// faultyStage opens a window for kay, whose X misbehaves as the faults say.
func faultyStage(t *testing.T, o practice.Options, faults ...practice.Fault) *stage {
	t.Helper()
	o.Faults = faults
	journals := t.TempDir()
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		x := startX(t, o)
		d.Accounts.(*fakeAccounts).current = &upload.Account{
			Name: "kestrelfilms", BaseURL: x.URL(), SegmentBytes: 128 << 10, Sign: signer(x.Keys()),
		}
		d.Engine = func(a upload.Account, set home.Settings) (*upload.Engine, error) {
			return upload.New(a, upload.Options{AtOnce: set.AtOnce, Journals: journals})
		}
	})
	s.until("the account", func() bool { return s.account != nil })
	return s
}

// atOnce is an X that has nothing to process.
var atOnce = practice.Options{Processing: []practice.ProcessingStep{}}

// sent uploads a video until something is true, and returns it.
func (s *stage) sent(bytes int, what string, ok func(*video) bool) *video {
	s.t.Helper()
	s.drop(noisy(s.t, "Launch film.mp4", bytes))
	v := s.videos[0]
	s.start(v)
	s.until(what, func() bool { return ok(v) })
	return v
}

func hasFailed(v *video) bool { return v.state == failed }

// stoppedInTheMiddle uploads a part of a video over a slow line and lets it stand.
func (s *stage) stoppedInTheMiddle() *video {
	s.t.Helper()
	v := s.sent(3<<20, "some of it", func(v *video) bool { return v.progress.Confirmed > 0 })
	s.pause(v)
	s.until("it to stand", func() bool { return v.progress.Stage == upload.StagePaused })
	return v
}

// failedWith is a video that an upload has failed with that cannot be played with the stand-in.
func (s *stage) failedWith(err *upload.Error) *video {
	v := onItsWay()
	v.progress = upload.Progress{}
	err.File, err.Segment, err.Bytes = v.path, -1, v.file.Bytes
	s.show(v)
	s.fail(v, err)
	return v
}

// What differs from run to run in a message.
var (
	anySafe   = regexp.MustCompile(`\d[\d.]* (kB|MB|GB) is safely on X`)
	anyClock  = regexp.MustCompile(`\b([A-Z][a-z]{2} )?\d\d:\d\d\b`)
	anyWait   = regexp.MustCompile(`Next try in \d+:\d\d\.|Trying now…`)
	anyTries  = regexp.MustCompile(`\b([3-9]|\d\d+) times\b`)
	anyNumber = regexp.MustCompile(`127\.0\.0\.1:\d+`)
)

// steady takes out of a message what differs from run to run.
func steady(text string) string {
	text = anySafe.ReplaceAllString(text, "941 MB is safely on X")
	text = anyWait.ReplaceAllString(text, "Next try in 0:12.")
	text = anyTries.ReplaceAllString(text, "3 times")
	text = anyClock.ReplaceAllString(text, "14:05")
	return anyNumber.ReplaceAllString(text, "X")
}

// message is what a person reads about what is the matter with a video.
type message struct {
	title   string
	body    string // what is safe, why, and what to do
	buttons []string
}

// TestMessages goes through ux.md 3.16: it lets each thing go wrong, at the stand-in where that can do it, and reads what
// the window says about it, letter by letter.
func TestMessages(t *testing.T) {
	for name, c := range map[string]struct {
		wrong func(*testing.T) (*stage, *video)
		want  message
	}{
		"1 no connection": {
			func(t *testing.T) (*stage, *video) {
				x := startX(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
				s := newStage(t, func(d *Deps, _ *practice.Options) {
					d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "kay", BaseURL: x.URL(), SegmentBytes: 128 << 10, Sign: signer(x.Keys())}
				})
				s.until("the account", func() bool { return s.account != nil })
				v := s.stoppedInTheMiddle()
				if err := x.Close(); err != nil {
					t.Fatal(err)
				}
				s.resume(v)
				s.until("no connection", func() bool { return v.standing() && v.progress.Trouble.Kind == upload.NoConnection })
				return s, v
			},
			message{
				"No connection", "941 MB is safely on X. We'll carry on by ourselves when the connection is back. Next try in 0:12.",
				[]string{"Try now", "Pause"},
			},
		},
		"2 drops": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "append", After: 6, What: "drop", When: "mid", Times: -1})
				return s, s.sent(3<<20, "that it keeps dropping", func(v *video) bool {
					cut, _ := v.progress.CutOff()
					return cut == 8 && v.standing()
				})
			},
			message{
				"The connection keeps dropping",
				"941 MB is safely on X. 8 of the last 8 segments were cut off. Leave it running, or try another network.",
				[]string{"Limit speed", "Try now", "Pause"},
			},
		},
		"3 segment size": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "append", What: "status", Preset: "too-large", Times: -1})
				return s, s.sent(600<<10, "the failure", hasFailed)
			},
			message{
				"X refused this segment size",
				"X didn't take segments of 131 kB. A proxy may be in the way: use another network, then start again.",
				[]string{"Start again", "Choose another file…", "Remove"},
			},
		},
		"3 segment size of a large file": {
			func(t *testing.T) (*stage, *video) {
				s := newStage(t, nil)
				v := s.failedWith(&upload.Error{Kind: upload.SegmentTooLarge, SegmentBytes: 6_400_000})
				v.problem.(*upload.Error).Bytes = 6_400_000_000 //nolint:errorlint // it was just made
				return s, v
			},
			message{
				"X refused this segment size",
				"X didn't take segments of 6.4 MB. A file this large can't be sent in smaller segments. Export it under 4.1 GB.",
				[]string{"Start again", "Choose another file…", "Remove"},
			},
		},
		"4 rate limit": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "append", After: 12, What: "status", Preset: "rate-limit", Seconds: 300, Times: -1})
				return s, s.sent(3<<20, "that it waits", func(v *video) bool { return v.standing() && v.progress.Confirmed > 0 })
			},
			message{
				"X asked us to slow down",
				"941 MB is safely on X. This account or app sent many requests in 15 minutes. Nothing needed: it continues by itself at 14:05.",
				[]string{"Pause"},
			},
		},
		"5 X in trouble": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "init", What: "status", Preset: "unavailable", Times: -1})
				return s, s.sent(600<<10, "three answers", func(v *video) bool {
					if v.standing() && v.progress.Trouble.Tries >= 3 { // a try that was under way may have been one more
						return true
					}
					s.tryNow(v)
					return false
				})
			},
			message{
				"X is having trouble",
				"X's server answered “unavailable” 3 times. Nothing needed: it goes on by itself. Next try in 0:12.",
				[]string{"Try now", "Pause", "X status page"},
			},
		},
		"6 sign in again": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "append", After: 12, What: "status", Preset: "revoked"})
				return s, s.sent(3<<20, "that it stands", (*video).keyless)
			},
			message{
				"Sign in again to continue",
				"941 MB is safely on X. X ended the sign-in of @kestrelfilms (password changed, access removed, or it ran out). " +
					"Sign in again. Then the upload continues where it was.",
				[]string{"Sign in with X"},
			},
		},
		"6 keys refused in the middle": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "append", After: 12, What: "status", Preset: "unauthorized"})
				return s, s.sent(3<<20, "that it stands", (*video).keyless)
			},
			message{
				"Sign in again to continue",
				"941 MB is safely on X. X ended the sign-in of @kestrelfilms (password changed, access removed, or it ran out). " +
					"Sign in again. Then the upload continues where it was.",
				[]string{"Sign in with X"},
			},
		},
		"7 read only": {
			refusedAtInit("read-only"),
			message{
				"Your X app may only read",
				"Uploading needs an app with the permission \"Read and write\", and keys that were made after it was given. " +
					"In X's console set the app to \"Read and write\", make the access token anew, then sign in again.",
				[]string{"Open console", "Sign in again", "Remove"},
			},
		},
		"8 not enrolled": {
			refusedAtInit("not-enrolled"),
			message{
				"Your X app isn't switched on",
				"X knows the key, but the app is in no package. " +
					"In the console: Manage apps → your app → Move to package → Pay-per-use → Production.",
				[]string{"Open console", "Copy steps", "Try again"},
			},
		},
		"9 credits": {
			refusedAtInit("credits"),
			message{
				"Your X developer credits are used up",
				"X charges this app's use to its credits, and they are at zero. Add credits or raise the limit, then retry.",
				[]string{"Open console", "Retry", "Remove"},
			},
		},
		"10 file changed": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
				v := s.stoppedInTheMiddle()
				if err := os.WriteFile(v.path, []byte("another cut"), 0o600); err != nil {
					t.Fatal(err)
				}
				s.resume(v)
				s.until("the failure", func() bool { return v.state == failed })
				return s, v
			},
			message{
				"The file changed during the upload", "Launch film.mp4 was saved again at 14:05. Finish exporting, then start again.",
				[]string{"Start again", "Find the original…", "Remove"},
			},
		},
		"11 file gone": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
				v := s.stoppedInTheMiddle()
				if err := os.Rename(filepath.Dir(v.path), filepath.Dir(v.path)+".gone"); err != nil {
					t.Fatal(err)
				}
				s.resume(v)
				s.until("the failure", func() bool { return v.state == failed })
				v.problem.(*upload.Error).Gone = "/tmp/Exports" //nolint:errorlint // the folder of a test has no name worth reading
				return s, v
			},
			message{
				"We can't read the file any more",
				"941 MB is safely on X. The folder “Exports” isn't there. Bring it back; we'll carry on.",
				[]string{"Locate file…", "Try again", "Remove"},
			},
		},
		"11 drive gone": {
			func(t *testing.T) (*stage, *video) {
				s := newStage(t, nil)
				v := onItsWay()
				s.show(v)
				s.fail(v, &upload.Error{Kind: upload.FileMissing, File: v.path, Segment: -1, Gone: "/media/kay/SSD Media", Sent: v.progress.Confirmed})
				return s, v
			},
			message{
				"We can't read the file any more",
				"941 MB is safely on X. The drive “SSD Media” isn't connected. Connect it; we'll carry on.",
				[]string{"Locate file…", "Try again", "Remove"},
			},
		},
		"12 out of time": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
				v := s.stoppedInTheMiddle()
				v.pace, v.file.Bytes = 1.9e6, 1_710_000_000
				s.expire(v.progress.Expires.Add(time.Second))
				return s, v
			},
			message{
				"This upload ran out of time",
				"X keeps an unfinished upload for a limited time, and kept this one until 14:05. " +
					"Start again; leave the computer on or use a faster line. At 1.9 MB/s it takes about 15 min.",
				[]string{"Start again", "Remove"},
			},
		},
		"13 sizes": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, atOnce, practice.Fault{Op: "finalize", What: "status", Preset: "segments", Times: -1})
				return s, s.sent(307_200-24, "the failure", hasFailed)
			},
			message{
				"X is missing part of the video", "The bytes that X counted don't add up to the 307 kB of the file. Send the video again.",
				[]string{"Send again", "Remove"},
			},
		},
		"14 rejected": {
			refusedInProcessing("invalid-media"),
			message{
				"X couldn't read the video",
				"X only says “file is invalid”. The likeliest cause: the export is damaged. " +
					"Play it to the end; export it again as H.264 with AAC sound.",
				[]string{"Choose another file…", "Show checks", "Start again"},
			},
		},
		"14 rejected, with a fault": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, practice.Options{}, practice.Fault{Op: "finalize", What: "processing", Preset: "invalid-media"})
				s.finds()
				s.drop(clip(t, "loud.mp4", 4096))
				v := s.videos[0]
				s.uploadAnyway(v)
				s.until("the failure", func() bool { return v.state == failed })
				return s, v
			},
			message{
				"X couldn't read the video",
				"X only says “file is invalid”. The likeliest cause here: 6 channels of sound. " +
					"Play it to the end; export it again as H.264 with AAC sound.",
				[]string{"Copy ffmpeg command", "Show checks", "Choose another file…"},
			},
		},
		"15 too long": {
			refusedInProcessing("too-long"),
			message{
				"Too long for this account",
				"X: 2 min 20 s for this account; this is 2 min 29 s. Shorten it, or use an account with Premium.",
				[]string{"Choose another file…", "Show checks", "Start again"},
			},
		},
		"15 keyframes": {
			func(t *testing.T) (*stage, *video) {
				s := newStage(t, nil)
				v := s.film("Launch film.mp4", func(i *media.Info) { i.Picture.KeyframeGap = 600 })
				s.show(v)
				s.fail(v, &upload.Error{Kind: upload.ProcessingFailed, File: v.path, Segment: -1, Err: &xapi.Error{
					Op: xapi.OpStatus, Kind: upload.ProcessingFailed, Message: "UnsupportedMedia: the GOP is too long",
				}})
				return s, v
			},
			message{
				"Keyframes are too far apart",
				"X allows 512 frames; this has 600. Export it again with a keyframe interval of 120.",
				[]string{"Copy ffmpeg command", "Show checks", "Choose another file…"},
			},
		},
		"16 processing for long": {
			func(t *testing.T) (*stage, *video) {
				s := faultyStage(t, practice.Options{}, practice.Fault{Op: "finalize", What: "processing", Preset: "endless"})
				v := s.sent(600<<10, "99 %", func(v *video) bool { return v.state == processing && v.progress.Percent == 99 })
				v.moved = s.now().Add(-12*time.Minute - 20*time.Second)
				return s, v
			},
			message{
				"X is taking unusually long",
				"It has been at 99 % for 12 min. Long videos can take a while. Wait, or upload it again.",
				[]string{"Keep waiting", "Check now", "Upload again"},
			},
		},
		"clock": {
			refusedAtInit("clock"),
			message{
				"This computer's clock is off",
				"It is 10 minutes behind, and X refuses requests from another time. Set date and time, best by themselves, then try again.",
				[]string{"Try again", "Remove"},
			},
		},
		"proxy or certificate": {
			func(t *testing.T) (*stage, *video) {
				s := newStage(t, nil)
				return s, s.failedWith(&upload.Error{Kind: upload.Untrusted, Err: &xapi.Error{
					Op: xapi.OpInit, Kind: upload.Untrusted,
					Err: x509.UnknownAuthorityError{Cert: &x509.Certificate{Issuer: pkix.Name{CommonName: "corp-fw"}}},
				}})
			},
			message{
				"Somebody checks your secure traffic",
				"A proxy called corp-fw is checking secure traffic, and we can't verify it. " +
					"If you know it, add its certificate in the settings under Network. Else use another network.",
				[]string{"Add its certificate…", "Proxy settings", "Try again"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, v := c.wrong(t)
			s.selected = v
			s.details.apply(v)
			view, shown := s.details.noticeOf(v, s.now())
			if !shown || !s.details.notice.Visible() {
				t.Fatal("nothing is said")
			}
			if view.Title != c.want.title {
				t.Errorf("the title is\n%s\nwant\n%s", view.Title, c.want.title)
			}
			if got := steady(view.Body); got != c.want.body {
				t.Errorf("it says\n%s\nwant\n%s", got, c.want.body)
			}
			if got := buttonLabels(view.Actions); !slices.Equal(got, c.want.buttons) {
				t.Errorf("the buttons are %q, want %q", got, c.want.buttons)
			}
			if line := s.faceNow(v).line; !strings.Contains(line, c.want.title) && v.state != paused {
				t.Errorf("the card says %q", line)
			}
		})
	}
}

func buttonLabels(actions []widgets.Action) []string {
	var all []string
	for _, a := range actions {
		all = append(all, a.Label)
	}
	return all
}

// refusedAtInit lets X refuse an upload before it has begun.
func refusedAtInit(preset string) func(*testing.T) (*stage, *video) {
	return func(t *testing.T) (*stage, *video) {
		s := faultyStage(t, atOnce, practice.Fault{Op: "init", What: "status", Preset: preset, Times: -1})
		return s, s.sent(4096, "the failure", hasFailed)
	}
}

// refusedInProcessing lets X give up on a video after it has all of it.
func refusedInProcessing(preset string) func(*testing.T) (*stage, *video) {
	return func(t *testing.T) (*stage, *video) {
		s := faultyStage(t, practice.Options{}, practice.Fault{Op: "finalize", What: "processing", Preset: preset})
		return s, s.sent(4096, "the failure", hasFailed)
	}
}

// TestExpiredMessage is row 20 of 3.16: the pane says so, and the end, and offers to upload it again.
func TestExpiredMessage(t *testing.T) {
	s := faultyStage(t, atOnce)
	v := s.sent(4096, "its end", func(v *video) bool { return v.state == done })
	end := v.progress.Result.Expires
	s.now = func() time.Time { return end.Add(time.Hour) }
	s.refreshAll()
	d := s.details
	if d.title.Text() != "This video has expired on X" || s.faceNow(v).line != "Expired on X · upload again to use" {
		t.Errorf("the pane says %q, the card %q", d.title.Text(), s.faceNow(v).line)
	}
	if got, want := d.body.Text(), "Media IDs last a limited time; this one ended "+s.words.Clock(end, s.now())+". Upload the video again to use it."; got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	if label := d.button.AccessibilityLabel(); !d.button.Visible() || label != "Upload again" || d.links.Visible() || d.mediaID.Visible() {
		t.Errorf("the button is %q", label)
	}
	s.press("ui.upload_again")
	s.until("it to be there again", func() bool { return v.state == done && v.progress.Result.Expires != end })
}

// TestMessagesElsewhere are the rows of 3.16 that the window says outside of the details.
func TestMessagesElsewhere(t *testing.T) {
	c := english(t)
	for name, row := range map[string]struct {
		err            error
		title, why, do string
	}{
		"1 no route": {
			&upload.Error{Kind: upload.NoConnection, Segment: -1, Err: &xapi.Error{Op: xapi.OpInit, Kind: upload.NoConnection, Err: &net.OpError{Op: "dial", Err: syscall.ENETUNREACH}}},
			"No connection", "This computer can't reach the internet.", "Check the network, then try again.",
		},
		"1 no name server": {
			&upload.Error{Kind: upload.NoConnection, Segment: -1, Err: &xapi.Error{Op: xapi.OpInit, Kind: upload.NoConnection, Err: &net.DNSError{Name: "api.x.com", IsTimeout: true}}},
			"No connection", "This computer can't reach the internet.", "Check the network, then try again.",
		},
		"keyring locked": {
			kinded("keyring_locked"), "Your password store is locked",
			"The keys for X are kept in it. Where none was ever made on this computer, the desktop's own program for passwords makes one.",
			"Unlock it to sign in.",
		},
		"callback port taken": {
			kinded("port_taken"), "All sign-in ports are in use",
			"The browser comes back to Hoist on port 47821, 47822 or 47823 of this computer, and none of them is free.",
			"Close the other program or sign-in and try again, or sign in with a PIN.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := c.Problem(row.err, messages.Facts{})
			if p.Title != row.title || p.Why != row.why || p.Do != row.do {
				t.Errorf("%q\n%q\n%q\nwant\n%q\n%q\n%q", p.Title, p.Why, p.Do, row.title, row.why, row.do)
			}
		})
	}
}
