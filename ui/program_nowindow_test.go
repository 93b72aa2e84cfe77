//go:build program

package ui_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestProgramNoWindow: where no window can be had the program says so in words, in the terminal and in a box for those who
// see none, and ends. It neither crashes nor runs on unseen.
func TestProgramNoWindow(t *testing.T) {
	for name, test := range map[string]struct {
		desk func() *desk
		says string
	}{
		"no display": {
			func() *desk { return &desk{t: t, env: []string{"HOME=" + t.TempDir(), "LANG=C.UTF-8"}} },
			"There is no screen here. Hoist's window needs a desktop, and this session has none. Without one, use: hoist upload video.mp4.",
		},
		"display that is gone": {
			func() *desk {
				return &desk{t: t, env: []string{"HOME=" + t.TempDir(), "LANG=C.UTF-8", "DISPLAY=:65000"}}
			},
			"There is no screen here.",
		},
		"no OpenGL": {
			func() *desk { return newDesk(t, dark, "-extension", "GLX") },
			"Hoist needs OpenGL graphics to draw its window. Over Remote Desktop or in a virtual machine, use: hoist upload video.mp4.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			box := boxProgram(t)
			d := test.desk()
			d.env = append(d.env, "PATH="+box.folder)
			p := d.launch(nil, "--practice", filepath.Join("..", "assets", "sample.mp4"))
			p.end(limit, 1)
			if said := p.said.String(); !strings.Contains(said, test.says) || strings.Contains(said, "goroutine") {
				t.Errorf("it says %q, not %q", said, test.says)
			}
			if shown := box.shown(); !strings.Contains(shown, "hoist upload video.mp4") {
				t.Errorf("the box says %q", shown)
			}
		})
	}
}

// box stands in for the desktop's own program that shows a message.
type box struct {
	t      *testing.T
	folder string // on PATH, with nothing else in it
}

func boxProgram(t *testing.T) *box {
	t.Helper()
	b := &box{t: t, folder: t.TempDir()}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	script := "#!" + shell + "\nprintf '%s\\n' \"$@\" >'" + filepath.Join(b.folder, "shown") + "'\n"
	if err := os.WriteFile(filepath.Join(b.folder, "zenity"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return b
}

// shown returns what the box was told.
func (b *box) shown() string {
	b.t.Helper()
	text, err := os.ReadFile(filepath.Join(b.folder, "shown"))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}
