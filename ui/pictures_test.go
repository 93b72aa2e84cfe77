package ui

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/upload"
)

// scenes are the window in each of its states, with the questions and menus over it.
func scenes() map[string]func(*stage) {
	return map[string]func(*stage){
		"empty":          func(*stage) {},
		"empty_practice": (*stage).practise,
		"checking": func(s *stage) {
			v := sized("Launch film – final v7.mp4", 1)
			v.state, v.file = checking, upload.File{}
			s.show(v, readyVideo("Behind the scenes.mov"))
		},
		"waiting": func(s *stage) {
			next := readyVideo("Behind the scenes.mov")
			next.state = waiting
			s.show(onItsWay(), next)
			s.selected = next
			s.refreshAll()
		},
		"ready": func(s *stage) {
			s.show(readyVideo("Launch film – final v7.mp4"), readyVideo("Behind the scenes.mov"), readyVideo("Teaser 15s.mp4"))
		},
		"uploading":  (*stage).uploadingScene,
		"segments":   (*stage).segmentsScene,
		"history":    (*stage).historyScene,
		"settings":   func(s *stage) { s.showSettings() },
		"offline":    (*stage).offlineScene,
		"processing": func(s *stage) { s.show(processingVideo(), readyVideo("Behind the scenes.mov")) },
		"done":       func(s *stage) { s.show(doneVideo("Launch film – final v7.mp4")) },
		"expired": func(s *stage) {
			v := doneVideo("Teaser 15s.mp4")
			v.progress.Result.Expires = sceneNow().Add(-time.Hour)
			s.show(v)
		},
		"done_practice": func(s *stage) { s.practise(); s.show(inPractice(doneVideo("sample.mp4"))) },
		"failed":        func(s *stage) { s.show(failedVideo(), readyVideo("Behind the scenes.mov")) },
		"refused":       func(s *stage) { s.show(refusedVideo()) },
		"question": func(s *stage) {
			s.uploadingScene()
			s.askRemove(s.selected)
		},
		"question_paused": func(s *stage) {
			s.pausedScene()
			s.askRemove(s.selected)
		},
		"question_processing": func(s *stage) {
			s.show(processingVideo(), readyVideo("Behind the scenes.mov"))
			s.askRemove(s.selected)
		},
		"question_remove_all": func(s *stage) {
			s.show(processingVideo(), pausedVideo(), readyVideo("Behind the scenes.mov"))
			s.askRemoveAll()
		},
		"question_close": func(s *stage) {
			s.uploadingScene()
			s.onClose()
		},
		"would_fail":             (*stage).wouldFailScene,
		"would_fail_convertible": (*stage).convertibleScene,
		"warned":                 (*stage).warnedScene,
		"checks":                 (*stage).checksScene,
		"growing":                (*stage).growingScene,
		"unprocessed":            (*stage).unprocessedScene,
		"paused":                 (*stage).pausedScene,
		"keyless":                (*stage).keylessScene,
		"slowed":                 (*stage).slowedScene,
		"stranger":               (*stage).strangerScene,
		"welcome":                (*stage).welcomeScene,
		"changed":                (*stage).changedScene,
		"anew":                   (*stage).anewScene,
		"dropping":               (*stage).droppingScene,
		"ending":                 (*stage).endingScene,
		"dwelling":               (*stage).dwellingScene,

		"converting":          (*stage).convertingScene,
		"unmade":              (*stage).unmadeScene,
		"question_copy":       func(s *stage) { s.convertingScene(); s.cancelVideo(s.selected) },
		"question_close_copy": (*stage).convertQuestionScene,

		"card_menu": func(s *stage) {
			s.uploadingScene()
			s.showCardMenu(s.videos[1], fyne.NewPos(200, 190))
		},
		"limit_menu": func(s *stage) {
			s.settings.SpeedLimit = 1_000_000
			s.uploadingScene()
			s.showLimitMenu()
		},
		"sign_in_first": func(s *stage) { s.signInScene() },
		"sign_in_ways":  (*stage).waysScene,
		"sign_in_keys":  func(s *stage) { s.signInScene(); s.signing.showKeys() },
		"sign_in_four":  func(s *stage) { s.signInScene(); s.signing.showTokens() },
		"sign_in_callback": func(s *stage) {
			s.signInScene()
			s.signing.showKeys()
			s.signing.fail(kinded("callback_refused"))
		},
		"sign_in_browser":   func(s *stage) { s.waitScene(false) },
		"sign_in_elsewhere": func(s *stage) { s.waitScene(false); s.press("ui.sign_in.elsewhere") },
		"sign_in_pin":       func(s *stage) { s.waitScene(true); s.write("1234") },
		"sign_in_done":      func(s *stage) { s.doneScene("read-write", nil) },
		"sign_in_read_only": func(s *stage) { s.doneScene("read", nil) },
		"sign_in_unkept":    func(s *stage) { s.doneScene("", kinded("keyring_missing")) },
		"account_menu":      func(s *stage) { s.waysScene(); s.showPage(nil); s.showAccountMenu() },
		"update":            (*stage).updateScene,
		"store_shut":        func(s *stage) { s.found(nil, kinded("keyring_locked")) },
		"sign_in_refused": func(s *stage) {
			s.waitScene(true)
			s.signing.signIn.(*fakeSignIn).spent = true
			s.signing.fail(kinded("pin_refused"))
		},
	}
}

