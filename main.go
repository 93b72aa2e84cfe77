// Command hoist brings videos from this computer to X: in a window, or without one (hoist upload).
//
// This file only wires the rooms of the house together: it reads the command line, opens the log, and hands each room
// the few functions of others that it needs. It alone joins credentials and practice mode to the rest.
package main

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"
	"golang.org/x/term"

	"hoist/assets"
	"hoist/credentials"
	"hoist/ui"
	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/terminal"
	"hoist/upload"
	"hoist/upload/practice"
)

// metadata is what packages are made from; the version stands there and nowhere else.
//
//go:embed FyneApp.toml
var metadata string

// feed is the address that tells which version is the newest, as package ui/desktop describes it. Packages are built with it
// by -ldflags "-X main.feed=https://…", but for those that a store or a distribution keeps up to date.
var feed string

// Practice mode goes at the speed of a modest line, in small segments, so that a person can watch them go. So many of
// them would meet X's rate limits.
const (
	practiceRequests     = 1_000_000
	practiceMbit         = 10
	practiceSegmentBytes = 128 << 10
)

func main() {
	os.Exit(hoist(untilSignal(), os.Args[1:]))
}

// untilSignal returns a context that ends with the first signal that asks the program to end. Who asks once more while it
// is ending has it end at once: what was confirmed is in the journals. A terminal or a session that goes sends its
// SIGHUP beside other signals: that is not asking once more.
func untilSignal() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // nohup wants it to outlive its terminal
		signal.Notify(signals, syscall.SIGHUP)
	}
	go func() {
		for asked := 0; asked < 2; {
			if s := <-signals; s != syscall.SIGHUP {
				asked++
			}
			cancel()
		}
		os.Exit(terminal.ExitInterrupted)
	}()
	return ctx
}

// hoist does what the command line says and returns the exit code.
func hoist(ctx context.Context, args []string) int {
	words, err := messages.New(assets.Translations, locale())
	if err != nil {
		panic(err) // the translations are compiled in, and tested
	}
	options, err := terminal.Parse(args, words)
	if options.Command != terminal.CommandWindow {
		desktop.UseConsole() // also where the command line is wrong: it names no command then
	}
	if err != nil {
		return wrongUse(words, err)
	}
	for i, video := range options.Videos {
		options.Videos[i] = ui.Path(video)
	}
	switch options.Command {
	case terminal.CommandHelp:
		say(os.Stdout, strings.TrimRight(terminal.Help(words), "\n"))
		return terminal.ExitDone
	case terminal.CommandVersion:
		say(os.Stdout, "hoist", version())
		return terminal.ExitDone
	}
	p := &program{
		options: options, words: words, limit: upload.NewLimit(options.Limit), trace: &upload.Trace{}, log: slog.New(slog.DiscardHandler),
	}
	switch options.Command {
	case terminal.CommandPractice:
		return p.practice(ctx)
	case terminal.CommandDelete: // without a log, which would be there again
		return p.deleteData(ctx)
	case terminal.CommandCheck: // which leaves nothing behind
		return p.check(ctx)
	}
	if err := p.open(); err != nil {
		return p.failed(err)
	}
	defer p.close()
	if err := p.prepare(); err != nil {
		return p.failed(err)
	}
	switch options.Command {
	case terminal.CommandUpload:
		return p.upload(ctx)
	case terminal.CommandUploads:
		command := terminal.Uploads{Out: os.Stdout, Err: os.Stderr, Words: words, Unfinished: p.unfinished}
		return command.Run(options)
	case terminal.CommandAccounts, terminal.CommandAccountsAdd, terminal.CommandAccountsRemove:
		return p.people(ctx)
	}
	return p.window(ctx)
}

// wrongUse says what is wrong with the command line: in a box where nobody would hear of it, as from a shortcut.
func wrongUse(words *messages.Catalog, err error) int {
	say(os.Stderr, err)
	if desktop.Unheard() {
		desktop.Tell(words.Text("app.name"), err.Error())
	}
	return terminal.ExitWrongUse
}

// program is one run of Hoist.
type program struct {
	options terminal.Options
	words   *messages.Catalog
	spoken  atomic.Pointer[messages.Catalog] // the words of the window, where they are others
	home    *home.Home
	limit   *upload.Limit // of the speed of all uploads
	trace   *upload.Trace // of the requests of all uploads
	log     *slog.Logger
	files   []io.Closer      // of the log, and of the trace
	kept    *home.Trace      // where the trace is kept, when it is
	network *desktop.Network // by which way all requests go, of the window and of the terminal
}

