package ui

import (
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/ui/widgets"
	"hoist/upload"
	"hoist/upload/practice"
)

// fakeKeeper remembers what it was asked for.
type fakeKeeper struct {
	mu     sync.Mutex
	held   bool
	err    error
	reason string
}

func (k *fakeKeeper) Explain(reason string) { k.reason = reason }

func (k *fakeKeeper) Hold() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held = k.err == nil
	return k.err
}

func (k *fakeKeeper) fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.err = err
}

func (k *fakeKeeper) Release() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held = false
}

func (k *fakeKeeper) holds() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.held
}

// TestKeepsAwake keeps the computer awake while something is sent, and says so; not while it stands, and not after it.
func TestKeepsAwake(t *testing.T) {
	s := practiceStage(t, slow)
	k := s.keeper.(*fakeKeeper)
	s.drop(clip(t, "film.mp4", 4<<20))
	v := s.videos[0]
	if k.holds() || s.frame.awake.Visible() {
		t.Error("it is kept awake for nothing")
	}
	s.start(v)
	s.until("it to be kept awake", func() bool { return k.holds() && s.frame.awake.Visible() })
	s.pause(v)
	s.until("it to be let go while the upload stands", func() bool { return !k.holds() && !s.frame.awake.Visible() })
	s.resume(v)
	s.until("it to be kept awake again", func() bool { return k.holds() })
	s.settings.KeepAwake = false
	s.refreshFrame()
	s.until("it to be let go on a person's wish", func() bool { return !k.holds() })
	s.settings.KeepAwake = true
	s.refreshFrame()
	s.until("it to be kept awake once more", func() bool { return k.holds() })
	s.until("the end", func() bool { return v.state == done })
	s.until("it to be let go at the end", func() bool { return !k.holds() && !s.frame.awake.Visible() })
}

// TestAwakeNotPossible uploads on a computer that cannot be kept awake: nothing says that it was.
func TestAwakeNotPossible(t *testing.T) {
	s := practiceStage(t, nil)
	s.keeper.(*fakeKeeper).err = errors.New("nobody to ask")
	s.drop(clip(t, "film.mp4", 4096))
	s.start(s.videos[0])
	s.until("the end", func() bool { return s.videos[0].state == done })
	if s.frame.awake.Visible() {
		t.Error("it says that the computer is kept awake")
	}
}

// TestAwakeIsMadeSure asks again where what kept the computer awake has ended by itself, and says so where it cannot be had.
func TestAwakeIsMadeSure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k, wish, ctx := &fakeKeeper{}, make(chan bool), t.Context()
		var heard []bool
		go holdWhile(ctx, k, wish, func(held bool, _ error) { heard = append(heard, held) })
		step := func(what string, want ...bool) {
			t.Helper()
			synctest.Wait()
			if !slices.Equal(heard, want) || k.holds() != want[len(want)-1] {
				t.Errorf("%s: told %v, and it is held: %v", what, heard, k.holds())
			}
		}
		wish <- true
		step("at first", true)
		k.Release() // the desktop's program has crashed
		time.Sleep(holdAgain)
		step("after a while", true)
		k.fail(errors.New("nobody to ask"))
		time.Sleep(holdAgain)
		step("when nobody is left", true, false)
		k.fail(nil)
		time.Sleep(holdAgain)
		step("when somebody is back", true, false, true)
		wish <- false
		step("at the end", true, false, true, false)
		time.Sleep(10 * holdAgain)
		step("long after", true, false, true, false)
	})
}

// TestAwakeEnds lets the computer sleep after half an hour without a connection, and says so.
func TestAwakeEnds(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	v.progress.Stage, v.progress.Trouble = upload.StageWaiting, &upload.Error{Kind: upload.NoConnection, Segment: 3}
	s.show(v)
	now := time.Now()
	for _, c := range []struct {
		offline time.Duration
		want    bool
	}{{29 * time.Minute, true}, {31 * time.Minute, false}} {
		v.offline = now.Add(-c.offline)
		if got := s.wantsAwake(now); got != c.want {
			t.Errorf("after %v: awake %v", c.offline, got)
		}
	}
	s.refreshAll()
	s.reads(s.words.Text("ui.awake.over"))
}

// listen returns what gives the notifications of a stage.
func (s *stage) listen() (heard func() []string) {
	var sent []string
	var mu sync.Mutex
	s.teller.send = func(title, body string) {
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, title+": "+body)
		s.do(func() {}) // the test looks again
	}
	return func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Sorted(slices.Values(sent))
	}
}

