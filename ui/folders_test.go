package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/upload"
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
		rested(t, path)
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
			s := newStage(t, nil)
			s.until("the settings", func() bool { return s.loaded })

			folder := filmFolder(t)
			s.drop(clip(t, "first.mp4", 4096), clip(t, "second.mp4", 4096))
			s.settings.StartByItself = true
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
			if c.want == nil && s.selected != s.videos[0] {
				t.Errorf("%s is selected, which was not before", s.selected.name)
			}
			if len(s.videos) != 2+len(c.want) {
				t.Fatalf("the queue holds %q", s.names())
			}
			for i, v := range s.videos[2:] {
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
	s.until("the folder to be looked at", func() bool { return len(s.next) > 0 })
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

// TestFolderByLink drops a link to a folder: its videos keep the paths by which a person knows them.
func TestFolderByLink(t *testing.T) {
	s := newStage(t, nil)
	link := filepath.Join(t.TempDir(), "films")
	if err := os.Symlink(filmFolder(t), link); err != nil {
		t.Log("no links here:", err)
		return
	}
	s.onDropped(uris(link))
	s.until("the question", func() bool { return s.asking != nil })
	s.reads(s.words.Count("ui.ask.folder.title", 1, "Name", "films"))
	s.click(s.button("Add all 3"))
	if len(s.videos) != 3 || s.videos[0].path != filepath.Join(link, "a.mp4") || s.videos[0].state != ready {
		t.Errorf("the queue holds %q", s.names())
	}
}

// TestFolderThatCannotBeRead says so, of a whole folder, of one within, and of a file.
func TestFolderThatCannotBeRead(t *testing.T) {
	s := newStage(t, nil)
	shut, folder := t.TempDir(), filmFolder(t)
	within := filepath.Join(folder, "within")
	if err := os.Mkdir(within, 0o700); err != nil {
		t.Fatal(err)
	}
	remove := func(path string) { // a folder that goes while it is looked at cannot be read, whoever the test runs as
		if err := os.RemoveAll(path); err != nil {
			t.Error(err)
		}
	}
	s.examine = func(path string, segmentBytes int64) (upload.File, error) {
		file, err := upload.Inspect(path, segmentBytes)
		switch filepath.Base(path) {
		case filepath.Base(shut):
			remove(shut)
		case "a.mp4":
			remove(within)
		case "c.mp4":
			return upload.File{}, kinded(upload.FileUnreadable)
		}
		return file, err
	}
	s.drop(shut)
	if got, want := s.frame.status.Text(), s.words.Count("ui.status.folder_shut", 1, "Name", filepath.Base(shut)); got != want || len(s.videos) != 0 {
		t.Errorf("it says %q, want %q", got, want)
	}
	s.onDropped(uris(folder))
	s.until("the question", func() bool { return s.asking != nil })
	s.reads(s.words.Count("ui.ask.folder.here", 2, "Size", s.words.Bytes(8192)) + " " + s.words.Count("ui.ask.folder.closed", 2))
	s.key(fyne.KeyEscape)
	s.drop(filepath.Join(folder, "below"))
	s.says(s.words.Count("ui.status.no_videos", 1, "Name", "below") + " " + s.words.Count("ui.ask.folder.closed", 1))
}

// TestFoldersWaitForEachOther drops three folders and two together while a question stands: each gets its own in turn, and
// none is lost. Files do not wait.
func TestFoldersWaitForEachOther(t *testing.T) {
	s := newStage(t, nil)
	s.onDropped(uris(filmFolder(t)))
	s.until("the first question", func() bool { return s.asking != nil })
	first := s.asking
	second, third := filmFolder(t), filepath.Join(filmFolder(t), "below")
	s.onDropped(uris(second, third))
	s.until("the next", func() bool { return len(s.next) == 1 })
	s.onDropped(uris(third))
	s.until("the one after it", func() bool { return len(s.next) == 2 })
	s.drop(clip(t, "file.mp4", 4096))
	if s.asking != first || len(s.videos) != 1 {
		t.Error("the first question does not stand, or the file waited")
	}
	s.click(s.button("Add 2"))
	s.reads(s.words.Count("ui.ask.folder.title", 2), s.words.Count("ui.ask.folder.here.several", 2, "Size", s.words.Bytes(2*4096)))
	s.click(s.button("Add all 4"))
	s.reads(s.words.Count("ui.ask.folder.title", 1, "Name", "below"))
	s.click(s.button("Add 1"))
	s.says(s.words.Text("ui.status.already", "Name", "c.mp4"))
	if s.asking != nil || len(s.videos) != 7 {
		t.Errorf("the queue holds %q", s.names())
	}
}

// TestFolderIsNotWaitedFor removes the card of a folder that is being looked through: nobody asks what is in it.
func TestFolderIsNotWaitedFor(t *testing.T) {
	s := newStage(t, nil)
	back := s.hang("c.mp4")
	folder := filmFolder(t)
	s.onDropped(uris(folder, clip(t, "film.mp4", 4096)))
	s.until("the file", func() bool { return s.videos[1].state == ready })
	s.perform(s.videos[0], actionRemove)
	s.says(s.words.Count("ui.status.added", 1))
	back()
	s.drop(clip(t, "other.mp4", 4096))
	if got := s.names(); len(got) != 2 || s.asking != nil {
		t.Errorf("the queue holds %q", got)
	}
}
