package ui

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestDropOfWhatIsNoVideo drops what cannot be uploaded, alone: each is answered in the footer and on a card that says why.
func TestDropOfWhatIsNoVideo(t *testing.T) {
	within := filepath.Join(clip(t, "film.mp4", 4096), "inner.mp4") // the system cannot look there, whoever asks
	for _, c := range []struct {
		name, path string
		kind       upload.Kind
	}{
		{"text named mp4", write(t, "notes.mp4", []byte("Dear diary, today I wrote no video at all.")), upload.FileNotVideo},
		{"empty", write(t, "empty.mp4", nil), upload.FileEmpty},
		{"gone", filepath.Join(t.TempDir(), "gone.mp4"), upload.FileMissing},
		{"unreadable", within, upload.FileUnreadable},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.path == within && runtime.GOOS == "windows" {
				c.kind = upload.FileMissing // so Windows calls it
			}
			s := newStage(t, nil)
			s.drop(c.path)
			if len(s.videos) != 1 || s.videos[0].state != refused || messages.KindOf(s.videos[0].problem) != string(c.kind) {
				t.Fatalf("the queue holds %+v", s.videos)
			}
			title := s.words.Problem(s.videos[0].problem, messages.Facts{}).Title
			if c.kind != upload.FileMissing { // of which the path says more
				s.says(title)
			}
			s.says(filepath.Base(c.path))
			if face := s.faceNow(s.videos[0]); face.line != s.words.Text("ui.card.refused", "Cause", title) {
				t.Errorf("the card says %q", face.line)
			}
			if !s.details.notice.Visible() || s.selected != s.videos[0] {
				t.Error("the details do not say what is the matter")
			}
		})
	}
}

// TestDropOfSeveral drops two videos among other things: the videos are added, and what was passed over is named.
func TestDropOfSeveral(t *testing.T) {
	s := newStage(t, nil)
	one, two := clip(t, "one.mp4", 4096), clip(t, "two #1 100%.mp4", 8192)
	s.drop(one, write(t, "notes.txt", []byte("not a video")), two)
	if len(s.videos) != 2 || s.videos[0].state != ready || s.videos[1].path != two || s.selected != s.videos[0] {
		t.Fatalf("the queue holds %+v", s.videos)
	}
	s.says(s.words.Count("ui.status.added", 2))
	s.says("notes.txt")
	s.drop(t.TempDir(), t.TempDir(), clip(t, "three.mp4", 4096))
	s.says(s.words.Count("ui.status.added", 1))
	s.says(s.words.Count("ui.status.no_videos", 2))
	if len(s.videos) != 3 || !s.frame.startAll.Visible() {
		t.Errorf("%d videos, upload all shown: %v", len(s.videos), s.frame.startAll.Visible())
	}
	s.drop(write(t, "none.mp4", nil), write(t, "empty.mp4", nil))
	s.says(s.words.Count("ui.status.none_added", 2))
	for _, v := range s.videos {
		if v.job != nil {
			t.Errorf("%s is being uploaded although nobody asked", v.name)
		}
	}
}

// TestDropTwice drops a video that is in the queue already, alone and twice in one drop.
func TestDropTwice(t *testing.T) {
	s := newStage(t, nil)
	one, two := clip(t, "one.mp4", 4096), clip(t, "two.mp4", 4096)
	s.drop(one, one)
	s.drop(two)
	s.drop(one)
	if len(s.videos) != 2 || s.selected.path != one {
		t.Fatalf("%d videos, selected %+v", len(s.videos), s.selected)
	}
	s.says(s.words.Text("ui.status.already", "Name", "one.mp4"))
}

// TestDropAgainOfWhatWasMended drops a file that was refused and is a video now: its old card does not stay beside it.
func TestDropAgainOfWhatWasMended(t *testing.T) {
	s := newStage(t, nil)
	path := write(t, "exporting.mp4", nil)
	s.drop(path)
	good, err := os.ReadFile(clip(t, "good.mp4", 4096))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	rested(t, path)
	s.drop(path)
	if len(s.videos) != 1 || s.videos[0].state != ready || s.selected != s.videos[0] {
		t.Errorf("the queue holds %+v", s.videos)
	}
}

