package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/upload/practice"
)

// filmFolder makes a folder of two videos, a third one further down, and much that is to be passed over.
func filmFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	data, err := os.ReadFile(clip(t, "clip.mp4", 4096))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"a.mp4", "映画 two.mov", "below/deep/c.mp4", ".hidden.mp4", "._a.mp4", ".trash/d.mp4",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("not a video"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(folder, filepath.Join(folder, "round")); err != nil {
		t.Log("no links here:", err)
	}
	return folder
}

// TestFolder drops a folder: what is in it is counted, the person says how much of it is wanted, and nothing starts.
func TestFolder(t *testing.T) {
	for _, c := range []struct {
		answer string
		want   []string
	}{
		{"Add 2", []string{"a.mp4", "映画 two.mov"}},
		{"Add all 3", []string{"a.mp4", "映画 two.mov", "c.mp4"}},
		{"Cancel", nil},
		{"", nil}, // Escape
	} {
		t.Run(c.answer, func(t *testing.T) {
			s := newStage(t, func(d *Deps, _ *practice.Options) { d.StartAtOnce = true })
			folder := filmFolder(t)
			s.onDropped(uris(folder))
			s.until("the question", func() bool { return s.asking != nil })
			s.reads(s.words.Count("ui.ask.folder.title", 1, "Name", filepath.Base(folder)),
				s.words.Count("ui.ask.folder.here", 2, "Size", s.words.Bytes(8192)),
				s.words.Count("ui.ask.folder.below", 1, "Size", s.words.Bytes(4096)))
			if c.answer == "" {
				s.key(fyne.KeyEscape)
			} else {
				s.click(s.button(c.answer))
			}
			if s.asking != nil {
				t.Error("the question stands")
			}
			if got := s.names(); len(got) != len(c.want) {
				t.Fatalf("the queue holds %q", got)
			}
			for i, v := range s.videos {
				if v.name != c.want[i] || v.state != ready || v.job != nil {
					t.Errorf("%s is %v", v.name, v.state)
				}
			}
		})
	}
}

// TestFolderWaitsForAQuestion drops a folder while another question stands: that comes first.
func TestFolderWaitsForAQuestion(t *testing.T) {
	s := newStage(t, nil)
	s.ask("One", "First.", choice{"Well", 0, nil})
	s.onDropped(uris(filmFolder(t)))
	s.until("the folder to be looked at", func() bool { return s.next != nil })
	s.reads("First.")
	s.key(fyne.KeyEscape)
	s.reads(s.words.Count("ui.ask.folder.here", 2, "Size", s.words.Bytes(8192)))
	s.key(fyne.KeyEscape)
	if s.asking != nil || len(s.videos) != 0 {
		t.Error("something is left")
	}
}

// TestFolderOfOne has its only video further down, and one that comes with a file has none at all.
func TestFolderOfOne(t *testing.T) {
	s := newStage(t, nil)
	folder := filmFolder(t)
	s.onDropped(uris(filepath.Join(folder, "below")))
	s.until("the question", func() bool { return s.asking != nil })
	s.reads(s.words.Count("ui.ask.folder.only_below", 1, "Size", s.words.Bytes(4096)))
	s.click(s.button("Add 1"))
	if got := s.names(); len(got) != 1 || got[0] != "c.mp4" {
		t.Fatalf("the queue holds %q", got)
	}
	s.drop(t.TempDir(), filepath.Join(folder, "a.mp4"))
	s.says(s.words.Count("ui.status.added", 1))
	s.says(s.words.Count("ui.status.no_videos", 1, "Name", "001")[:10])
}
