package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hoist/ui/widgets"
)

// metadata shows what a video is: its picture, and beside it what is known of its file.
type metadata struct {
	ui     *UI
	root   fyne.CanvasObject
	poster *widgets.Poster
	facts  *widgets.Facts
}

func newMetadata(u *UI) *metadata {
	m := &metadata{ui: u, poster: widgets.NewPoster(), facts: widgets.NewFacts()}
	m.root = widgets.NewPanel(container.New(&pictured{}, m.poster, m.facts))
	return m
}

// apply shows a video where it stands for itself: while it is on its way its segments have that place.
func (m *metadata) apply(v *video) {
	show := v.file.Info != nil && (v.state == ready || v.state == refused || v.state == failed || v.state == done)
	visible(m.root, show)
	if !show {
		return
	}
	m.showPoster(v)
	m.facts.Set(m.factsOf(v))
}

// showPoster shows the picture of a video, as far as there is one by now.
func (m *metadata) showPoster(v *video) {
	if m.root.Visible() {
		m.poster.Set(m.ui.thumbnailOf(v))
	}
}

// factsOf says what is known of the file of a video, in the order in which people ask. Its name is the title above.
func (m *metadata) factsOf(v *video) []widgets.Fact {
	words, info := m.ui.words, v.file.Info
	var facts []widgets.Fact
	add := func(id, value string) {
		if value != "" {
			label := words.Text(id)
			facts = append(facts, widgets.Fact{Label: label, Value: value, Said: words.Text("ui.meta.said", "Label", label, "Value", value)})
		}
	}
	if info.Duration > 0 {
		add("ui.meta.length", words.Lasts(info.Duration))
	}
	add("ui.meta.size", words.Bytes(v.file.Bytes))
	add("ui.meta.picture", m.pictureOf(v))
	add("ui.meta.sound", m.soundOf(v))
	if now := m.ui.now(); !info.Created.IsZero() {
		add("ui.meta.recorded", words.Clock(info.Created, now))
	} else {
		add("ui.meta.changed", words.Clock(v.file.ModTime, now))
	}
	return facts
}

// pictureOf says what the picture is like: "1920 × 1080, 29.97 fps, 4:2:0, H.264".
func (m *metadata) pictureOf(v *video) string {
	words, info := m.ui.words, v.file.Info
	if info.Picture == nil {
		return ""
	}
	frame, codec := words.Picture(info), words.CodecName(info.Picture.Codec)
	if frame == "" || codec == "" {
		return frame + codec
	}
	return words.Text("check.list", "First", frame, "Next", codec)
}

// soundOf says what the sound is like, and that there is none where that is known.
func (m *metadata) soundOf(v *video) string {
	if info := v.file.Info; info.Sound == nil && info.Picture != nil {
		return m.ui.words.Text("ui.meta.silent")
	}
	return m.ui.words.Sound(v.file.Info)
}

// Measures of the metadata in dp.
const (
	metadataGap   = 16  // between the picture and what stands beside it
	metadataLeast = 236 // for what stands beside it: where there is less it stands below
)

// pictured is a layout of a picture and what is known of it: at its right, in the middle of its height, or below it in a
// narrow window.
type pictured struct{ width float32 } // at the last Layout

// left returns where the second object begins, and whether that is at the right of the first.
func (l *pictured) left(objects []fyne.CanvasObject) (x float32, right bool) {
	x = objects[0].MinSize().Width + metadataGap
	return x, l.width == 0 || l.width-x >= max(metadataLeast, objects[1].MinSize().Width)
}

func (l *pictured) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	picture, facts := objects[0], objects[1]
	picture.Move(fyne.NewPos(0, 0))
	picture.Resize(picture.MinSize())
	x, right := l.left(objects)
	if !right {
		x = 0
	}
	facts.Resize(fyne.NewSize(size.Width-x, facts.Size().Height)) // it says its height for the width that it has
	height := facts.MinSize().Height
	facts.Resize(fyne.NewSize(size.Width-x, height))
	if right {
		facts.Move(fyne.NewPos(x, max(0, (picture.Size().Height-height)/2)))
		return
	}
	facts.Move(fyne.NewPos(0, picture.Size().Height+columnsGap))
}

func (l *pictured) MinSize(objects []fyne.CanvasObject) fyne.Size {
	picture, facts := objects[0].MinSize(), objects[1].MinSize()
	width := max(picture.Width, facts.Width)
	if _, right := l.left(objects); right {
		return fyne.NewSize(width, max(picture.Height, facts.Height))
	}
	return fyne.NewSize(width, picture.Height+columnsGap+facts.Height)
}