// TestNews tells with fixed words what somebody wants to know who looks elsewhere, once for each kind.
func TestNews(t *testing.T) {
	s := accountStage(t)
	heard := s.listen()
	s.drop(clip(t, "secret film.mp4", 4096), clip(t, "two.mp4", 4096))
	s.teller.away = true
	s.uploadAll()
	s.until("both", func() bool { return s.videos[0].state == done && s.videos[1].state == done })
	s.fail(s.videos[1], &upload.Error{Kind: upload.FileChanged, Segment: -1})
	if got := heard(); len(got) != 0 {
		t.Errorf("told at once: %q", got)
	}
	s.videos[1].state = done
	s.tellAll()
	s.until("two notifications", func() bool { return len(heard()) == 2 })
	want := []string{"Hoist: " + s.words.Count("notify.all_ready", 2), "Hoist: " + s.words.Count("notify.needs", 1)}
	slices.Sort(want)
	if got := heard(); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestNewsAreNotToldToWhoLooks tells nothing while the window has the focus, or when it has got it in the meantime.
func TestNewsAreNotToldToWhoLooks(t *testing.T) {
	s := newStage(t, nil)
	heard := s.listen()
	s.tell(newsReady)
	s.teller.away = true
	s.tell(newsReady)
	s.teller.away = false
	s.tellAll()
	s.Close() // waits for what would tell
	if got := heard(); s.teller.counts != [newsKinds]int{} || len(got) != 0 {
		t.Errorf("%v wait, told %q", s.teller.counts, got)
	}
}

// TestNewsOfTime tells once that a media ID ends within the hour, and once that the connection stays away.
func TestNewsOfTime(t *testing.T) {
	s := newStage(t, nil)
	s.teller.away = true
	soon, off := doneVideo("soon.mp4"), onItsWay()
	now := time.Now()
	soon.progress.Result.Expires = now.Add(59 * time.Minute)
	off.progress.Stage, off.progress.Trouble = upload.StageWaiting, &upload.Error{Kind: upload.NoConnection, Segment: 3}
	off.offline = now.Add(-11 * time.Minute)
	later := doneVideo("later.mp4")
	later.progress.Result.Expires = now.Add(3 * time.Hour)
	s.show(soon, off, later)
	s.watchTime(now)
	s.watchTime(now)
	if got := s.teller.counts; got[newsExpires] != 1 || got[newsOffline] != 1 || got[newsReady]+got[newsNeeds] != 0 {
		t.Errorf("%v wait to be told", got)
	}
	if f := s.faceNow(soon); f.tone != widgets.ToneWarning {
		t.Error("a media ID that ends soon looks like any other")
	}
	if f := s.faceNow(later); f.tone != widgets.ToneGood {
		t.Error("a media ID with time left looks like one that ends")
	}
}

// TestNewsOfTheHistory tells once, when a person looks elsewhere, that a media ID ends within the hour that has no card any
// more.
func TestNewsOfTheHistory(t *testing.T) {
	s := newStage(t, nil)
	now := time.Now()
	for i, e := range []home.Entry{
		{Name: "shown.mp4", Expires: now.Add(50 * time.Minute)},
		{Name: "soon.mp4", Expires: now.Add(55 * time.Minute)},
		{Name: "later.mp4", Expires: now.Add(2 * time.Hour)},
		{Name: "over.mp4", Expires: now.Add(-time.Minute)},
		{Name: "practice.mp4", Expires: now.Add(time.Minute), Practice: true},
		{Name: "unsaid.mp4"},
	} {
		e.Time, e.MediaID, e.Account = now.Add(-time.Hour), "188002810602051584"+string(rune('0'+i)), "kay"
		if err := s.deps.Home.Remember(e); err != nil {
			t.Fatal(err)
		}
	}
	shown := doneVideo("shown.mp4")
	s.show(shown)
	asked := 0
	look := func() {
		s.watchHistory()
		before := s.app.loop.count
		s.until("the history", func() bool { return s.app.loop.count > before })
		asked++
	}
	look()
	if got := s.teller.counts; got != [newsKinds]int{} {
		t.Errorf("told to somebody who looks: %v", got)
	}
	s.teller.away = true
	look()
	look()
	if got := s.teller.counts[newsExpires]; got != 1 {
		t.Errorf("after %d looks %d wait to be told", asked, got)
	}
}

// TestProcessingClosesWithoutAsking closes while X processes: it goes on there.
func TestProcessingClosesWithoutAsking(t *testing.T) {
	s := newStage(t, nil)
	s.show(processingVideo())
	s.onClose()
	if s.asking != nil || s.ctx.Err() == nil {
		t.Error("it asks")
	}
}

// TestWaitingVideosComeBack closes a window with videos that have not been begun and opens it again: they are there, in
// their order, and those that were in line are offered.
func TestWaitingVideosComeBack(t *testing.T) {
	one, two, gone := clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096), clip(t, "gone.mp4", 4096)
	var places *home.Home
	s := newStage(t, func(d *Deps, _ *practice.Options) { places = d.Home })
	s.until("what was there", func() bool { return s.queueRead })
	s.drop(one, two, gone)
	s.move(s.videos[1], 0)
	s.videos[2].state, s.videos[2].account = waiting, upload.Account{Name: "kay"}
	s.onClose()
	s.answer(s.words.Text("ui.ask.close.close"))
	s.Close()
	saved, err := places.Queue()
	if err != nil || !slices.Equal(saved, []home.Queued{{Path: two}, {Path: one}, {Path: gone, Account: "kay"}}) {
		t.Fatalf("saved %+v, %v", saved, err)
	}

	for _, resume := range []home.Restart{home.Ask, home.Resume} {
		t.Run(string(resume), func(t *testing.T) {
			x := startX(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 1})
			kay := upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
			s := newStage(t, func(d *Deps, _ *practice.Options) {
				d.Accounts.(*fakeAccounts).current = &kay
				if err := d.Home.SaveQueue(append(slices.Clone(saved), home.Queued{Path: filepath.Join(t.TempDir(), "no.mp4")})); err != nil {
					t.Fatal(err)
				}
				settings := home.Defaults()
				settings.AtStart = resume
				if err := d.Home.SaveSettings(settings); err != nil {
					t.Fatal(err)
				}
			})
			s.until("what waited", func() bool {
				return len(s.videos) == 4 && len(s.UI.accounts) == 1 && !slices.Contains(s.states(), checking)
			})
			third := s.videos[2]
			if s.videos[0].path != two || third.path != gone || s.videos[3].state != refused {
				t.Fatalf("%+v", s.videos)
			}
			if resume == home.Ask {
				if third.state != ready || !s.frame.news.Visible() {
					t.Fatalf("it is %v, and the strip is shown: %v", third.state, s.frame.news.Visible())
				}
				s.press("ui.welcome.always")
				if s.settings.AtStart != home.Resume {
					t.Error("it will ask again")
				}
			}
			s.until("it to go on by itself", func() bool { return third.state == done })
			if s.frame.news.Visible() || s.videos[0].state != ready || third.account.Name != "kay" {
				t.Errorf("strip %v, the first %v, in the name of %s", s.frame.news.Visible(), s.videos[0].state, third.account.Name)
			}
		})
	}
}

