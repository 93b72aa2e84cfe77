// Package home knows what lies under HOIST_HOME: settings, journals of unfinished uploads, the queue of videos that have
// not been begun, the history of those that ended well, and logs. Nothing else of this program decides where a file of
// its own goes.
//
// [Open] finds the places. Folders come into being when they are first asked for, for their owner alone (0700); files
// are 0600. Keys are never here: they are in the keyring (package credentials).
//
//	h, err := home.Open(os.LookupEnv)
//	settings, err := h.Settings() // always usable; err tells when the file was not
//	folder, err := h.Journals()
//	log, err := h.OpenLog()
//	trace := h.Trace() // of requests, a file a day
//	entries, err := h.History()
package home

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// Kind says what went wrong, for package ui/messages.
type Kind string

const (
	// Unwritable: a folder cannot be found, made or written to.
	Unwritable Kind = "home_unwritable"
	// SettingsBroken: the settings could not be read; the defaults hold.
	SettingsBroken Kind = "settings_broken"
	// HistoryUnreadable: the list of earlier uploads could not be read.
	HistoryUnreadable Kind = "history_unreadable"
	// NotRemoved: something that this program stored could not be deleted.
	NotRemoved Kind = "home_not_removed"
)

// Error is what went wrong with a file or folder of this program.
type Error struct {
	Kind Kind
	Err  error // an [fs.PathError] with the file or folder that a person knows, not one inside it; another where there is none yet
}

// ErrorKind returns the kind, for package ui/messages.
func (e *Error) ErrorKind() string { return string(e.Kind) }

