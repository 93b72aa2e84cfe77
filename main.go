// Command hoist brings videos from this computer to X: in a window, or without one (hoist upload).
//
// This file only wires the rooms of the house together: it reads the command line, opens the log, and hands each room
// the few functions of others that it needs. It alone joins credentials and practice mode to the rest.
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"golang.org/x/term"

	"hoist/assets"
	"hoist/credentials"
	"hoist/ui"
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

// Practice mode goes at the speed of a modest line, in small segments, so that a person can watch them go. So many of
// them would meet X's rate limits.
const (
	practiceRequests     = 1_000_000
	practiceMbit         = 10
	practiceSegmentBytes = 128 << 10
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := hoist(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// hoist does what the command line says and returns the exit code.
func hoist(ctx context.Context, args []string) int {
	words, err := messages.New(assets.Translations, locale())
	if err != nil {
		panic(err) // the translations are compiled in, and tested
	}
	options, err := terminal.Parse(args, words)
	if err != nil {
		say(os.Stderr, err)
		return terminal.ExitWrongUse
	}
	switch options.Command {
	case terminal.CommandHelp:
		say(os.Stdout, strings.TrimRight(terminal.Help(words), "\n"))
		return terminal.ExitDone
	case terminal.CommandVersion:
		say(os.Stdout, "hoist", version())
		return terminal.ExitDone
	}
	p := &program{options: options, limit: upload.NewLimit(options.Limit), words: words, log: slog.New(slog.DiscardHandler)}
	if options.Command == terminal.CommandPractice {
		return p.practice(ctx)
	}
	if err := p.open(); err != nil {
		problem := words.Problem(err, messages.Facts{})
		say(os.Stderr, problem.Title+". "+problem.Why+" "+problem.Do)
		return terminal.ExitFailed
	}
	defer p.close()
	switch options.Command {
	case terminal.CommandUpload:
		return p.upload(ctx)
	case terminal.CommandUploads:
		command := terminal.Uploads{Out: os.Stdout, Err: os.Stderr, Words: words, Unfinished: p.unfinished}
		return command.Run(options)
	}
	return p.window(ctx)
}

// program is one run of Hoist.
type program struct {
	options terminal.Options
	words   *messages.Catalog
	home    *home.Home
	limit   *upload.Limit // of the speed of all uploads
	log     *slog.Logger
	logFile io.Closer
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
	p.home, p.logFile = places, file
	p.log = slog.New(slog.NewTextHandler(file, nil))
	p.log.Info("started", "version", version(), "system", runtime.GOOS, "command", string(p.options.Command), "pid", os.Getpid())
	return nil
}

func (p *program) close() {
	if p.logFile != nil {
		_ = p.logFile.Close() // nobody is left to tell
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
			return p.account(ctx, credentials.NewKeyring(), o)
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
		AtOnce: atOnce, Journals: journals, Limit: p.limit, UserAgent: "Hoist/" + version(), Log: p.log,
	})
}

// account returns an account with its signature: the one whose keys stand in the environment, else the named one of
// the store, else the store's first. What is unfinished goes on in the name in which it was begun.
func (p *program) account(ctx context.Context, store credentials.Store, o terminal.Options) (upload.Account, error) {
	keys, ok, err := credentials.FromEnvironment(os.LookupEnv)
	name := o.Account
	switch {
	case err != nil:
		return upload.Account{}, err
	case ok && o.Resume && name != keys.Name:
		return upload.Account{}, terminal.OtherAccountError{}
	case ok:
		return signed(keys, o), nil
	case o.Resume && name == credentials.EnvironmentName:
		return upload.Account{}, &credentials.Error{Op: "find account", Kind: credentials.BadKeys, Err: errNoVariables}
	}
	if name == "" {
		names, err := store.List(ctx)
		if err != nil {
			return upload.Account{}, err
		}
		if len(names) == 0 {
			return upload.Account{}, &credentials.Error{Op: "find account", Kind: credentials.NoAccount, Err: credentials.ErrNotFound}
		}
		name = names[0]
	}
	keys, err = store.Load(ctx, name)
	if err != nil {
		return upload.Account{}, err
	}
	return signed(keys, o), nil
}

// errNoVariables is why an upload that was begun with keys in the environment cannot be continued.
var errNoVariables = errors.New("this upload was begun with the HOIST_ variables, and they are not set")

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
		Sign: credentials.Signer(credentials.Account{Name: "practice", Keys: credentials.Keys{
			ConsumerKey: credentials.Secret(keys.ConsumerKey), ConsumerSecret: credentials.Secret(keys.ConsumerSecret),
			AccessToken: credentials.Secret(keys.AccessToken), AccessSecret: credentials.Secret(keys.AccessSecret),
		}}, x.URL()),
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

// locale returns the language that the environment asks for.
func locale() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			return value
		}
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
	application := app.NewWithID("app.hoist.Hoist")
	accounts := &accounts{program: p, keyring: credentials.NewKeyring(), memory: credentials.NewMemory()}
	journals, errJournals := p.home.Journals() // the window says what is the matter, and uploads without them
	window := ui.New(ctx, ui.Deps{
		App: application, Words: p.words, Home: p.home, Log: p.log, Accounts: accounts,
		Practice: p.startPractice, Limit: p.limit,
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
		Files:   p.options.Videos, Category: p.options.Category, Anyway: p.options.Anyway,
		StartAtOnce: p.options.Start, PracticeAtStart: p.options.Practice,
	})
	context.AfterFunc(ctx, func() { fyne.Do(application.Quit) })
	window.Show()
	application.Run()
	window.Close()
	if ctx.Err() != nil {
		return terminal.ExitInterrupted
	}
	return terminal.ExitDone
}

// accounts is what the window knows of package credentials.
type accounts struct {
	*program
	keyring credentials.Store
	memory  credentials.Store // for accounts that the keyring did not take
}

// Current implements [ui.Accounts].
func (a *accounts) Current(ctx context.Context) (upload.Account, error) {
	return a.account(ctx, a.keyring, a.options)
}

// Begin implements [ui.Accounts].
func (a *accounts) Begin(ctx context.Context, apiKey, apiSecret string) (ui.SignIn, error) {
	pending, err := credentials.Begin(ctx, credentials.Endpoint{BaseURL: a.options.BaseURL},
		credentials.Secret(apiKey), credentials.Secret(apiSecret), nil)
	if err != nil {
		return nil, err
	}
	return &signIn{Pending: pending, accounts: a}, nil
}

// SignOut implements [ui.Accounts]. An account that the keyring did not take is not missed there.
func (a *accounts) SignOut(ctx context.Context, name string) error {
	_, missing := a.memory.Load(ctx, name)
	err := a.keyring.Delete(ctx, name)
	if missing == nil {
		return a.memory.Delete(ctx, name)
	}
	return err
}

// signIn is a sign-in that keeps the account in the end.
type signIn struct {
	*credentials.Pending
	accounts *accounts
}

// Complete implements [ui.SignIn].
func (s *signIn) Complete(ctx context.Context, pin string) (account upload.Account, kept, err error) {
	keys, err := s.Pending.Complete(ctx, pin)
	if err != nil {
		return upload.Account{}, nil, err
	}
	if kept = s.accounts.keyring.Save(ctx, keys); kept != nil {
		if err := s.accounts.memory.Save(ctx, keys); err != nil {
			return upload.Account{}, nil, err
		}
	}
	return signed(keys, s.accounts.options), kept, nil
}
