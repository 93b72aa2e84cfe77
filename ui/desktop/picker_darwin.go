package desktop

import (
	"context"
	"os"
	"strings"
)

// userCanceled is AppleScript's number for a person who wants to choose nothing.
const userCanceled = "(-128)"

// systemDialog shows the system's own dialog by AppleScript.
func systemDialog(ctx context.Context, p Picker) ([]string, error) {
	return runScript(ctx, p.question())
}

// systemSave does for a file that is to be saved what systemDialog does for others.
func systemSave(ctx context.Context, s Saver) (string, error) {
	paths, err := runScript(ctx, s.question())
	if err != nil || len(paths) == 0 {
		return "", err
	}
	return paths[0], nil
}

func runScript(ctx context.Context, q programQuestion) ([]string, error) {
	if info, err := os.Stat(q.folder); err != nil || !info.IsDir() {
		q.folder = "" // which would be an error to the script
	}
	return runDialog(ctx, "/usr/bin/osascript", q.osascript(), func(_ int, complaint string) bool {
		return strings.Contains(complaint, userCanceled)
	})
}
