package ui

import (
	"cmp"
	"context"
	"encoding/binary"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
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
	t        testing.TB
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
func newStage(t testing.TB, change func(*Deps, *practice.Options)) *stage {
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
	s := &stage{t: t, app: app, accounts: &fakeAccounts{access: "read-write"}}
	options := practice.Options{Processing: []practice.ProcessingStep{}}
	deps := Deps{
		App: app, Words: words, Home: places, Log: slog.New(slog.DiscardHandler), Accounts: s.accounts,
		Engine: func(a upload.Account, set home.Settings) (*upload.Engine, error) {
			return upload.New(a, upload.Options{AtOnce: set.AtOnce})
		},
		Limit:      upload.NewLimit(0),
		Trace:      func(bool) {},
		Network:    func(home.Settings) error { return nil },
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
	s.browse = app.OpenURL
	s.keeper = &fakeKeeper{}
	s.searchFFmpeg = func() string { return "" } // windows look the same on every computer
	s.posters.source = noPoster
	s.window.Resize(fyne.NewSize(1080, 720))
	s.patience = 30 * time.Second
	if err := s.Show(); err != nil {
		t.Fatal(err)
	}
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

// startX starts a stand-in that is X to the window, and not that of practice mode.
func startX(t *testing.T, o practice.Options) *practice.Server {
	t.Helper()
	x, err := practice.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
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
	s.onDropped(uris(paths...))
	looking := []string{""}
	for n := range paths {
		looking = append(looking, s.words.Count("ui.status.looking", n+1))
	}
	s.until("an answer to a drop after "+before, func() bool { return !slices.Contains(looking, s.frame.status.Text()) })
}

// uris returns paths as a drop brings them.
func uris(paths ...string) []fyne.URI {
	all := make([]fyne.URI, len(paths))
	for i, path := range paths {
		all[i] = storage.NewFileURI(path)
	}
	return all
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

// clip writes a video that X takes, half a second long, with a box of zeros behind it that players pass over: bytes and 24
// more in all, enough for some segments of practice mode.
func clip(t testing.TB, name string, bytes int) string {
	t.Helper()
	data, err := os.ReadFile("../upload/video/testdata/faststart.mp4")
	if err != nil {
		t.Fatal(err)
	}
	rest := bytes + 24 - len(data)
	data = append(binary.BigEndian.AppendUint32(data, uint32(rest)), "free"...)
	return write(t, name, append(data, make([]byte, rest-8)...))
}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	rested(t, path)
	return path
}

// rested makes a file one that was written an hour ago: it is not still being written.
func rested(t testing.TB, path string) {
	t.Helper()
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
}

// kinded is an error of a kind, as other rooms have them.
type kinded string

func (k kinded) Error() string     { return "failed: " + string(k) }
func (k kinded) ErrorKind() string { return string(k) }

// fakeAccounts is a keyring and a sign-in at X that do what the test says.
type fakeAccounts struct {
	mu        sync.Mutex
	current   *upload.Account // whom a sign-in ends with, and who is signed in at the start unless nobody is
	nobody    bool
	others    []upload.Account // signed in, too
	asked     chan struct{}    // not nil: List waits for it
	listErrs  []error          // of the next calls of List
	answers   chan struct{}    // not nil: Begin waits for it
	beginErrs []error          // of the next calls of Begin
	begun     []begun
	pages     []*fakeSignIn
	access    string
	files     []FiledAccount
	checked   [][4]string // the keys that Check was called with
	checkErr  error
	keepErr   error
	keeps     chan struct{} // not nil: Keep waits for it
	kept      []string
	outErr    error
	signedOut []string
}

// begun is what a sign-in was begun with.
type begun struct {
	key, secret, like string
	byPIN             bool
}

func wait(ctx context.Context, c chan struct{}) error {
	if c == nil {
		return ctx.Err()
	}
	select {
	case <-c:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (f *fakeAccounts) List(ctx context.Context) ([]upload.Account, error) {
	if err := wait(ctx, f.asked); err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := pop(&f.listErrs); err != nil {
		return nil, err
	}
	list := slices.Clone(f.others)
	if f.current != nil && !f.nobody {
		list = append(list, *f.current)
	}
	return list, nil
}

func pop(errs *[]error) error {
	if len(*errs) == 0 {
		return nil
	}
	err := (*errs)[0]
	*errs = (*errs)[1:]
	return err
}

func (f *fakeAccounts) Begin(ctx context.Context, apiKey, apiSecret string, byPIN bool) (SignIn, error) {
	return f.begin(ctx, begun{key: apiKey, secret: apiSecret, byPIN: byPIN})
}

func (f *fakeAccounts) BeginLike(ctx context.Context, name string, byPIN bool) (SignIn, error) {
	return f.begin(ctx, begun{like: name, byPIN: byPIN})
}

func (f *fakeAccounts) begin(ctx context.Context, with begun) (SignIn, error) {
	err := wait(ctx, f.answers)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.begun = append(f.begun, with)
	if err = cmp.Or(err, pop(&f.beginErrs)); err != nil {
		return nil, err
	}
	page := &fakeSignIn{
		accounts: f, page: "https://api.x.com/oauth/authorize?oauth_token=" + string(rune('a'+len(f.pages))),
		byPIN: with.byPIN, browser: make(chan string, 1),
	}
	f.pages = append(f.pages, page)
	return page, nil
}

func (f *fakeAccounts) Callbacks() []string {
	return []string{"http://127.0.0.1:1/callback", "http://127.0.0.1:2/callback", "http://127.0.0.1:3/callback"}
}

func (f *fakeAccounts) Check(ctx context.Context, apiKey, apiSecret, token, tokenSecret string) (upload.Account, string, error) {
	if err := wait(ctx, f.answers); err != nil {
		return upload.Account{}, "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checked = append(f.checked, [4]string{apiKey, apiSecret, token, tokenSecret})
	if f.checkErr != nil {
		return upload.Account{}, "", f.checkErr
	}
	return *f.current, f.access, nil
}

func (f *fakeAccounts) KeyFiles(context.Context) []FiledAccount { return f.files }

func (f *fakeAccounts) Import(ctx context.Context, from FiledAccount) (upload.Account, string, error) {
	return f.Check(ctx, from.File, "", from.Name, "")
}

func (f *fakeAccounts) Keep(ctx context.Context, name string) error {
	if err := wait(ctx, f.keeps); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, name)
	return f.keepErr
}

func (f *fakeAccounts) SignOut(_ context.Context, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.signedOut = append(f.signedOut, name)
	return f.outErr
}

// do changes or reads what the test says, beside calls that are under way.
func (f *fakeAccounts) do(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

// keptNames returns which accounts the keyring was given.
func (f *fakeAccounts) keptNames() (names []string) {
	f.do(func() { names = slices.Clone(f.kept) })
	return names
}

// fakeSignIn takes the PIN 1234567, or the address good, and no other, once.
type fakeSignIn struct {
	accounts *fakeAccounts
	page     string
	byPIN    bool
	browser  chan string // what the browser comes back with
	spent    bool
	closed   bool
}

const good = "http://127.0.0.1:1/callback?good"

func (f *fakeSignIn) URL() string { return f.page }
func (f *fakeSignIn) Spent() bool { f.accounts.mu.Lock(); defer f.accounts.mu.Unlock(); return f.spent }

func (f *fakeSignIn) Close() { f.accounts.mu.Lock(); defer f.accounts.mu.Unlock(); f.closed = true }

func (f *fakeSignIn) over() bool { f.accounts.mu.Lock(); defer f.accounts.mu.Unlock(); return f.closed }

func (f *fakeSignIn) Wait(ctx context.Context) (string, error) {
	select {
	case answer := <-f.browser:
		return answer, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func (f *fakeSignIn) Complete(_ context.Context, answer string) (account upload.Account, access string, err error) {
	f.accounts.mu.Lock()
	defer f.accounts.mu.Unlock()
	kind, right := kinded("pin_refused"), answer == "1234567"
	switch {
	case f.byPIN && len(answer) != 7:
		return upload.Account{}, "", kinded("bad_pin")
	case !f.byPIN && answer == "denied":
		kind, right = "denied", false
	case !f.byPIN:
		kind, right = "verifier_refused", answer == good
		if !right {
			return upload.Account{}, "", kinded("bad_callback")
		}
	}
	was := f.spent
	f.spent = true
	if was || !right {
		return upload.Account{}, "", kind
	}
	return *f.accounts.current, f.accounts.access, nil
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