// TestStartNow gives a video its turn before the one that is on its way, which keeps what X has of it.
func TestStartNow(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "big.mp4", 6<<20), clip(t, "small.mp4", 4096))
	big, small := s.videos[0], s.videos[1]
	s.uploadAll()
	s.untilBegun(big)
	s.choose(small)
	s.press("ui.start_now")
	s.until("the small one", func() bool { return small.state == done })
	if big.state == done || big.progress.Confirmed == 0 || s.videos[0] != small {
		t.Errorf("the big one is %v with %d bytes", big.state, big.progress.Confirmed)
	}
	s.until("the big one", func() bool { return big.state == done })
	if got := big.progress.Result.Earlier; got != 0 {
		t.Log("taken over from before:", got)
	}
}

// TestClearAndRemoveAll empties the queue: first of what is done, then of all, with a question where something is lost.
func TestClearAndRemoveAll(t *testing.T) {
	s := newStage(t, nil)
	s.show(doneVideo("done.mp4"), onItsWay(), readyVideo("ready.mp4"))
	s.clearFinished()
	s.says(s.words.Count("ui.status.cleared", 1))
	if got := len(s.videos); got != 2 {
		t.Fatalf("%d videos are left", got)
	}
	s.askRemoveAll()
	s.reads(s.words.Count("ui.ask.remove_all.title", 2))
	s.key(fyne.KeyEscape)
	if len(s.videos) != 2 {
		t.Fatal("Escape has removed them")
	}
	s.askRemoveAll()
	s.click(s.button(s.words.Text("ui.remove_all")))
	if len(s.videos) != 0 || s.selected != nil {
		t.Error("something is left")
	}
	s.show(readyVideo("ready.mp4"))
	s.askRemoveAll()
	if s.asking != nil || len(s.videos) != 0 {
		t.Error("it asks although nothing is lost")
	}
}

