package ui

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"hoist/upload"
)

// thousandth is a window and the files that are dropped on it, looked at already: what the disk takes is not the window's.
func thousandth(b *testing.B) (*stage, []looked) {
	b.Helper()
	s := newStage(b, nil)
	s.until("it is known that nobody is signed in", func() bool { return s.known })
	path := clip(b, "film.mp4", 300_000)
	file, err := upload.Inspect(path, s.segmentBytes())
	if err != nil {
		b.Fatal(err)
	}
	all := make([]looked, 1000)
	for i := range all {
		all[i] = looked{path: filepath.Join(filepath.Dir(path), fmt.Sprintf("film %04d.mp4", i+1)), file: file}
		if err := os.Link(path, all[i].path); err != nil {
			b.Fatal(err)
		}
	}
	return s, all
}

// full is the window with all of them in its queue.
func full(b *testing.B) *stage {
	b.Helper()
	s, all := thousandth(b)
	s.take(all, false)
	s.settle()
	if len(s.videos) != len(all) {
		b.Fatalf("%d of %d videos are in the queue", len(s.videos), len(all))
	}
	return s
}

// BenchmarkThousandAdd puts a thousand videos into an empty queue.
func BenchmarkThousandAdd(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, all := thousandth(b)
		b.StartTimer()
		s.take(all, false)
		b.StopTimer()
		if len(s.videos) != len(all) {
			b.Fatalf("%d of %d videos are in the queue", len(s.videos), len(all))
		}
		s.Close()
		b.StartTimer()
	}
}

// BenchmarkThousandAll does to all of a thousand videos what a person can do with one click.
func BenchmarkThousandAll(b *testing.B) {
	started := func(s *stage) { s.uploadAll() }
	for _, c := range []struct {
		name   string
		before func(s *stage) // is not measured
		do     func(s *stage)
	}{
		{"upload", func(*stage) {}, func(s *stage) { s.uploadAll() }},
		{"pause", started, func(s *stage) { s.pauseAll() }},
		{"resume", func(s *stage) { s.uploadAll(); s.pauseAll() }, func(s *stage) { s.resumeAll() }},
		{"remove", started, func(s *stage) { s.removeAll() }},
		{"clear", func(s *stage) {
			for _, v := range s.videos {
				v.state, v.progress.Result = done, &upload.Result{MediaID: "1"}
			}
		}, func(s *stage) { s.clearFinished() }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := full(b)
				nowhere := upload.Account{Name: "kay", BaseURL: "http://127.0.0.1:1", Sign: func(t http.RoundTripper) http.RoundTripper { return t }}
				s.UI.accounts, s.account = []upload.Account{nowhere}, &nowhere
				c.before(s)
				b.StartTimer()
				c.do(s)
				b.StopTimer()
				s.Close()
				b.StartTimer()
			}
		})
	}
}

// BenchmarkThousandChange shows the progress of one video among a thousand.
func BenchmarkThousandChange(b *testing.B) {
	s := full(b)
	v := s.videos[500]
	v.state = uploading
	v.progress.Stage, v.progress.MediaID = upload.StageSending, "1"
	v.progress.Bytes = v.file.Bytes
	for b.Loop() {
		v.progress.Confirmed = (v.progress.Confirmed + v.file.Bytes/100) % v.file.Bytes
		s.changed(v)
	}
}

// BenchmarkThousandSelect moves the selection among a thousand, as Down does.
func BenchmarkThousandSelect(b *testing.B) {
	s := full(b)
	for step := 1; b.Loop(); step = -step {
		s.selectBy(step)
	}
}

// BenchmarkThousandFrame does what Fyne's window does before it draws a frame, whatever has changed: it asks everything
// that is not hidden for the size that it needs. To draw it as a picture would tell nothing of the window: that draws
// what is scrolled away, too.
func BenchmarkThousandFrame(b *testing.B) {
	s := full(b)
	root := s.window.Canvas().Content()
	for b.Loop() {
		asked := 0
		eachShown(root, func(o fyne.CanvasObject) {
			o.MinSize()
			asked++
		})
		b.ReportMetric(float64(asked), "objects")
	}
}

// eachShown calls f with an object that is not hidden and with all that it is made of.
func eachShown(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	var within []fyne.CanvasObject
	switch x := o.(type) {
	case *fyne.Container:
		within = x.Objects
	case fyne.Widget:
		within = test.WidgetRenderer(x).Objects()
	}
	for _, child := range within {
		eachShown(child, f)
	}
	f(o)
}