// failed says why there is no point in going on. Who waits for a window sees it in a box, unless there is a terminal.
func (p *program) failed(err error) int {
	problem := p.words.Problem(err, messages.Facts{})
	say(os.Stderr, problem.Title+". "+problem.Why+" "+problem.Do)
	if p.options.Command == terminal.CommandWindow && !term.IsTerminal(int(os.Stderr.Fd())) {
		desktop.Tell(problem.Title, problem.Why+" "+problem.Do)
	}
	return terminal.ExitFailed
}

// prepare lets what a terminal sends go by the settings of the network, and be traced. The window does so when it has read
// them, and shows what is the matter.
func (p *program) prepare() error {
	o := p.options
	if o.Command != terminal.CommandAccountsAdd && o.Command != terminal.CommandUpload {
		return nil
	}
	settings, _ := p.home.Settings() // the usual ones will do
	p.options.Premium = o.Premium || settings.Premium
	p.keepTrace(settings.Trace)
	if o.Practice {
		return nil
	}
	return p.join(settings)
}

// keepTrace lets the trace of requests be kept from now on, or not any more. What the command line asks for is shown in
// any case.
func (p *program) keepTrace(keep bool) {
	var to []io.Writer
	if p.options.Trace {
		to = append(to, os.Stderr)
	}
	if keep {
		to = append(to, p.kept)
	}
	if len(to) == 0 {
		p.trace.To(nil)
		return
	}
	p.trace.To(io.MultiWriter(to...))
}

// join makes what a person chose about the network hold.
func (p *program) join(s home.Settings) error {
	err := p.network.Set(desktop.Choice{Way: desktop.Way(s.Proxy), Proxy: s.ProxyURL, Certificates: s.Certificates})
	if err != nil {
		p.log.Warn("the network's settings", "err", err)
	}
	return err
}

// open finds the program's places and begins the log.
func (p *program) open() error {
	places, err := home.Open(os.LookupEnv)
	if err != nil {
		return err
	}
	file, err := places.OpenLog()
	if err != nil {
		return err
	}
	p.home, p.kept = places, places.Trace()
	p.files = []io.Closer{file, p.kept}
	p.log = slog.New(slog.NewTextHandler(file, nil))
	slog.SetDefault(p.log) // Fyne complains to the standard log, which follows this one
	p.network = desktop.NewNetwork(p.log)
	if err := p.recordCrashes(); err != nil {
		p.log.Warn("a crash would not be recorded", "err", err)
	}
	p.log.Info("started", "version", version(), "system", runtime.GOOS, "command", string(p.options.Command), "pid", os.Getpid())
	return nil
}

// recordCrashes lets the runtime write beside the log what each goroutine was at when the program crashes.
func (p *program) recordCrashes() error {
	file, err := p.home.OpenCrashLog()
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // the runtime has its own
	return debug.SetCrashOutput(file, debug.CrashOptions{})
}

func (p *program) close() {
	for _, file := range p.files {
		_ = file.Close() // nobody is left to tell
	}
}

// upload is `hoist upload`.
func (p *program) upload(ctx context.Context) int {
	var stop func()
	command := terminal.Upload{
		Out: os.Stdout, Err: os.Stderr, Screen: screen(), Words: p.words,
		Account: func(ctx context.Context, o terminal.Options) (account upload.Account, err error) {
			if o.Practice {
				account, stop, err = p.startPractice()
				return account, err
			}
			return p.account(ctx, o)
		},
		Engine: func(a upload.Account) (terminal.Engine, error) {
			journals := ""
			if !a.Practice {
				var err error
				if journals, err = p.home.Journals(); err != nil {
					return terminal.Engine{}, err
				}
			}
			e, err := p.engine(a, p.options.AtOnce, journals)
			if err != nil {
				return terminal.Engine{}, err
			}
			return terminal.EngineOf(e), nil
		},
		Unfinished: p.unfinished,
	}
	code := command.Run(ctx, p.options)
	if stop != nil {
		stop()
	}
	return code
}

