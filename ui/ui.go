// Package ui is Hoist's window: drop videos on it, watch their segments go, copy the media ID.
//
// A [UI] holds the window and the queue of videos. It belongs to the window's goroutine, which never waits for disk,
// network or keyring: whatever could take time runs in a goroutine of its own and comes back through fyne.Do. What the
// window needs of the other rooms main hands it as [Deps].
//
// ui.go has the life of the window, window.go its frame (header, footer, pages), rows.go and frame_rows.go the layouts that
// give way in a small one, keys.go what keys do, and look.go its size and colours. add.go has the ways in which videos come
// in, pasted.go how paths are written, looking.go who looks at what comes, folders.go what is in folders, and intake.go and
// outcome.go what becomes of it all; second.go has what another start or the system brings, remembered.go what waited when
// the window closed, unfinished.go what an earlier run of the program began, and returned.go what waits for its file.
// queue.go and details.go are the two panes, which panes.go lays out, and segments.go is the map of all segments.
//
// run.go has the uploads, control.go what a person does with them (pause, resume, retry), order.go in which order they go,
// menu.go the menus, and leave.go the questions that are asked before something is lost. model.go says how a video looks
// in each state, face.go how on its card, trouble.go what is said where something is the matter, remedies.go what can be done
// in each state, and pump.go brings an upload's events to the window. awake.go and notify.go are its manners towards the
// desktop.
//
// verdict.go says what X is likely to make of a file, checks.go lists what was found, and growing.go waits for what is still
// being written. convert.go with its neighbours makes copies that X takes; metadata.go has what is known of a file, and
// posters.go its picture.
//
// accounts.go knows who is signed in, account.go is the menu of accounts, and signin.go with its neighbours the page on which
// somebody signs in. history.go lists what got its media ID, settings_page.go with its neighbours the settings, about_page.go
// and keys_page.go are what they are called, diagnostics_page.go shows what may help whoever looks for a fault; page_frame.go is
// what these have in common. updates.go looks for newer versions of the program, where a person wants that, and updates_row.go
// where one asks for it. save.go writes what a person wants to keep.
package ui

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"hoist/assets"
	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	media "hoist/upload/video"
)

// Deps is what main joins to the window.
type Deps struct {
	App   fyne.App
	Words *messages.Catalog
	Home  *home.Home
	Log   *slog.Logger

	Accounts    Accounts
	Account     string // in whose name videos go, where it is signed in; empty: that of the last time
	Environment string // the account whose keys are not in the password store, and cannot be deleted there
	// Practice starts the stand-in for X on this computer. stop ends it and waits.
	Practice func() (account upload.Account, stop func(), err error)
	// Engine returns what uploads for an account, with what the settings pin.
	Engine func(upload.Account, home.Settings) (*upload.Engine, error)
	// Limit is the limit of the speed that all engines share.
	Limit *upload.Limit
	// Trace lets the trace of requests be kept from now on, or not any more, of uploads under way too.
	Trace func(keep bool)
	// Network makes what the settings say about the network hold for all requests that follow, and returns why a proxy or a
	// file of certificates cannot be used. It uses the disk. Certificates hold for engines that are made after it.
	Network func(home.Settings) error
	// Speaks is told the words of the window when they become others. nil: nobody else needs them.
	Speaks func(*messages.Catalog)
	// Unfinished reads which uploads were begun and not ended, and Discard deletes what is known of one. Both use the disk.
	Unfinished func() ([]upload.Unfinished, error)
	Discard    func(mediaID string) error
	// DeleteData deletes keys, history, journals, settings and logs. nil: that is not offered.
	DeleteData func(ctx context.Context) error
	Version    string // of the program, such as 0.1.0
	// Feed tells of newer versions. nil: it is not for this program to look for any, and there are no words of it.
	Feed *desktop.Feed

	First *desktop.First // meets later starts of the program; nil: nobody does
	// OpenWith calls take for files that the system asks this program to open, until ctx ends. nil: it names them on the
	// command line.
	OpenWith        func(ctx context.Context, take func(paths []string))
	Files           []string        // videos of the command line
	Category        upload.Category // of all videos
	Anyway          bool            // send what X would refuse, as far as is known
	Premium         bool            // the account has X Premium, whatever the settings say
	StartAtOnce     bool            // uploads begin without asking, of dropped videos too
	PracticeAtStart bool
}

