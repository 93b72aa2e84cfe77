package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// programs are those that show a dialog of their desktop, and how they are asked.
var programs = []struct {
	name      string
	arguments func(programQuestion) []string
}{
	{"zenity", programQuestion.zenity},
	{"kdialog", programQuestion.kdialog},
}

// askPrograms asks by the first program that is there; on KDE by its own, if that is.
func askPrograms(ctx context.Context, q programQuestion) ([]string, error) {
	order := []int{0, 1}
	if strings.Contains(os.Getenv("XDG_CURRENT_DESKTOP"), "KDE") {
		order = []int{1, 0}
	}
	failed := errors.New("no program shows a dialog")
	for _, i := range order {
		path, err := exec.LookPath(programs[i].name)
		if err != nil {
			continue
		}
		paths, err := runDialog(ctx, path, programs[i].arguments(q), func(code int, complaint string) bool {
			return code == 1 && !strings.Contains(complaint, "display") // which is what it cannot open
		})
		if err == nil {
			return paths, nil
		}
		failed = err
	}
	return nil, failed
}

// start is where the dialog begins: a folder, or the name that is offered, in its folder; empty: it decides.
func (q programQuestion) start() string {
	switch {
	case q.name != "":
		return filepath.Join(q.folder, q.name)
	case q.folder != "":
		return strings.TrimSuffix(q.folder, "/") + "/"
	}
	return ""
}

func (q programQuestion) zenity() []string {
	arguments := []string{"--file-selection", "--title=" + q.title, "--separator=\n"}
	if start := q.start(); start != "" {
		arguments = append(arguments, "--filename="+start)
	}
	if q.folders {
		arguments = append(arguments, "--directory")
	} else {
		patterns := make([]string, len(q.extensions))
		for i, e := range q.extensions {
			patterns[i] = anyCase("*" + e)
		}
		arguments = append(arguments, "--file-filter="+q.kind+" | "+strings.Join(patterns, " "))
	}
	if q.several {
		arguments = append(arguments, "--multiple")
	}
	if q.name != "" {
		arguments = append(arguments, "--save", "--confirm-overwrite")
	}
	if q.window != 0 {
		arguments = append(arguments, "--modal", fmt.Sprintf("--attach=%d", q.window))
	}
	return arguments
}

// kdialog means capitals by itself, takes one folder at a time, and asks before it replaces a file.
func (q programQuestion) kdialog() []string {
	arguments := []string{"--title=" + q.title}
	if q.window != 0 {
		arguments = append(arguments, fmt.Sprintf("--attach=%d", q.window))
	}
	start := q.start()
	if start == "" {
		start = "."
	}
	filter := q.kind + " (*" + strings.Join(q.extensions, " *") + ")"
	switch {
	case q.folders:
		return append(arguments, "--getexistingdirectory", start)
	case q.name != "":
		return append(arguments, "--getsavefilename", start, filter)
	case q.several:
		arguments = append(arguments, "--multiple", "--separate-output")
	}
	return append(arguments, "--getopenfilename", start, filter)
}