// TestPictures draws the window in each of its states, light and dark, and checks that everything has the room that it
// needs, that all of it can be made out, and that it looks as people have agreed to (golden_test.go). Where HOIST_PICTURES
// names a folder, the pictures are kept there: make screenshots takes the README's from it.
func TestPictures(t *testing.T) {
	for name, scene := range scenes() {
		t.Run(name, func(t *testing.T) {
			s := sceneStage(t, nil)
			scene(s)
			var pictures []image.Image
			for _, look := range []home.Theme{home.Light, home.Dark} {
				s.settings.Theme = look
				s.applyLook()
				s.settle()
				fits(t, s.window.Content(), "window")
				pictures = append(pictures, s.keepPicture(t, fmt.Sprintf("%s_%s", name, look)))
				s.readable(t, string(look))
			}
			if share := differing(pictures[0], pictures[1]); share < 0.9 {
				t.Errorf("light and dark differ in %.0f %% of the window", 100*share)
			}
			if s.asking == nil && s.window.Canvas().Overlays().Top() != nil {
				return // a menu of Fyne's
			}
			s.apart("the usual window")
			s.window.Resize(fyne.NewSize(720, 540))
			s.apart("the smallest window")
			s.sizes(t, name)
			s.golden(t, name, pictures[0], pictures[1])
		})
	}
}

// fits fails for each visible child of a container that has less room than it needs.
func fits(t *testing.T, o fyne.CanvasObject, where string) {
	t.Helper()
	c, ok := o.(*fyne.Container)
	if !ok {
		return
	}
	for i, child := range c.Objects {
		if !child.Visible() {
			continue
		}
		at := fmt.Sprintf("%s/%d(%T)", where, i, child)
		if least, size := child.MinSize(), child.Size(); least.Width > size.Width+0.5 || least.Height > size.Height+0.5 {
			t.Errorf("%s has %v and needs %v", at, size, least)
		}
		fits(t, child, at)
	}
}

// sampled returns every third pixel of every third line.
func sampled(picture image.Image) []color.Color {
	var pixels []color.Color
	bounds := picture.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y += 3 {
		for x := bounds.Min.X; x < bounds.Max.X; x += 3 {
			pixels = append(pixels, picture.At(x, y))
		}
	}
	return pixels
}

// differing returns the share of the pixels in which two pictures of one size differ.
func differing(a, b image.Image) float64 {
	n, other := 0, sampled(b)
	for i, c := range sampled(a) {
		if c != other[i] {
			n++
		}
	}
	return float64(n) / float64(len(other))
}

// painted checks that there is more in a picture than a ground in one colour.
func painted(t *testing.T, name string, picture image.Image) {
	t.Helper()
	all, count, most := sampled(picture), map[color.Color]int{}, 0
	for _, c := range all {
		count[c]++
		most = max(most, count[c])
	}
	if len(count) < 30 || most*100 > 97*len(all) {
		t.Errorf("%s is blank: %d colours, one of them on %d of %d pixels", name, len(count), most, len(all))
	}
}

// keepPicture draws the window, checks that something is there, and keeps the picture where somebody wants it.
func (s *stage) keepPicture(t *testing.T, name string) image.Image {
	t.Helper()
	picture := s.window.Canvas().Capture()
	if size := picture.Bounds().Size(); size.X != 1080 || size.Y != 720 {
		t.Errorf("the picture is %v", size)
	}
	painted(t, name, picture)
	if folder := os.Getenv("HOIST_PICTURES"); folder != "" {
		writePNG(t, filepath.Join(folder, name+".png"), picture)
	}
	return picture
}

func writePNG(t *testing.T, path string, picture image.Image) {
	t.Helper()
	var file bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&file, picture)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, file.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// show puts videos into the queue and selects the first.
func (s *stage) show(videos ...*video) {
	for _, v := range videos {
		s.filmed(v)
		s.judge(v, sceneNow())
		s.addCard(v)
	}
	s.selected = videos[0]
	s.status("")
	s.frame.said = time.Time{}
	s.refreshAll()
}

func (s *stage) practise() {
	s.practice, s.account = &upload.Account{Name: "practice", Practice: true}, nil
	s.refreshAll()
}

func inPractice(v *video) *video {
	v.account = upload.Account{Name: "practice", Practice: true}
	return v
}

func sized(name string, bytes int64) *video {
	plan, err := upload.NewPlan(bytes, 0)
	if err != nil {
		panic(err)
	}
	return &video{
		path: "/home/kay/Videos/" + name, name: name, file: upload.File{Bytes: bytes, Plan: plan, Info: goodInfo(bytes)},
		account: upload.Account{Name: "kestrelfilms"},
	}
}