// Accounts is what the window needs of package credentials. All methods but Callbacks may wait for the network or for a
// person at the system's password store, until ctx ends. Errors have kinds that package messages knows. access is what X
// lets the keys do, in its own word: "read", with which it refuses uploads, "read-write", or
// "read-write-directmessages"; empty: X has not said.
type Accounts interface {
	// List returns the accounts that are signed in, with their keys. With an error it returns those that it could read.
	List(ctx context.Context) ([]upload.Account, error)
	// Begin asks X for a sign-in page, with the keys of the person's app. Where it is not by PIN, the browser comes back
	// to this computer by itself.
	Begin(ctx context.Context, apiKey, apiSecret string, byPIN bool) (SignIn, error)
	// BeginLike is Begin with the app that an account was signed in with.
	BeginLike(ctx context.Context, name string, byPIN bool) (SignIn, error)
	// Callbacks are the addresses to which the browser may come back, for the app's settings. The first is taken where it
	// is free.
	Callbacks() []string
	// Check takes all four keys of a person, and asks X whose they are.
	Check(ctx context.Context, apiKey, apiSecret, token, tokenSecret string) (account upload.Account, access string, err error)
	// KeyFiles returns the accounts in the files of twurl and xurl that are on this computer.
	KeyFiles(ctx context.Context) []FiledAccount
	// Import does with the keys of a file what Check does.
	Import(ctx context.Context, from FiledAccount) (account upload.Account, access string, err error)
	// Keep writes an account that came from a sign-in, Check or Import to the password store, and reads it back. Until
	// then, and where it fails, it lasts until the program ends.
	Keep(ctx context.Context, name string) error
	// SignOut deletes an account's keys.
	SignOut(ctx context.Context, name string) error
}

// SignIn is a sign-in that waits for a person.
type SignIn interface {
	// URL is X's page, where the person lets the app in.
	URL() string
	// Wait waits for the browser to come back, and returns what it brings for Complete. By PIN it waits for ctx alone.
	Wait(ctx context.Context) (answer string, err error)
	// Complete exchanges the PIN, or the address on which the browser ended. The account lasts until the program ends:
	// see [Accounts.Keep].
	Complete(ctx context.Context, answer string) (account upload.Account, access string, err error)
	// Spent reports whether another answer needs another page.
	Spent() bool
	// Close lets the browser come back no more.
	Close()
}

// FiledAccount is an account in a file of another program.
type FiledAccount struct {
	File  string
	Index int    // in the file
	Name  string // empty: the file does not say
}

// UI is the window and what it shows.
type UI struct {
	deps   Deps
	words  *messages.Catalog
	window fyne.Window
	frame  frameParts
	browse func(*url.URL) error // opens a page in the browser; not for the window's goroutine
	draws  func(string) bool    // whether this computer has all letters of a text; not for the window's goroutine
	now    func() time.Time     // what the time is; a test's own, so that pictures stay the same

	examine      examine       // says what a file is; not for the window's goroutine
	await        await         // waits for a file that is being written, and says what it is; not for the window's goroutine
	searchFFmpeg func() string // where it is; empty: nowhere. Not for the window's goroutine

	ctx    context.Context // the life of the window, which callbacks of Fyne are not given
	cancel context.CancelFunc
	work   sync.WaitGroup // goroutines that come back to the window
	queue  *upload.Queue

	videos   []*video
	cards    map[*video]*widgets.VideoCard
	selected *video
	// gathering: what is done to many videos is shown at its end
	gathering bool

	narrow bool // there is room for one pane only
	deep   bool // that is the details

	accounts     []upload.Account // signed in
	account      *upload.Account  // of them, that which videos are started for; nil: nobody is signed in
	known        bool             // it is known who is signed in
	finding      bool             // that is being asked
	storeErr     error            // why the password store has not told all of it
	waved        bool             // a person knows that already
	greeting     bool             // it is told what an earlier run left
	practice     *upload.Account  // nil: not in practice mode
	entering     bool             // practice mode is being started
	stopPractice func()
	engines      []*upload.Engine // one an account, and those of before
	outdated     int              // of engines, from the first: made with other settings, for the uploads that have them
	looked       bool             // for uploads that an earlier run began
	ffmpeg       string           // where it is installed; empty: nowhere, or that is not known yet
	conversions  []*conversion    // copies in the order in which they are made; the first one is being made
	posters      *posters
	details      *details
	page         fyne.CanvasObject // what covers the queue, such as the sign-in page; nil: nothing
	signing      *signInPage       // the sign-in that is under way, which other pages may cover; nil: none is
	framed       *pageFrame        // the last one that was shown
	settingsPage *settingsPage     // as it was last shown; nil: never
	history      *historyPage      // the last one that was shown; nil: none was
	settings     home.Settings
	loaded       bool // settings are those of the disk
	settingsFile inOrder
	pending      []*video      // wait for an account to be started
	asking       *widget.PopUp // the question that stands; nil: none
	next         []func()      // ask others after it
	picking      bool          // a dialog for files stands
	temporary    []string      // folders that go with the window

	look        *looks
	teller      teller
	toldOffline bool // since there was a connection
	keeper      keeper
	awakeWish   chan bool // that the computer stays awake; the latest counts
	awakeAsked  bool      // which it was
	awake       bool      // it is kept awake

	queueRead  bool          // it is known what waited when the window closed
	savedQueue []home.Queued // what waits, as it is on the disk or about to be
	queueFile  inOrder
	resumed    bool // what an earlier run left, by itself
	kept       bool // for the next start, what it wants to know

	foci map[fyne.CanvasObject]fyne.Focusable // what had the focus on a page, or on the queue, that is covered

	updates  updates
	patience time.Duration // how long the window waits for its settings before it opens; a test's own, for a slow computer
}

