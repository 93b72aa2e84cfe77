package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	media "hoist/upload/video"
)

// TestMetadata says what is known of the selected video, and no more than is known.
func TestMetadata(t *testing.T) {
	s := newStage(t, nil)
	s.at(wednesday)
	v := s.film("Behind the scenes.mov", nil)
	s.show(v)
	for _, c := range []struct {
		what   string
		change func(*media.Info)
		want   string
	}{
		{
			"all", func(i *media.Info) { i.Created = wednesday.Add(-2 * time.Hour) },
			"Length: 4 min 12 s; Size: 2.10 GB; Picture: 1920 × 1080, 29.97 fps, 4:2:0, H.264; Sound: AAC-LC, stereo, 48 kHz; Recorded: 11:05",
		},
		{
			"the file's time alone", func(i *media.Info) { i.Created = time.Time{} },
			"Length: 4 min 12 s; Size: 2.10 GB; Picture: 1920 × 1080, 29.97 fps, 4:2:0, H.264; Sound: AAC-LC, stereo, 48 kHz; Changed: Mon 13:05",
		},
		{
			"no sound", func(i *media.Info) { i.Sound = nil },
			"Length: 4 min 12 s; Size: 2.10 GB; Picture: 1920 × 1080, 29.97 fps, 4:2:0, H.264; Sound: none; Changed: Mon 13:05",
		},
		{
			"filmed upright, and short", func(i *media.Info) { i.Duration, i.Picture.Rotation = 480*time.Millisecond, 90 },
			"Length: 0.48 s; Size: 2.10 GB; Picture: 1080 × 1920, 29.97 fps, 4:2:0, H.264; Sound: none; Changed: Mon 13:05",
		},
		{
			"hardly anything", func(i *media.Info) { i.Duration, i.Picture = 0, &media.Picture{Codec: "vp9"} },
			"Size: 2.10 GB; Picture: VP9; Sound: none; Changed: Mon 13:05",
		},
		{"no picture", func(i *media.Info) { i.Picture = nil }, "Size: 2.10 GB; Changed: Mon 13:05"},
	} {
		v.file.ModTime = wednesday.Add(-48 * time.Hour)
		c.change(v.file.Info)
		s.refreshAll()
		if got := s.details.meta.facts.AccessibilityLabel(); got != c.want {
			t.Errorf("%s: it says %q, not %q", c.what, got, c.want)
		}
	}
}

// TestMetadataIsShownWhereItHelps shows it while a video stands for itself, and neither before its file is known nor while its
// segments are on their way.
func TestMetadataIsShownWhereItHelps(t *testing.T) {
	s := newStage(t, nil)
	v := s.film("Behind the scenes.mov", nil)
	s.show(v)
	for at, want := range map[state]bool{
		checking: false, ready: true, refused: true, waiting: false, uploading: false, paused: false, processing: false, failed: true, done: true,
	} {
		v.state = at
		v.progress = doneVideo("x").progress
		s.refreshAll()
		if got := s.details.meta.root.Visible(); got != want {
			t.Errorf("in state %d it is shown: %v", at, got)
		}
	}
	v.state, v.file.Info = ready, nil
	s.refreshAll()
	if s.details.meta.root.Visible() {
		t.Error("it is shown though nothing is known")
	}
}

// TestMetadataStacks puts what is known below the picture where there is no room beside it.
func TestMetadataStacks(t *testing.T) {
	s := newStage(t, nil)
	s.show(s.film("Behind the scenes.mov", nil))
	m := s.details.meta
	for _, c := range []struct {
		size fyne.Size
		deep bool
		side bool
	}{{fyne.NewSize(1080, 720), false, true}, {fyne.NewSize(720, 540), true, true}, {fyne.NewSize(360, 720), true, false}} {
		s.goDeep(c.deep)
		s.window.Resize(c.size)
		s.settle()
		if beside := m.facts.Position().X > m.poster.Size().Width; beside != c.side {
			t.Errorf("at %v the facts are at %v", c.size, m.facts.Position())
		}
		if bottom := m.facts.Position().Y + m.facts.Size().Height; bottom > m.root.Size().Height+0.5 {
			t.Errorf("at %v the facts end at %v of %v", c.size, bottom, m.root.Size())
		}
		if size := m.poster.Size(); size != fyne.NewSize(160, 90) {
			t.Errorf("at %v the picture has %v", c.size, size)
		}
	}
	if label := m.facts.AccessibilityLabel(); !strings.HasPrefix(label, "Length: ") {
		t.Errorf("it says %q", label)
	}
}