// check is `hoist check`. Settings that cannot be read are the usual ones.
func (p *program) check(ctx context.Context) int {
	if places, err := home.Open(os.LookupEnv); err == nil {
		settings, _ := places.Settings()
		p.options.Premium = p.options.Premium || settings.Premium
	}
	command := terminal.Check{Out: os.Stdout, Err: os.Stderr, Words: p.words}
	return command.Run(ctx, p.options)
}

// people is `hoist accounts`.
func (p *program) people(ctx context.Context) int {
	book, err := credentials.NewBook(credentials.NewPatientKeyring(), os.LookupEnv)
	a := &accounts{program: p, book: book, err: err}
	hidden, restore := hiddenInput()
	defer restore()
	command := terminal.Accounts{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Words: p.words, Hidden: hidden,
		List: a.listed, Remove: a.SignOut, Keep: a.Keep,
		Begin: func(ctx context.Context, o terminal.Options, apiKey, apiSecret string) (terminal.SignIn, error) {
			return a.begin(ctx, credentials.App{Key: credentials.Secret(apiKey), Secret: credentials.Secret(apiSecret)}, o.PIN)
		},
		Check: func(ctx context.Context, _ terminal.Options, k terminal.Keys) (upload.Account, string, error) {
			return a.Check(ctx, k.APIKey, k.APISecret, k.AccessToken, k.AccessSecret)
		},
		Found: func(file string) ([]string, error) {
			found, err := credentials.ReadFile(file)
			names := make([]string, len(found))
			for i, one := range found {
				names[i] = one.Name
			}
			return names, err
		},
		Import: func(ctx context.Context, _ terminal.Options, file string, n int) (upload.Account, string, error) {
			return a.entered(a.book.EnterFile(ctx, a.endpoint(), file, n))
		},
	}
	return command.Run(ctx, p.options)
}

// deleteData is `hoist --delete-data`.
func (p *program) deleteData(ctx context.Context) int {
	places, err := home.Open(os.LookupEnv)
	if err != nil {
		return p.failed(err)
	}
	p.home = places
	book, _ := credentials.NewBook(credentials.NewPatientKeyring(), os.LookupEnv) // what is wrong with the variables is no matter here
	_, environment := book.Environment()
	command := terminal.Delete{
		In: os.Stdin, Terminal: term.IsTerminal(int(os.Stdin.Fd())), Out: os.Stdout, Err: os.Stderr, Words: p.words,
		Unfinished: p.unfinished, Stored: places.Everything, RemoveStored: places.RemoveEverything,
		List: book.Names, Remove: book.Remove, Environment: environment,
	}
	return command.Run(ctx, p.options)
}

// hiddenInput returns what reads a line from the terminal without showing it; nil: standard input is none. restore shows
// what is typed again, where the program ends in the middle of a line.
func hiddenInput() (read func() (string, error), restore func()) {
	fd := int(os.Stdin.Fd())
	state, err := term.GetState(fd)
	if err != nil {
		return nil, func() {}
	}
	read = func() (string, error) {
		line, err := term.ReadPassword(fd)
		return string(line), err
	}
	return read, func() { _ = term.Restore(fd, state) } // there is nobody to tell
}

// unfinished returns what was begun and not ended.
func (p *program) unfinished() ([]upload.Unfinished, error) {
	return upload.ListUnfinished(p.home.JournalsToRead())
}

// engine returns what uploads in the name of an account. The stand-in ends with the program, and with it what it has:
// nothing of it is in the journals.
func (p *program) engine(a upload.Account, atOnce int, journals string) (*upload.Engine, error) {
	if a.Practice {
		journals = ""
	}
	return upload.New(a, upload.Options{
		AtOnce: atOnce, Journals: journals, Limit: p.limit, Trace: p.trace, UserAgent: "Hoist/" + version(), Log: p.log,
		Proxy: p.network.Proxy, RootCAs: p.network.Roots(),
	})
}

