package ui

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"
	"github.com/dghubble/oauth1"
	"go.uber.org/goleak"

	"hoist/assets"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestMain checks that no window leaves anything running.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loop plays the window's goroutine: what is handed over with fyne.Do waits until the test, which is that goroutine,
// lets it run. Fyne's own driver for tests runs it on whatever goroutine calls.
type loop struct {
	fyne.Driver
	mu     sync.Mutex
	queue  []func()
	called chan struct{} // holds a token when something waits
	count  int           // of what has run
}

// DoFromGoroutine implements fyne.Driver.
func (l *loop) DoFromGoroutine(f func(), wait bool) {
	ran := make(chan struct{})
	l.mu.Lock()
	l.queue = append(l.queue, func() { f(); close(ran) })
	l.mu.Unlock()
	select {
	case l.called <- struct{}{}:
	default:
	}
	if wait {
		<-ran
	}
}

func (l *loop) run() {
	l.mu.Lock()
	queue := l.queue
	l.queue = nil
	l.mu.Unlock()
	for _, f := range queue {
		f()
		l.count++
	}
}

// testApp is Fyne's app for tests on a loop, and remembers which pages it was to open.
type testApp struct {
	fyne.App
	loop *loop

	mu     sync.Mutex
	opened []string
}

func (a *testApp) Driver() fyne.Driver { return a.loop }

func (a *testApp) OpenURL(u *url.URL) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.opened = append(a.opened, u.String())
	a.loop.DoFromGoroutine(func() {}, false) // the test looks again
	return nil
}

func (a *testApp) pages() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]string(nil), a.opened...)
}

// stage is a window and all that main would join to it.
type stage struct {
	*UI
	t        *testing.T
	app      *testApp
	accounts *fakeAccounts
	stopped  int // how often a practice stand-in was stopped

	mu        sync.Mutex
	standIns  []*practice.Server
	discarded []string // journals, by media ID
}

// discards plays the folder of journals.
func (s *stage) discards(mediaID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.discarded = append(s.discarded, mediaID)
	return nil
}