// Error returns one line for logs.
func (e *Error) Error() string { return fmt.Sprintf("home: %s: %v", e.Kind, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// unwritable says that path cannot be written, whichever path within or above it the OS named.
func unwritable(path string, err error) *Error {
	var inPath *fs.PathError
	var inLink *os.LinkError
	switch {
	case errors.As(err, &inPath):
		err = inPath.Err
	case errors.As(err, &inLink):
		err = inLink.Err
	}
	return &Error{Kind: Unwritable, Err: &fs.PathError{Op: "write", Path: path, Err: err}}
}

// Home is where this program keeps its files. Its methods may be called from any goroutine, and they use the disk:
// not from the window's.
type Home struct {
	settings string // the file
	journals string
	queue    string // the file
	history  string // the file
	logs     string
	toolkit  []string // folders that the window's toolkit makes for this program, in the OS's own places
	carried  bool     // all of it lies beside the program

	file sync.Mutex // of settings and queue: Windows cannot replace a file that is being read
	past sync.Mutex // of history
}

// Open finds the places without making any. lookup is os.LookupEnv, or a test's own. Where HOIST_HOME is set, everything
// lies under it; where portable.txt lies beside the program, on Windows, in the folder data beside that; else in the OS's
// own places. It fails with [Unwritable] where the environment names none.
func Open(lookup func(string) (string, bool)) (*Home, error) {
	program, err := os.Executable()
	if err != nil {
		program = "" // it cannot be said what lies beside it
	}
	return open(runtime.GOOS, lookup, program)
}

func open(system string, lookup func(string) (string, bool), program string) (*Home, error) {
	if root, _ := lookup("HOIST_HOME"); root != "" {
		root, err := filepath.Abs(root)
		if err != nil {
			return nil, unwritable(root, err)
		}
		return at(root, root, filepath.Join(root, "logs")), nil
	}
	env := environment(lookup)
	var h *Home
	var err error
	switch system {
	case "windows":
		h, err = env.windows(portable(program))
	case "darwin":
		h, err = env.macOS()
	default:
		h, err = env.xdg()
	}
	if err != nil {
		return nil, &Error{Kind: Unwritable, Err: err}
	}
	return h, nil
}

// AppID is by which name the system, and the window's toolkit, know this program. FyneApp.toml has it as well.
const AppID = "app.hoist.Hoist"

// at lays out a home: what the person chose, what the program has to remember, what happened.
func at(config, state, logs string) *Home {
	return &Home{
		settings: filepath.Join(config, "settings.json"),
		journals: filepath.Join(state, "journals"),
		queue:    filepath.Join(state, "queue.jsonl"),
		history:  filepath.Join(state, "history.jsonl"),
		logs:     logs,
	}
}

type environment func(string) (string, bool)

// folder returns the first of the variables that names a folder. Relative ones are passed over, as XDG's specification
// asks: they would mean another place for every start.
func (env environment) folder(names ...string) (string, error) {
	for _, name := range names {
		if path, _ := env(name); filepath.IsAbs(path) {
			return path, nil
		}
	}
	return "", fmt.Errorf("no folder for data: neither HOIST_HOME nor %s is set", names[len(names)-1])
}

func (env environment) xdg() (*Home, error) {
	config, errConfig := env.folder("XDG_CONFIG_HOME")
	state, errState := env.folder("XDG_STATE_HOME")
	if errConfig != nil || errState != nil {
		user, err := env.folder("HOME")
		if err != nil {
			return nil, err
		}
		if errConfig != nil {
			config = filepath.Join(user, ".config")
		}
		if errState != nil {
			state = filepath.Join(user, ".local", "state")
		}
	}
	state = filepath.Join(state, "hoist")
	h := at(filepath.Join(config, "hoist"), state, filepath.Join(state, "logs"))
	h.toolkit = []string{filepath.Join(config, "fyne", AppID)}
	if cache, err := env.folder("XDG_CACHE_HOME"); err == nil {
		h.toolkit = append(h.toolkit, filepath.Join(cache, "fyne", AppID))
	} else if user, err := env.folder("HOME"); err == nil {
		h.toolkit = append(h.toolkit, filepath.Join(user, ".cache", "fyne", AppID))
	}
	return h, nil
}

func (env environment) macOS() (*Home, error) {
	user, err := env.folder("HOME")
	if err != nil {
		return nil, err
	}
	library := filepath.Join(user, "Library")
	data := filepath.Join(library, "Application Support", "Hoist")
	h := at(data, data, filepath.Join(library, "Logs", "Hoist"))
	h.toolkit = []string{filepath.Join(library, "Preferences", "fyne", AppID), filepath.Join(library, "Caches", "fyne", AppID)}
	return h, nil
}

// windows keeps everything on this computer: a roaming profile would carry journals to one that lacks the videos. carried
// is the folder for what lies beside the program; empty: it was installed.
func (env environment) windows(carried string) (*Home, error) {
	local, err := env.folder("LocalAppData")
	if err != nil && carried == "" {
		return nil, err
	}
	data := carried
	if data == "" {
		data = filepath.Join(local, "Hoist")
	}
	h := at(data, data, filepath.Join(data, "logs"))
	h.carried = carried != ""
	if local != "" {
		h.toolkit = []string{filepath.Join(local, "fyne", AppID)}
	}
	if user, err := env.folder("USERPROFILE"); err == nil {
		h.toolkit = append(h.toolkit, filepath.Join(user, "AppData", "Roaming", "fyne", AppID))
	}
	return h, nil
}

// Paths returns every place where this program keeps something, whether it exists yet or not: for a person who asks
// where their data is.
func (h *Home) Paths() []string {
	return []string{h.settings, h.journals, h.queue, h.history, h.logs}
}

// tryName is the file in the folder of journals that tells whether it can be written.
const tryName = ".try"

// Folders returns the folder around what this program remembers, and that with its logs, whether they are there or not:
// for a person who wants to look into them.
func (h *Home) Folders() (data, logs string) { return filepath.Dir(h.journals), h.logs }

// JournalsToRead returns the folder for journals of unfinished uploads, whether it is there or not.
func (h *Home) JournalsToRead() string { return h.journals }

// Journals returns the folder for journals of unfinished uploads, which it makes. That a journal can be written there is
// tried first, so that a person learns of a full or read-only disk before an upload, not in the middle of one.
func (h *Home) Journals() (string, error) {
	if err := makeFolder(h.journals); err != nil {
		return "", err
	}
	// Always the same name, so that one that a kill has left behind is gone after the next start.
	try, err := os.OpenFile(filepath.Join(h.journals, tryName), os.O_WRONLY|os.O_CREATE, 0o600)
	if err == nil {
		err = try.Close()
		_ = os.Remove(try.Name()) // another start may have been faster
	}
	if err != nil {
		return "", unwritable(h.journals, err)
	}
	return h.journals, nil
}

// Logs returns the folder for logs, which it makes.
func (h *Home) Logs() (string, error) {
	if err := makeFolder(h.logs); err != nil {
		return "", err
	}
	return h.logs, nil
}

func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return unwritable(path, err)
	}
	return nil
}