// account returns an account with its signature: the named one, else the one whose keys stand in the environment, else
// that which the window used last, else the first. What is unfinished goes on in the name in which it was begun.
func (p *program) account(ctx context.Context, o terminal.Options) (upload.Account, error) {
	book, err := credentials.NewBook(credentials.NewPatientKeyring(), os.LookupEnv)
	if err != nil {
		return upload.Account{}, err
	}
	if a, ok := book.Environment(); ok && o.Account == "" {
		return signed(a, o), nil
	}
	name := o.Account
	if name == "" {
		names, err := book.Names(ctx)
		if err != nil {
			return upload.Account{}, err
		}
		if len(names) == 0 {
			return upload.Account{}, &credentials.Error{Op: "find account", Kind: credentials.NoAccount, Err: credentials.ErrNotFound}
		}
		settings, _ := p.home.Settings() // the first will do
		if name = names[0]; slices.Contains(names, settings.Account) {
			name = settings.Account
		}
	}
	a, err := book.Load(ctx, name)
	if err != nil {
		return upload.Account{}, err
	}
	return signed(a, o), nil
}

// signed joins an account's keys to the address that the options name.
func signed(a credentials.Account, o terminal.Options) upload.Account {
	base := o.BaseURL
	if base == "" {
		base = o.API.DefaultBase()
	}
	return upload.Account{Name: a.Name, API: o.API, BaseURL: base, Sign: credentials.Signer(a, base)}
}

// startPractice starts the stand-in for X within this program. It goes with stop.
func (p *program) startPractice() (account upload.Account, stop func(), err error) {
	x, err := practice.Start(practice.Options{RateMbit: practiceMbit, RequestLimit: practiceRequests, Log: p.log})
	if err != nil {
		return upload.Account{}, nil, err
	}
	keys := x.Keys()
	account = upload.Account{
		Name: "practice", API: p.options.API, BaseURL: x.URL(), Practice: true, SegmentBytes: practiceSegmentBytes,
		Sign: credentials.Signer(credentials.Account{
			Name: "practice", Auth: fourKeys(keys.ConsumerKey, keys.ConsumerSecret, keys.AccessToken, keys.AccessSecret),
		}, x.URL()),
	}
	return account, func() {
		if err := x.Close(); err != nil {
			p.log.Warn("practice", "err", err)
		}
	}, nil
}

// practice is `hoist practice`.
func (p *program) practice(ctx context.Context) int {
	command := terminal.Practice{Out: os.Stdout, Err: os.Stderr, Words: p.words, Start: func(o terminal.Options) (terminal.StandIn, error) {
		faults, err := readFaults(o.FaultsFile)
		if err != nil {
			return terminal.StandIn{}, err
		}
		x, err := practice.Start(practice.Options{
			Listen: o.Listen, CertFile: o.CertFile, KeyFile: o.KeyFile, Faults: faults, Latency: o.Latency, RateMbit: o.RateMbit,
		})
		if err != nil {
			return terminal.StandIn{}, err
		}
		keys := x.Keys()
		return terminal.StandIn{
			BaseURL: x.URL(), ConsumerKey: keys.ConsumerKey, ConsumerSecret: keys.ConsumerSecret,
			AccessToken: keys.AccessToken, AccessSecret: keys.AccessSecret, Close: x.Close,
		}, nil
	}}
	return command.Run(ctx, p.options)
}

func readFaults(file string) ([]practice.Fault, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file) //nolint:gosec // the person named it
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return practice.ParseFaults(f)
}

// version returns the version that packages are made with.
func version() string {
	for line := range strings.Lines(metadata) {
		if value, ok := strings.CutPrefix(strings.TrimSpace(line), "Version = "); ok {
			return strings.Trim(value, `"`)
		}
	}
	return "0"
}

// versions returns what tells of newer versions; nil: it is not for this program to look for any.
func (p *program) versions() *desktop.Feed {
	if feed == "" || desktop.KeptBySystem(os.LookupEnv) {
		return nil
	}
	f, err := desktop.NewFeed(feed, p.network)
	if err != nil {
		p.log.Warn("newer versions cannot be looked for", "err", err)
		return nil
	}
	return f
}

// locale returns the language that the environment or the system asks for.
func locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return value
		}
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" { // where a double-clicked program sees no such variables
		return lang.SystemLocale().LanguageString()
	}
	return ""
}

// screen returns what the terminal behind standard error can show; nothing where there is none.
func screen() terminal.Screen {
	fd := int(os.Stderr.Fd())
	if !term.IsTerminal(fd) {
		return terminal.Screen{}
	}
	return terminal.ScreenOf(runtime.GOOS, os.Getenv, func() int {
		width, _, _ := term.GetSize(fd)
		return width
	})
}

func say(to io.Writer, what ...any) { _, _ = fmt.Fprintln(to, what...) }