// New returns a window that is not shown yet. ctx is its life: what it began ends with it.
func New(ctx context.Context, d Deps) *UI {
	if files, err := whole(d.Files); err == nil { // GLFW goes into another folder, where it is in a bundle of macOS
		d.Files = files
	}
	ctx, cancel := context.WithCancel(ctx)
	u := &UI{
		deps: d, words: d.Words, ctx: ctx, cancel: cancel, queue: upload.NewQueue(), draws: drawable, now: time.Now, patience: firstWait,
		cards: map[*video]*widgets.VideoCard{}, settings: home.Defaults(), foci: map[fyne.CanvasObject]fyne.Focusable{},
		browse: func(page *url.URL) error { return desktop.OpenURL(d.App, page) }, examine: upload.Inspect, await: awaitFile, searchFFmpeg: media.FFmpeg,
		keeper: desktop.NewAwake("Hoist", d.Words.Text("ui.awake.reason")), awakeWish: make(chan bool, 1),
	}
	u.look = newLooks(d.App)
	u.deps.App = u.look
	u.posters = newPosters(u)
	d.App.SetIcon(assets.Icon())
	u.applyLook()
	u.build()
	u.watchFocus()
	return u
}

// firstWait is how long the window waits for its settings before it opens, at most: without them it would open in another
// look, and then jump.
const firstWait = 200 * time.Millisecond

// Show opens the window, takes in the videos of the command line, and looks who is signed in. It fails with
// [desktop.NoDisplay] or [desktop.NoOpenGL] where no window can be had; then only Close is left to be called.
func (u *UI) Show() error {
	addFiles := func() { u.add(u.deps.Files, u.deps.StartAtOnce) }
	read := u.loadSettings(func() { // an upload goes by the settings, and goes on where it was
		if u.deps.OpenWith != nil {
			u.work.Go(u.receiveOpened)
		}
		if u.deps.PracticeAtStart {
			u.enterPractice(addFiles)
		} else {
			u.findAccounts()
			u.findUnfinished(func() { u.findQueued(addFiles) })
		}
	})
	if err := u.openAs(read); err != nil {
		return err
	}
	u.work.Go(func() { u.queue.Run(u.ctx) })
	u.work.Go(u.tick)
	u.work.Go(u.keepAwake)
	u.findFFmpeg()
	if u.deps.First != nil {
		u.work.Go(func() { u.receive(u.deps.First) })
	}
	return nil
}

// closeLimit is how long a program that is closed may still be seen running: a network drive can keep a call for ever.
const closeLimit = 5 * time.Second

// Close ends all uploads and waits for what the window began, for five seconds at most. It is called after the window
// has gone. By a signal Fyne may take it away before [UI.Quit] has its turn: nothing is lost by that.
func (u *UI) Close() {
	u.cancel()
	u.keepForNext()
	if u.deps.First != nil {
		defer func() { // when all has ended: the next start finds the journals free
			if err := u.deps.First.Close(); err != nil {
				u.deps.Log.Warn("closing", "err", err)
			}
		}()
	}
	ended := make(chan struct{})
	go func() {
		u.work.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(closeLimit):
		u.deps.Log.Warn("closed before all of it had ended")
	}
	for _, e := range u.engines {
		e.Close()
	}
	for _, folder := range u.temporary {
		_ = os.RemoveAll(folder) // what stays is in the system's temporary folder
	}
}