// newStage opens a window. change may alter what main would join to it and the stand-in of practice mode.
func newStage(t *testing.T, change func(*Deps, *practice.Options)) *stage {
	t.Helper()
	// Fyne throws renderers away that were not painted for a minute, by a clock that goes on only when something is
	// painted: without this, those of a window that opens late in a slow run were past their time from the start.
	software.NewCanvas().Capture()
	inner := test.NewTempApp(t)
	app := &testApp{App: inner, loop: &loop{Driver: inner.Driver(), called: make(chan struct{}, 1)}}
	fyne.SetCurrentApp(app)
	words, err := messages.New(assets.Translations, "en")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	places, err := home.Open(func(name string) (string, bool) { return folder, name == "HOIST_HOME" })
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, app: app, accounts: &fakeAccounts{}}
	options := practice.Options{Processing: []practice.ProcessingStep{}}
	deps := Deps{
		App: app, Words: words, Home: places, Log: slog.New(slog.DiscardHandler), Accounts: s.accounts,
		Engine: func(a upload.Account, set home.Settings) (*upload.Engine, error) {
			return upload.New(a, upload.Options{AtOnce: set.AtOnce})
		},
		Limit:      upload.NewLimit(0),
		Unfinished: func() ([]upload.Unfinished, error) { return nil, nil },
		Discard:    s.discards,
	}
	if change != nil {
		change(&deps, &options)
	}
	if deps.Practice == nil {
		deps.Practice = func() (upload.Account, func(), error) { return s.standIn(options) }
	}
	s.UI = New(t.Context(), deps)
	s.Show()
	s.window.Resize(fyne.NewSize(1080, 720))
	t.Cleanup(func() {
		s.Close()
		for _, x := range s.standIns {
			if err := x.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return s
}

// standIn starts a stand-in for X and returns the account of practice mode there.
func (s *stage) standIn(o practice.Options) (upload.Account, func(), error) {
	x, err := practice.Start(o)
	if err != nil {
		return upload.Account{}, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.standIns = append(s.standIns, x)
	account := upload.Account{
		Name: "practice", BaseURL: x.URL(), Practice: true, SegmentBytes: 128 << 10, Sign: signer(x.Keys()),
	}
	return account, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.stopped++
		_ = x.Close()
	}, nil
}

func signer(k practice.Keys) func(http.RoundTripper) http.RoundTripper {
	config := oauth1.NewConfig(k.ConsumerKey, k.ConsumerSecret)
	config.Noncer = oauth1.Base64Noncer{}
	token := oauth1.NewToken(k.AccessToken, k.AccessSecret)
	return func(base http.RoundTripper) http.RoundTripper {
		ctx := context.WithValue(context.Background(), oauth1.HTTPClient, &http.Client{Transport: base})
		return config.Client(ctx, token).Transport
	}
}

// until lets the window work until something is true.
func (s *stage) until(what string, ok func() bool) {
	s.t.Helper()
	limit := time.NewTimer(30 * time.Second)
	defer limit.Stop()
	for !ok() {
		select {
		case <-s.app.loop.called:
			s.app.loop.run()
		case <-limit.C:
			s.t.Fatalf("never came: %s; the window says %q", what, s.frame.status.Text())
		}
	}
}

// drop drops files on the window and waits until it has answered.
func (s *stage) drop(paths ...string) {
	s.t.Helper()
	before := s.frame.status.Text()
	s.status("")
	uris := make([]fyne.URI, len(paths))
	for i, path := range paths {
		uris[i] = storage.NewFileURI(path)
	}
	s.onDropped(uris)
	looking := []string{"", s.words.Count("ui.status.looking", 1), s.words.Count("ui.status.looking", len(paths))}
	s.until("an answer to a drop after "+before, func() bool {
		for _, text := range looking {
			if s.frame.status.Text() == text {
				return false
			}
		}
		return true
	})
}

// says checks what the footer says.
func (s *stage) says(want string) {
	s.t.Helper()
	if got := s.frame.status.Text(); !strings.Contains(got, want) {
		s.t.Errorf("the window says %q, not %q", got, want)
	}
}

// key presses a key while nothing has the focus.
func (s *stage) key(names ...fyne.KeyName) {
	for _, name := range names {
		if focused := s.window.Canvas().Focused(); focused != nil {
			focused.TypedKey(&fyne.KeyEvent{Name: name})
			continue
		}
		s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
}

// clip writes a small video that the sniffing takes for one, with enough behind it for some segments of practice mode.
func clip(t testing.TB, name string, bytes int) string {
	t.Helper()
	data := append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41"), make([]byte, bytes)...)
	copy(data[24:], "\x00\x00\x00\x08moov")
	return write(t, name, data)
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// kinded is an error of a kind, as other rooms have them.
type kinded string

func (k kinded) Error() string     { return "failed: " + string(k) }
func (k kinded) ErrorKind() string { return string(k) }

// fakeAccounts is a keyring and a sign-in at X that do what the test says.
type fakeAccounts struct {
	mu        sync.Mutex
	current   *upload.Account // nil: nobody is signed in
	asked     chan struct{}   // not nil: Current waits for it
	answers   chan struct{}   // not nil: Begin waits for it
	beginErrs []error         // of the next calls of Begin
	begun     [][2]string     // the keys that Begin was called with
	pages     []*fakeSignIn
	keptErr   error
	outErr    error
	signedOut []string
}

func (f *fakeAccounts) Current(ctx context.Context) (upload.Account, error) {
	if f.asked != nil {
		select {
		case <-f.asked:
		case <-ctx.Done():
			return upload.Account{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current == nil {
		return upload.Account{}, kinded("no_account")
	}
	return *f.current, nil
}

func (f *fakeAccounts) Begin(_ context.Context, apiKey, apiSecret string) (SignIn, error) {
	if f.answers != nil {
		<-f.answers
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.begun = append(f.begun, [2]string{apiKey, apiSecret})
	if len(f.beginErrs) > 0 {
		err := f.beginErrs[0]
		f.beginErrs = f.beginErrs[1:]
		if err != nil {
			return nil, err
		}
	}
	page := &fakeSignIn{accounts: f, page: "https://api.x.com/oauth/authorize?oauth_token=" + string(rune('a'+len(f.pages)))}
	f.pages = append(f.pages, page)
	return page, nil
}

func (f *fakeAccounts) SignOut(_ context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signedOut = append(f.signedOut, name)
	return f.outErr
}

// fakeSignIn takes the PIN 1234567 and no other, once.
type fakeSignIn struct {
	accounts *fakeAccounts
	page     string
	spent    bool
}

func (f *fakeSignIn) URL() string { return f.page }
func (f *fakeSignIn) Spent() bool { f.accounts.mu.Lock(); defer f.accounts.mu.Unlock(); return f.spent }

func (f *fakeSignIn) Complete(_ context.Context, pin string) (account upload.Account, kept, err error) {
	f.accounts.mu.Lock()
	defer f.accounts.mu.Unlock()
	if len(pin) != 7 {
		return upload.Account{}, nil, kinded("bad_pin")
	}
	if f.spent || pin != "1234567" {
		f.spent = true
		return upload.Account{}, nil, kinded("pin_refused")
	}
	f.spent = true
	return *f.accounts.current, f.accounts.keptErr, nil
}

// answer presses the button of that name under the question that stands.
func (s *stage) answer(label string) {
	s.t.Helper()
	if s.asking == nil {
		s.t.Fatalf("nothing was asked that %q could answer", label)
	}
	b := s.button(label)
	if b == nil {
		s.t.Fatalf("the question has no button %q", label)
	}
	s.click(b)
}