// window opens the window and returns when it has closed.
func (p *program) window(ctx context.Context) int {
	first, handed, err := ui.Meet(ctx, p.where(), p.options.Videos, p.options.Start)
	if err != nil {
		p.log.Warn("second start", "err", err)
	}
	if handed {
		p.log.Info("handed to the window that is open")
		return terminal.ExitDone
	}
	defer p.leave()
	desktop.Identify(home.AppID)
	application := app.NewWithID(home.AppID)
	book, errBook := credentials.NewBook(credentials.NewKeyring(), os.LookupEnv)
	journals, errJournals := p.home.Journals() // the window says what is the matter, and uploads without them
	window := ui.New(ctx, ui.Deps{
		App: application, Words: p.words, Home: p.home, Log: p.log,
		Accounts: &accounts{program: p, book: book, err: errBook}, Account: p.options.Account, Environment: credentials.EnvironmentName,
		Practice: p.startPractice, Limit: p.limit, Trace: p.keepTrace, Network: p.join, Speaks: p.spoken.Store,
		Engine: func(a upload.Account, s home.Settings) (*upload.Engine, error) {
			if !a.Practice && s.SegmentBytes > 0 {
				a.SegmentBytes = s.SegmentBytes
			}
			return p.engine(a, s.AtOnce, journals)
		},
		Unfinished: func() ([]upload.Unfinished, error) {
			if errJournals != nil {
				return nil, errJournals
			}
			return p.unfinished()
		},
		Discard: func(mediaID string) error { return upload.Discard(p.home.JournalsToRead(), mediaID) },
		First:   first, OpenWith: desktop.OpenWith(),
		Files: p.options.Videos, Category: p.options.Category, Anyway: p.options.Anyway, Premium: p.options.Premium,
		StartAtOnce: p.options.Start, PracticeAtStart: p.options.Practice,
		Version:    version(),
		Feed:       p.versions(),
		DeleteData: func(ctx context.Context) error { return p.deleteFromWindow(ctx, book) },
	})
	context.AfterFunc(ctx, func() { fyne.Do(window.Quit) }) // Fyne ends by itself then, and may be the first: see Close
	if err := window.Show(); err != nil {
		window.Close()
		p.log.Warn("no window", "err", err)
		return p.failed(err)
	}
	application.Run()
	window.Close()
	if ctx.Err() != nil {
		return terminal.ExitInterrupted
	}
	return terminal.ExitDone
}

// leave takes away what Fyne has made, where this program leaves nothing behind.
func (p *program) leave() {
	if err := p.home.Leave(); err != nil {
		p.log.Warn("something of the window's stays", "err", err)
	}
}

// where is what two starts must have in common for one window to do for both.
func (p *program) where() ui.Where {
	o := p.options
	return ui.Where{
		Home: p.home.Paths(), Practice: o.Practice, API: o.API, BaseURL: o.BaseURL, Account: o.Account,
		Keys: credentials.Fingerprint(os.LookupEnv), Category: o.Category, Anyway: o.Anyway, Premium: o.Premium,
	}
}

// deleteFromWindow deletes all keys, and then all files.
func (p *program) deleteFromWindow(ctx context.Context, book *credentials.Book) error {
	names, err := book.Names(ctx)
	for _, name := range names {
		err = errors.Join(err, book.Remove(ctx, name))
	}
	p.close() // the log is one of the files, and the crash file another: Windows deletes none that is open
	err = errors.Join(err, debug.SetCrashOutput(nil, debug.CrashOptions{}))
	return errors.Join(err, p.home.RemoveEverything())
}

// accounts is what the window and the terminal know of package credentials.
type accounts struct {
	*program
	book *credentials.Book
	err  error // of the variables, which make no sense
}

var (
	_ ui.Accounts = (*accounts)(nil)
	_ ui.SignIn   = terminal.SignIn(nil)
)

// List implements [ui.Accounts].
func (a *accounts) List(ctx context.Context) ([]upload.Account, error) {
	all, err := a.book.List(ctx)
	list := make([]upload.Account, len(all))
	for i, one := range all {
		list[i] = signed(one, a.options)
	}
	return list, cmp.Or(a.err, err)
}

// Callbacks implements [ui.Accounts].
func (a *accounts) Callbacks() []string { return credentials.CallbackURLs() }

