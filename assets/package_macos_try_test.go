//go:build packages && linux

package assets_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// macOpen plays macOS's open, pgrep and sleep: it puts the file that is to be opened into the queue as Hoist does, $FAKE_WAY
// instead where that is said.
const macOpen = `#!/bin/bash
case "$(basename "$0")" in
pgrep)
	for process in $(cat "$FAKE_STATE/processes" 2>/dev/null); do
		! kill -0 "$process" 2>/dev/null || echo "$process"
	done ;;
open)
	file=${@: -1}
	queue=$FAKE_STATE/queue
	if [ "$1" = -n ]; then
		[ "$*" = "-n -a $FAKE_APP --env ${5} $file" ] || exit 1
		mkdir "${5#HOIST_HOME=}"
		echo "${5#HOIST_HOME=}/queue.jsonl" >"$queue"
		/bin/sleep 600 >/dev/null 2>&1 &
		echo $! >"$FAKE_STATE/processes"
	elif [ "$FAKE_WAY" = lost ]; then
		exit 0
	elif [ "$FAKE_WAY" = elsewhere ]; then
		/bin/sleep 600 >/dev/null 2>&1 &
		echo $! >>"$FAKE_STATE/processes"
	fi
	printf '{"path":"%s"}\n' "$file" >>"$(cat "$queue")"
	[ "$FAKE_WAY" != twice ] || printf '{"path":"%s"}\n' "$file" >>"$(cat "$queue")" ;;
esac
`

// TestPackageMacTry lets try.sh see a Hoist that takes both videos, and others that do not. What it is for, a Mac alone can
// show.
func TestPackageMacTry(t *testing.T) {
	tools := t.TempDir()
	for _, name := range []string{"open", "pgrep", "sleep"} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte(macOpen), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for way, want := range map[string]string{
		"":          "Both videos came into one window.",
		"lost":      "the queue has 'a film.mp4'",
		"twice":     "the queue has 'a film.mp4\na film.mp4'",
		"elsewhere": "Hoist runs more than once",
	} {
		app, state, tmp := t.TempDir(), t.TempDir(), t.TempDir()
		try := exec.CommandContext(t.Context(), "installers/macos/try.sh", app)
		try.Env = append(os.Environ(), "PATH="+tools+":"+os.Getenv("PATH"), "TMPDIR="+tmp, "FAKE_WAY="+way, "FAKE_STATE="+state, "FAKE_APP="+app)
		said, err := try.CombinedOutput()
		if (err == nil) != (way == "") || !strings.Contains(string(said), want) {
			t.Errorf("with files %q it ends with %v: %s", way, err, said)
		}
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("there is still %v, %v", left, err)
		}
	}
}
