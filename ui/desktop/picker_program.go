//go:build !windows

package desktop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// programQuestion is what a program is to ask.
type programQuestion struct {
	title, kind string
	extensions  []string
	folder      string // where to begin; empty: the program decides
	name        string // that is offered to save under; empty: something is to be opened
	folders     bool
	several     bool
	window      uintptr // of X11, before which the dialog stands; 0: none
}

func (p Picker) question() programQuestion {
	return programQuestion{title: p.Title, kind: p.Kind, extensions: p.extensions, folder: p.Folder, folders: p.folders, several: p.several}
}

func (s Saver) question() programQuestion {
	return programQuestion{title: s.Title, kind: s.Kind, extensions: []string{s.Extension}, folder: s.Folder, name: s.Name}
}

// programEnds is how long a program that shows a dialog may take to go when it is told to.
const programEnds = 2 * time.Second

// runDialog runs a program that shows a dialog, without a shell, and returns what it wrote about the choice; nothing where
// canceled says that the person wanted none, or ctx has ended, which takes the dialog away.
func runDialog(ctx context.Context, program string, arguments []string, canceled func(code int, complaint string) bool) ([]string, error) {
	var out, complaint bytes.Buffer
	cmd := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // a program that its caller names; no argument of it is one
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &out, &complaint, programEnds
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return writtenPaths(out.String()), nil
	case ctx.Err() != nil, errors.As(err, &exit) && canceled(exit.ExitCode(), complaint.String()):
		return nil, nil
	}
	return nil, fmt.Errorf("%s: %w", program, err)
}

// writtenPaths reads absolute paths, one a line. A line that begins otherwise belongs to the name before it: line ends may
// stand in names, and before a slash alone they cannot be told apart.
func writtenPaths(out string) []string {
	out = strings.TrimSuffix(out, "\n")
	if out == "" {
		return nil
	}
	var paths []string
	for _, line := range strings.Split(out, "\n") {
		if len(paths) > 0 && !strings.HasPrefix(line, "/") {
			paths[len(paths)-1] += "\n" + line
			continue
		}
		paths = append(paths, line)
	}
	for i, path := range paths {
		if len(path) > 1 {
			paths[i] = strings.TrimSuffix(path, "/") // of a folder
		}
	}
	return paths
}

// osascript returns the arguments with which macOS's osascript asks. What differs comes as arguments of the script, and so
// never is a part of it.
func (q programQuestion) osascript() []string {
	command := "choose file with prompt (item 1 of argv) of type (items 3 thru -1 of argv)"
	var rest []string
	switch {
	case q.folders:
		command = "choose folder with prompt (item 1 of argv)"
	case q.name != "":
		command, rest = "choose file name with prompt (item 1 of argv) default name (item 3 of argv)", []string{q.name}
	default:
		for _, e := range q.extensions {
			rest = append(rest, strings.TrimPrefix(e, "."))
		}
	}
	if q.folder != "" {
		command += " default location (POSIX file (item 2 of argv))"
	}
	if q.several {
		command += " with multiple selections allowed"
	}
	script := "on run argv\nactivate\nset chosen to (" + command + `) as list
set written to {}
repeat with one in chosen
set end of written to POSIX path of one
end repeat
set AppleScript's text item delimiters to linefeed
return written as text
end run`
	return append([]string{"-e", script, q.title, q.folder}, rest...)
}