// Begin implements [ui.Accounts].
func (a *accounts) Begin(ctx context.Context, apiKey, apiSecret string, byPIN bool) (ui.SignIn, error) {
	return a.begin(ctx, credentials.App{Key: credentials.Secret(apiKey), Secret: credentials.Secret(apiSecret)}, byPIN)
}

// BeginLike implements [ui.Accounts].
func (a *accounts) BeginLike(ctx context.Context, name string, byPIN bool) (ui.SignIn, error) {
	one, err := a.book.Load(ctx, name)
	if err != nil {
		return nil, err
	}
	return a.begin(ctx, one.Auth.App(), byPIN)
}

// begin begins a sign-in, for window and terminal alike: an interface, since a nil *signIn would be one that is not nil.
func (a *accounts) begin(ctx context.Context, app credentials.App, byPIN bool) (terminal.SignIn, error) {
	s, err := a.book.Begin(ctx, a.endpoint(), app, byPIN)
	if err != nil {
		return nil, err
	}
	return signIn{s, a}, nil
}

// endpoint says where to sign in, and what the browser shows in the end.
func (a *accounts) endpoint() credentials.Endpoint {
	return credentials.Endpoint{
		BaseURL: a.options.BaseURL, Proxy: a.network.Proxy, RootCAs: a.network.Roots(),
		Pages: func(l credentials.Landing) credentials.Page {
			id, words := "landing."+string(l), cmp.Or(a.spoken.Load(), a.words)
			return credentials.Page{Language: words.Language(), Title: words.Text(id + ".title"), Words: words.Text(id + ".words")}
		},
	}
}

// Check implements [ui.Accounts].
func (a *accounts) Check(ctx context.Context, apiKey, apiSecret, token, tokenSecret string) (upload.Account, string, error) {
	return a.entered(a.book.Enter(ctx, a.endpoint(), fourKeys(apiKey, apiSecret, token, tokenSecret)))
}

// entered returns an account as the other rooms know it.
func (a *accounts) entered(one credentials.Account, err error) (upload.Account, string, error) {
	if err != nil {
		return upload.Account{}, "", err
	}
	return signed(one, a.options), one.Access, nil
}

// KeyFiles implements [ui.Accounts]. A file that cannot be used is left out: nobody has asked for it by name.
func (a *accounts) KeyFiles(context.Context) []ui.FiledAccount {
	var all []ui.FiledAccount
	folder, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	for _, file := range credentials.KeyFiles(folder) {
		found, err := credentials.ReadFile(file)
		if err != nil {
			a.log.Info("key file", "file", file, "err", err)
		}
		for i, one := range found {
			all = append(all, ui.FiledAccount{File: file, Index: i, Name: one.Name})
		}
	}
	return all
}

// Import implements [ui.Accounts].
func (a *accounts) Import(ctx context.Context, from ui.FiledAccount) (upload.Account, string, error) {
	return a.entered(a.book.EnterFile(ctx, a.endpoint(), from.File, from.Index))
}

// listed returns the accounts as the terminal lists them.
func (a *accounts) listed(ctx context.Context) ([]terminal.Listed, error) {
	all, err := a.book.List(ctx)
	list := make([]terminal.Listed, len(all))
	for i, one := range all {
		list[i] = terminal.Listed{
			Name: one.Name, UserID: one.UserID, Access: one.Access, Environment: one.Name == credentials.EnvironmentName,
		}
	}
	return list, cmp.Or(a.err, err)
}

// Keep implements [ui.Accounts].
func (a *accounts) Keep(ctx context.Context, name string) error { return a.book.Keep(ctx, name) }

// SignOut implements [ui.Accounts].
func (a *accounts) SignOut(ctx context.Context, name string) error { return a.book.Remove(ctx, name) }

// signIn is a sign-in as the other rooms know it.
type signIn struct {
	*credentials.SignIn
	accounts *accounts
}

// Complete implements [ui.SignIn].
func (s signIn) Complete(ctx context.Context, answer string) (upload.Account, string, error) {
	return s.accounts.entered(s.SignIn.Complete(ctx, answer))
}

func fourKeys(apiKey, apiSecret, token, tokenSecret string) credentials.Keys {
	return credentials.Keys{
		ConsumerKey: credentials.Secret(apiKey), ConsumerSecret: credentials.Secret(apiSecret),
		AccessToken: credentials.Secret(token), AccessSecret: credentials.Secret(tokenSecret),
	}
}
