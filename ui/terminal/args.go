package terminal

import (
	"errors"
	"slices"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

// Command is what the program is started for.
type Command string

// The commands. Version and help are flags that win over everything else; --delete-data is one, too, and stands alone.
const (
	CommandWindow   Command = "hoist"
	CommandUpload   Command = "hoist upload"
	CommandUploads  Command = "hoist uploads"
	CommandCheck    Command = "hoist check"
	CommandPractice Command = "hoist practice"

	CommandAccounts       Command = "hoist accounts"
	CommandAccountsAdd    Command = "hoist accounts add"
	CommandAccountsRemove Command = "hoist accounts remove"

	CommandDelete Command = "hoist --delete-data"

	CommandVersion Command = "hoist --version"
	CommandHelp    Command = "hoist --help"
)

// Options is a command line that makes sense.
type Options struct {
	Command Command
	Videos  []string // as they were written

	// Of the window and of upload. BaseURL is of accounts add, too, and Account is the one of a file that it adds, or
	// the one that accounts remove removes.
	Practice bool              // into the stand-in on this computer, not to X
	API      upload.Generation // never empty
	BaseURL  string            // https, or http on loopback; empty: X's own address
	Account  string            // without @; empty: not said
	Category upload.Category   // never empty; of check, too
	Premium  bool              // the account has X Premium; of check, too
	Anyway   bool              // send what X would refuse, as far as is known
	Start    bool              // of the window alone: uploads begin without asking

	// Of upload.
	Resume       bool          // continue what is unfinished instead of sending videos
	MediaIDs     []string      // of what to continue; empty: all that is unfinished
	Wait         time.Duration // how long an upload, or a file that is being written, may stand still; 0: for ever; of check, too
	AtOnce       int           // segments in flight; 0: as many as the line needs
	SegmentBytes int64         // 0: the engine's choice
	Limit        int64         // bytes per second; 0: none
	Trace        bool          // show on standard error what goes to X and what it answers

	// Of accounts add.
	From string // a file of twurl or xurl with keys; empty: they are typed
	PIN  bool   // sign in with a PIN, although the browser could come back by itself

	JSON bool // of upload, uploads, check and accounts: an object on a line for each event, upload, video or account

	Yes bool // of --delete-data: without asking

	// Of practice.
	Listen            string // host:port; empty: the stand-in chooses
	CertFile, KeyFile string // both or none: TLS
	FaultsFile        string
	Latency           time.Duration // server time that is added to each request
	RateMbit          float64       // line speed in Mbit/s; 0: no limit
}

// defaultWait is how long an upload may stand still unless it is told otherwise.
const defaultWait = 10 * time.Minute

// Parse reads the command line that follows the program's name. Flags may stand anywhere; "--" ends them, and what
// follows is videos. The first word that is no flag can be a command, and the one after accounts what to do with them;
// "./upload" is a video of that name. An error is a sentence for the person, in the words of the catalog, and means
// [ExitWrongUse].
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

// word takes what is no flag: the command, if it is the first and names one, what to do with accounts, if it is the
// first after that command, or a video.
func (p *parser) word(arg string) {
	if len(p.Videos) == 0 {
		first := CommandWindow + " " + Command(arg)
		if !p.used["command"] && slices.Contains(named, first) {
			p.Command, p.used["command"] = first, true
			return
		}
		second := CommandAccounts + " " + Command(arg)
		if p.Command == CommandAccounts && slices.Contains(changing, second) {
			p.Command = second
			return
		}
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
	if p.used["delete-data"] && p.Command == CommandWindow {
		p.Command = CommandDelete
	}
	for _, f := range flags {
		if p.used[f.name] && !slices.Contains(f.of, p.Command) {
			return Options{}, p.wrong("terminal.use.other_command",
				"Flag", "--"+f.name, "Command", string(p.Command), "Other", string(f.of[0]))
		}
	}
	if (p.Command == CommandUpload || p.Command == CommandCheck) && !p.used["wait"] {
		p.Wait = defaultWait
	}
	switch p.Command {
	case CommandAccounts, CommandAccountsAdd, CommandAccountsRemove:
		return p.accounts()
	}
	if p.Resume {
		return p.resume()
	}
	if err := p.together(); err != nil {
		return Options{}, err
	}
	return p.Options, nil
}

// together checks what is named beside each other.
func (p *parser) together() error {
	switch {
	case p.Command == CommandUpload && len(p.Videos) == 0:
		return p.wrong("terminal.use.no_video")
	case p.Command == CommandCheck && len(p.Videos) == 0:
		return p.wrong("terminal.use.no_video.check")
	case p.Command == CommandUploads && len(p.Videos) > 0:
		return p.wrong("terminal.use.uploads_video", "Video", messages.Clean(p.Videos[0], 60))
	case p.Command == CommandDelete && len(p.Videos) > 0:
		return p.wrong("terminal.use.delete_video", "Video", messages.Clean(p.Videos[0], 60))
	case p.Command == CommandPractice && len(p.Videos) > 0:
		return p.wrong("terminal.use.practice_video", "Video", messages.Clean(p.Videos[0], 60))
	case slices.Contains(p.Videos, ""):
		return p.wrong("terminal.use.empty_video")
	case p.Practice && p.BaseURL != "":
		return p.wrong("terminal.use.two_addresses")
	case (p.CertFile == "") != (p.KeyFile == ""):
		return p.wrong("terminal.use.tls_pair")
	}
	return nil
}

// ofJournal are the flags that say what an upload is: one that is continued is what its journal says.
var ofJournal = []string{"practice", "api", "base-url", "account", "category", "premium", "anyway", "segment-size"}

// resume takes the words of `hoist upload --resume`, which are media IDs.
func (p *parser) resume() (Options, error) {
	for _, name := range ofJournal {
		if p.used[name] {
			return Options{}, p.wrong("terminal.use.resume_flag", "Flag", "--"+name)
		}
	}
	for _, word := range p.Videos {
		if !upload.IsMediaID(word) {
			return Options{}, p.wrong("terminal.use.resume_id", "Word", messages.Clean(word, 60))
		}
		if !slices.Contains(p.MediaIDs, word) {
			p.MediaIDs = append(p.MediaIDs, word)
		}
	}
	p.Videos = nil
	return p.Options, nil
}

// accounts takes the words of `hoist accounts`: none of them is a video.
func (p *parser) accounts() (Options, error) {
	words := p.Videos
	p.Videos = nil
	if p.Command == CommandAccountsRemove {
		if len(words) == 1 {
			p.Account = strings.TrimPrefix(words[0], "@")
		}
		if p.Account == "" {
			return Options{}, p.wrong("terminal.use.accounts_remove")
		}
		return p.Options, nil
	}
	switch {
	case len(words) > 0 && p.Command == CommandAccounts:
		return Options{}, p.wrong("terminal.use.accounts_word", "Word", messages.Clean(words[0], 60))
	case len(words) > 0:
		return Options{}, p.wrong("terminal.use.accounts_add_word")
	case p.PIN && p.From != "":
		return Options{}, p.wrong("terminal.use.two_ways")
	case p.Account != "" && p.From == "":
		return Options{}, p.wrong("terminal.use.account_without_file")
	}
	return p.Options, nil
}