// TestOddNames drops files whose names are made to break a line, a layout or a terminal: each is shown as one line, fits
// its card, and is uploaded under the path that it has.
func TestOddNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("Windows has no such names")
		return
	}
	for given, shown := range map[string]string{
		"日本語の動画 🎬.mp4":                      "日本語の動画 🎬.mp4",
		"two\nlines\tand a tab.mp4":         "two lines and a tab.mp4",
		"\x1b[31mred\x07.mp4":               "\uFFFD[31mred\uFFFD.mp4",
		"txt.\u202egnp.mp4":                 "txt.\uFFFDgnp.mp4",
		"bad \xff byte.mp4":                 "bad \uFFFD byte.mp4",
		strings.Repeat("long", 60) + ".mp4": strings.Repeat("long", 60)[:119] + "…",
		"<b>{{.Name}} %s $(id) `id`.mp4":    "<b>{{.Name}} %s $(id) `id`.mp4",
	} {
		t.Run(shown, func(t *testing.T) {
			s := practiceStage(t, nil)
			path := clip(t, given, 4096)
			s.drop(path)
			if len(s.videos) != 1 || s.videos[0].name != shown || s.videos[0].path != path {
				t.Fatalf("the queue holds %+v", s.videos)
			}
			s.reads(shown)
			s.apart("the queue")
			s.press("ui.upload")
			s.until("its end", func() bool { return s.videos[0].state == done })
			s.says(s.words.Text("ui.status.done", "Name", shown))
			for _, raw := range []string{"\x1b", "\x07", "\u202e", "\xff"} {
				if text := s.read(); strings.Contains(text, raw) {
					t.Errorf("%q came through: %q", raw, text)
				}
			}
		})
	}
}

// TestPaste adds what the clipboard names, and says so where it names nothing.
func TestPaste(t *testing.T) {
	s := newStage(t, nil)
	s.app.Clipboard().SetContent("no path at all")
	s.onPaste()
	s.says(s.words.Text("ui.status.paste_nothing"))
	s.app.Clipboard().SetContent("'" + clip(t, "pasted.mp4", 4096) + "'")
	s.onPaste()
	s.until("the pasted video", func() bool { return len(s.videos) == 1 && s.videos[0].state == ready })
}

// TestCommandLineFilesDoNotWaitForTheKeyring opens the window while the keyring waits for somebody to unlock it.
func TestCommandLineFilesDoNotWaitForTheKeyring(t *testing.T) {
	unlocked := make(chan struct{})
	var accounts *fakeAccounts
	s := newStage(t, func(d *Deps, o *practice.Options) {
		accounts = d.Accounts.(*fakeAccounts)
		accounts.asked = unlocked
		d.Files, d.StartAtOnce = []string{clip(t, "given.mp4", 4096)}, true
		x := startX(t, *o)
		accounts.current = &upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
	})
	s.until("the file's card", func() bool { return len(s.videos) == 1 })
	if s.page != nil || s.videos[0].job != nil {
		t.Error("it asks for a sign-in before it is known whether one is needed")
	}
	close(unlocked)
	s.until("its upload", func() bool { return s.videos[0].state == done })
}

// TestKeysMoveTheSelection goes through the queue by keys alone.
func TestKeysMoveTheSelection(t *testing.T) {
	s := newStage(t, nil)
	s.drop(clip(t, "a.mp4", 4096), clip(t, "b.mp4", 4096), clip(t, "c.mp4", 4096))
	at := func(want string) {
		t.Helper()
		if s.selected == nil || s.selected.name != want {
			t.Errorf("selected: %+v, want %s", s.selected, want)
		}
	}
	s.key(fyne.KeyDown)
	at("b.mp4")
	s.key(fyne.KeyEnd, fyne.KeyDown)
	at("c.mp4")
	s.key(fyne.KeyHome, fyne.KeyUp)
	at("a.mp4")
	s.key(fyne.KeyDelete)
	at("b.mp4")
	s.until("that nobody is signed in", func() bool { return s.known })
	s.key(fyne.KeyReturn)
	if s.page == nil || len(s.pending) != 1 {
		t.Error("Return did not ask for a sign-in")
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	if s.page != nil {
		t.Error("Escape did not go back")
	}
}