// do runs f on the window's goroutine, unless the window is about to go.
func (u *UI) do(f func()) {
	if u.ctx.Err() == nil {
		fyne.Do(f)
	}
}

// countdowns is how often all of them are shown anew.
const countdowns = 15 // seconds

// tick keeps the window true while nothing else happens.
func (u *UI) tick() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for second := 1; ; second++ {
		select {
		case <-u.ctx.Done():
			return
		case <-ticker.C:
			u.do(func() {
				u.saveQueue()
				u.refreshTurns()
				if second%historyWatch == countdowns { // for the first time soon after the start
					u.watchHistory()
				}
				u.refreshCountdowns()
				if second%countdowns == 0 {
					now := u.now()
					u.expire(now)
					u.watchTime(now)
					u.watchFiles()
					u.watchUpdates(now)
					u.refreshAll()
				}
			})
		}
	}
}

// refreshCountdowns lets what counts seconds go on: only where something waits for its next try.
func (u *UI) refreshCountdowns() {
	for _, v := range u.videos {
		if v.standing() && (v.state == uploading || v.state == processing) {
			u.refreshCard(v)
		}
	}
	if v := u.selected; v != nil && v.state == uploading && v.progress.Trouble != nil || v != nil && v.standing() {
		u.details.count(v)
	}
}

// refreshAll shows everything anew.
func (u *UI) refreshAll() {
	if u.gathering {
		return
	}
	u.arrange()
	for _, v := range u.videos {
		u.refreshCard(v)
	}
	u.details.apply(u.selected)
	u.history.refresh()
	u.refreshFrame()
	u.refreshSettings()
}

// changed shows one video anew.
func (u *UI) changed(v *video) {
	if u.gathering {
		return
	}
	u.arrange()
	u.refreshCard(v)
	if v == u.selected {
		u.details.apply(v)
	}
	u.refreshFrame()
}

// has reports whether a video is still in the queue: an answer may come after it was removed.
func (u *UI) has(v *video) bool { return slices.Contains(u.videos, v) }

// openAs opens the window as what is read of the settings has it, for which it does not wait long.
func (u *UI) openAs(read <-chan func()) error {
	late := time.NewTimer(u.patience)
	defer late.Stop()
	for waiting := true; waiting; {
		select {
		case apply, more := <-read:
			if waiting = more; more {
				apply()
			}
		case <-late.C:
			waiting = false
		}
	}
	return desktop.Open(u.window)
}

// loadSettings reads the settings. then is called when they hold. What it returns brings what changes the look of the
// window as soon as it is read: for whoever still wants it then, since all of it holds in the end.
func (u *UI) loadSettings(then func()) <-chan func() {
	read := make(chan func(), 2) // it never waits
	u.work.Go(func() {
		settings, err := u.deps.Home.Settings()
		resize := sync.OnceFunc(func() {
			if first := home.Defaults(); settings.WindowWidth != first.WindowWidth || settings.WindowHeight != first.WindowHeight {
				u.window.Resize(u.windowSize())
			}
		})
		read <- func() {
			u.settings = settings
			u.applyLook()
			resize()
		}
		words := u.wordsOf(settings.Language) // which may take a second
		read <- func() { u.speak(words) }
		close(read)
		err = errors.Join(err, u.deps.Network(settings))
		u.do(func() {
			u.settings, u.loaded = settings, true
			u.speak(words)
			u.applyLook()
			resize()
			if at := settings.WindowPlace; at != nil {
				desktop.MoveTo(u.window, at.X, at.Y) // where it can be seen there
			}
			if err != nil {
				problem := u.words.Problem(err, messages.Facts{Now: u.now()})
				u.status(problem.Message())
			}
			u.deps.Limit.Set(settings.SpeedLimit)
			u.deps.Trace(settings.Trace)
			u.judgeAll()
			u.refreshAll()
			then()
		})
	})
	return read
}

// saveSettings writes the settings without waiting for the disk, once they have been read: before that the defaults would
// take the place of what is there.
func (u *UI) saveSettings() {
	if !u.loaded {
		return
	}
	settings := u.settings
	u.settingsFile.save(&u.work, func() {
		if err := u.deps.Home.SaveSettings(settings); err != nil {
			u.deps.Log.Warn("settings not saved", "err", err)
		}
	})
}