func readyVideo(name string) *video {
	v := sized(name, 1_230_000_000)
	v.state = ready
	return v
}

// onItsWay is a large video of which 57 % are at X, three segments are on the wire and one is in trouble.
func onItsWay() *video {
	v := sized("Launch film – final v7.mp4", 1_728_000_000)
	v.state = uploading
	plan := v.file.Plan
	p := upload.Progress{
		Stage: upload.StageSending, MediaID: "1880028106020515840", Bytes: v.file.Bytes, SegmentBytes: plan.SegmentBytes,
		Segments: make([]upload.SegmentProgress, plan.Segments), Percent: -1, Speed: 1.9e6,
	}
	for i := range 238 {
		p.Segments[i] = upload.SegmentProgress{State: upload.SegmentTaken, Bytes: plan.SegmentBytes, Attempt: 1}
	}
	for i := range 3 {
		p.Segments[235+i] = upload.SegmentProgress{State: upload.SegmentSending, Bytes: int64(3-i) << 20, Attempt: 1}
	}
	p.Segments[219] = upload.SegmentProgress{State: upload.SegmentTroubled, Attempt: 2}
	p.Confirmed = 234 * plan.SegmentBytes
	v.progress = p
	return v
}

// keptUntil is until when X keeps an upload that is on its way in a scene.
func keptUntil() time.Time { return sceneNow().Add(20*time.Hour + 30*time.Minute) }

func (s *stage) uploadingScene() {
	second, third := readyVideo("Behind the scenes.mov"), doneVideo("Teaser 15s.mp4")
	second.state = waiting
	first := onItsWay()
	first.progress.Expires = keptUntil()
	s.show(first, second, refusedVideo(), third)
}

func (s *stage) offlineScene() {
	v := onItsWay()
	v.progress.Stage, v.progress.Until, v.progress.Expires = upload.StageWaiting, sceneNow().Add(30*time.Second), keptUntil()
	v.progress.Trouble = &upload.Error{Kind: upload.NoConnection, Segment: 219, Sent: v.progress.Confirmed, Bytes: v.file.Bytes}
	s.show(v, readyVideo("Behind the scenes.mov"))
}

func processingVideo() *video {
	v := onItsWay()
	v.state, v.progress.Stage, v.progress.Percent = processing, upload.StageProcessing, 40
	v.progress.Confirmed = v.progress.Bytes
	return v
}

func doneVideo(name string) *video {
	v := sized(name, 1_610_000_000)
	v.state = done
	v.progress = upload.Progress{Stage: upload.StageFinished, Result: &upload.Result{
		MediaID: "1880028106020515840", Expires: sceneNow().Add(23*time.Hour + 59*time.Minute + 30*time.Second), Bytes: v.file.Bytes,
		Elapsed: 14*time.Minute + 8*time.Second, Segments: v.file.Plan.Segments, Resent: 6,
	}}
	return v
}

func failedVideo() *video {
	v := onItsWay()
	v.state, v.problem = failed, &upload.Error{
		Kind: upload.FileChanged, File: v.path, Segment: -1, Sent: v.progress.Confirmed, Bytes: v.file.Bytes,
		Err: fmt.Errorf("its size went from 1728000000 to 1730000000 bytes"),
	}
	return v
}

func refusedVideo() *video {
	v := sized("Interview notes.mp4", 48_000)
	v.state, v.problem = refused, &upload.Error{Kind: upload.FileNotVideo, File: v.path, Segment: -1}
	v.file.Info = nil
	return v
}

// signInScene opens the sign-in page of a first start.
func (s *stage) signInScene() {
	s.UI.accounts, s.account = nil, nil
	s.refreshAll()
	s.showSignIn("")
}

// waysScene opens it with all that can be offered.
func (s *stage) waysScene() {
	s.UI.accounts = append(s.UI.accounts, upload.Account{Name: "merlinclips"})
	s.accounts.files = []FiledAccount{{File: "/home/kay/.twurlrc", Name: "kestrelfilms"}, {File: "/home/kay/.xurl", Index: 1}}
	s.showSignIn("")
	options := len(s.signing.options.Objects)
	s.until("what is in the files", func() bool { return len(s.signing.options.Objects) > options })
}

// waitScene waits for the browser, or the PIN.
func (s *stage) waitScene(byPIN bool) {
	s.signInScene()
	s.signing.showKeys()
	s.signing.beginWith(byPIN)
	s.until("X's page", func() bool { return s.signing.signIn != nil })
}

// doneScene is the end of a sign-in.
func (s *stage) doneScene(access string, kept error) {
	s.signInScene()
	s.accounts.keepErr = kept
	s.signing.granted(upload.Account{Name: "kestrelfilms"}, access)
	s.until("the password store", func() bool { return !s.signing.busy.Visible() })
}
