package terminal

import (
	"errors"
	"math"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// Command is what the program is started for.
type Command string

// The commands. Version and help are flags that win over everything else.
const (
	CommandWindow   Command = "hoist"
	CommandUpload   Command = "hoist upload"
	CommandPractice Command = "hoist practice"
	CommandVersion  Command = "hoist --version"
	CommandHelp     Command = "hoist --help"
)

// Options is a command line that makes sense.
type Options struct {
	Command Command
	Videos  []string // as they were written

	// Of the window and of upload.
	Practice bool              // into the stand-in on this computer, not to X
	API      upload.Generation // never empty
	BaseURL  string            // https, or http on loopback; empty: X's own address
	Account  string            // without @; empty: not said
	Category upload.Category   // never empty
	Anyway   bool              // send what the checks would stop
	Start    bool              // of the window alone: uploads begin without asking
	JSON     bool              // of upload alone: an object for each event

	// Of practice.
	Listen            string // host:port; empty: the stand-in chooses
	CertFile, KeyFile string // both or none: TLS
	FaultsFile        string
	Latency           time.Duration // server time that is added to each request
	RateMbit          float64       // line speed in Mbit/s; 0: no limit
}

// Parse reads the command line that follows the program's name. Flags may stand anywhere; "--" ends them, and what
// follows is videos. The first word that is no flag can be a command; "./upload" is a video of that name. An error is
// a sentence for the person, in the words of the catalog, and means [ExitWrongUse].
func Parse(args []string, words *messages.Catalog) (Options, error) {
	p := parser{
		words: words, used: map[string]bool{},
		Options: Options{Command: CommandWindow, API: upload.V2, Category: upload.TweetVideo},
	}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		var err error
		switch {
		case arg == "--":
			p.Videos = append(p.Videos, args...)
			args = nil
		case arg == "-h":
			p.used["help"] = true
		case len(arg) > 1 && arg[0] == '-':
			args, err = p.flag(arg, args)
		default:
			p.word(arg)
		}
		if err != nil {
			return Options{}, err
		}
	}
	return p.finish()
}

// parser is a command line that has been read in part.
type parser struct {
	Options
	words *messages.Catalog
	used  map[string]bool // flags by name, and "command" when it was named
}

func (p *parser) wrong(id string, args ...any) error {
	return errors.New(p.words.Text(id, args...))
}

// word takes what is no flag: the command, if it is the first and names one, or a video.
func (p *parser) word(arg string) {
	command := CommandWindow + " " + Command(arg)
	if len(p.Videos) == 0 && !p.used["command"] && (command == CommandUpload || command == CommandPractice) {
		p.Command, p.used["command"] = command, true
		return
	}
	p.Videos = append(p.Videos, arg)
}

// flag takes a flag, and its value from arg itself or from the rest. It returns what is left of the rest.
func (p *parser) flag(arg string, rest []string) ([]string, error) {
	name, value, attached := strings.Cut(strings.TrimPrefix(arg, "--"), "=")
	i := slices.IndexFunc(flags, func(f flag) bool { return f.name == name })
	if i < 0 || !strings.HasPrefix(arg, "--") {
		return nil, p.wrong("terminal.use.unknown", "Flag", messages.Clean(arg, 60))
	}
	f := flags[i]
	p.used[name] = true
	if f.value == "" {
		if attached {
			return nil, p.wrong("terminal.use.no_value", "Flag", "--"+name)
		}
		f.set(&p.Options, "")
		return rest, nil
	}
	if !attached {
		if len(rest) == 0 || strings.HasPrefix(rest[0], "--") {
			return nil, p.wrong("terminal.use.value_missing", "Flag", "--"+name, "Value", f.value)
		}
		value, rest = rest[0], rest[1:]
	}
	if value == "" || !f.set(&p.Options, value) {
		return nil, p.wrong("terminal.use.value", "Flag", "--"+name,
			"Wanted", p.words.Text("terminal.wanted."+f.name), "Value", messages.Clean(value, 60))
	}
	return rest, nil
}