// TestTooSlow says when X will not keep an upload long enough.
func TestTooSlow(t *testing.T) {
	s := newStage(t, nil)
	v := onItsWay()
	v.progress.Expires = time.Now().Add(v.progress.Left() + time.Minute)
	s.show(v)
	warning := s.words.Text("ui.details.too_slow", "Time", s.words.Clock(v.progress.Expires, time.Now()))
	if hint := s.details.hint.Text(); len(hint) > len(warning) && hint[:len(warning)] == warning {
		t.Error("it warns without need")
	}
	v.progress.Expires = time.Now().Add(v.progress.Left() - 10*time.Second)
	s.refreshAll()
	s.reads(s.words.Text("ui.details.too_slow", "Time", s.words.Clock(v.progress.Expires, time.Now())))
}

// TestNewsOfPractice does not say of a practice upload that it is on X.
func TestNewsOfPractice(t *testing.T) {
	s := practiceStage(t, nil)
	heard := s.listen()
	s.drop(clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096))
	s.teller.away = true
	s.uploadAll()
	s.until("both", func() bool { return s.videos[0].state == done && s.videos[1].state == done })
	s.tellAll()
	s.until("a notification", func() bool { return len(heard()) == 1 })
	if got, want := heard()[0], "Hoist: 2 practice uploads are complete. Nothing was sent to X."; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestLongProcessing says after ten minutes without a change that X takes long, and what can be done.
func TestLongProcessing(t *testing.T) {
	s := newStage(t, nil)
	v := processingVideo()
	v.progress.Percent = 99
	s.show(v)
	v.moved = time.Now().Add(-9 * time.Minute)
	s.refreshAll()
	if s.details.notice.Visible() {
		t.Error("it is told too early")
	}
	v.moved = time.Now().Add(-12 * time.Minute)
	s.refreshAll()
	s.reads(s.words.Text("ui.details.dwells.title"), s.words.Text("ui.details.dwells.percent",
		"Elapsed", "12 min", "Percent", s.words.Percent(99, 100)))
	s.chooseFrom(s.menuOf(v), s.words.Text("ui.copy_id"))
	if got := s.app.Clipboard().Content(); got != v.progress.MediaID {
		t.Errorf("copied %q", got)
	}
	s.press("ui.keep_waiting")
	if s.details.notice.Visible() {
		t.Error("it is still told")
	}
	later := v.waited.Add(10 * time.Minute)
	s.now = func() time.Time { return later }
	s.refreshAll()
	s.reads(s.words.Text("ui.details.dwells.title"), "22 min")
}

// chooseFrom chooses an item of a menu by its label.
func (s *stage) chooseFrom(items []*fyne.MenuItem, label string) {
	s.t.Helper()
	i := slices.IndexFunc(items, func(item *fyne.MenuItem) bool { return item.Label == label })
	if i < 0 {
		s.t.Fatalf("the menu has no %q", label)
	}
	items[i].Action()
}

// TestUploadAgainInstead gives up what X is processing, after a question, and sends the video once more.
func TestUploadAgainInstead(t *testing.T) {
	s := faultyStage(t, practice.Options{Processing: []practice.ProcessingStep{}}, practice.Fault{Op: "finalize", What: "processing", Preset: "endless"})
	v := s.sent(600<<10, "X to process it", func(v *video) bool { return v.state == processing && v.progress.Percent == 99 })
	id := v.progress.MediaID
	v.moved = s.now().Add(-12 * time.Minute)
	s.refreshAll()
	s.press("ui.upload_again")
	s.reads(s.words.Text("ui.ask.again.title", "Name", v.name))
	s.press("ui.keep_waiting")
	if v.state != processing || s.asking != nil {
		t.Fatal("it did not keep waiting")
	}
	s.press("ui.upload_again")
	s.answer(s.words.Text("ui.upload_again"))
	s.until("its end", func() bool { return v.state == done })
	if v.progress.Result.MediaID == id || v.progress.Result.Earlier != 0 {
		t.Errorf("it ended as %+v", v.progress.Result)
	}
}