// finish checks that the parts go together.
func (p *parser) finish() (Options, error) {
	switch {
	case p.used["help"]:
		return Options{Command: CommandHelp}, nil
	case p.used["version"]:
		return Options{Command: CommandVersion}, nil
	}
	for _, f := range flags {
		if p.used[f.name] && !slices.Contains(f.of, p.Command) {
			return Options{}, p.wrong("terminal.use.other_command",
				"Flag", "--"+f.name, "Command", string(p.Command), "Other", string(f.of[0]))
		}
	}
	switch {
	case p.Command == CommandUpload && len(p.Videos) == 0:
		return Options{}, p.wrong("terminal.use.no_video")
	case p.Command == CommandPractice && len(p.Videos) > 0:
		return Options{}, p.wrong("terminal.use.practice_video", "Video", messages.Clean(p.Videos[0], 60))
	case slices.Contains(p.Videos, ""):
		return Options{}, p.wrong("terminal.use.empty_video")
	case p.Practice && p.BaseURL != "":
		return Options{}, p.wrong("terminal.use.two_addresses")
	case (p.CertFile == "") != (p.KeyFile == ""):
		return Options{}, p.wrong("terminal.use.tls_pair")
	}
	return p.Options, nil
}

// flag is a flag of the command line.
type flag struct {
	name  string
	value string // what stands for its value in the help; empty: it takes none
	of    []Command
	set   func(o *Options, value string) bool // false: not a value that it takes
}

// flags are all flags, in the order of the help. The words about them are terminal.help.NAME, and terminal.wanted.NAME
// for the values that they take.
var flags = []flag{
	{"practice", "", sending, func(o *Options, _ string) bool { o.Practice = true; return true }},
	{"api", "v2|v1.1", sending, func(o *Options, v string) bool {
		o.API = upload.Generation(v)
		return o.API == upload.V2 || o.API == upload.V1
	}},
	{"base-url", "URL", sending, func(o *Options, v string) bool {
		o.BaseURL = v
		_, err := upload.CheckBaseURL(v)
		return err == nil
	}},
	{"account", "NAME", sending, func(o *Options, v string) bool {
		o.Account = strings.TrimPrefix(v, "@")
		return o.Account != ""
	}},
	{"category", "NAME", sending, func(o *Options, v string) bool {
		o.Category = upload.Category(v)
		return o.Category == upload.TweetVideo || o.Category == upload.AmplifyVideo || o.Category == upload.DMVideo
	}},
	{"anyway", "", sending, func(o *Options, _ string) bool { o.Anyway = true; return true }},
	{"start", "", []Command{CommandWindow}, func(o *Options, _ string) bool { o.Start = true; return true }},
	{"json", "", []Command{CommandUpload}, func(o *Options, _ string) bool { o.JSON = true; return true }},
	{"listen", "ADDR", standIn, func(o *Options, v string) bool {
		o.Listen = v
		_, _, err := net.SplitHostPort(v)
		return err == nil
	}},
	{"tls-cert", "FILE", standIn, func(o *Options, v string) bool { o.CertFile = v; return true }},
	{"tls-key", "FILE", standIn, func(o *Options, v string) bool { o.KeyFile = v; return true }},
	{"faults", "FILE", standIn, func(o *Options, v string) bool { o.FaultsFile = v; return true }},
	{"latency", "D", standIn, func(o *Options, v string) (ok bool) {
		d, err := time.ParseDuration(v)
		o.Latency = d
		return err == nil && d >= 0
	}},
	{"rate", "MBIT", standIn, func(o *Options, v string) bool {
		rate, err := strconv.ParseFloat(v, 64)
		o.RateMbit = rate
		return err == nil && rate > 0 && !math.IsInf(rate, 0)
	}},
	{"version", "", everywhere, func(*Options, string) bool { return true }},
	{"help", "", everywhere, func(*Options, string) bool { return true }},
}

var (
	sending    = []Command{CommandWindow, CommandUpload}
	standIn    = []Command{CommandPractice}
	everywhere = []Command{CommandWindow, CommandUpload, CommandPractice}
)
