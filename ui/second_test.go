package ui

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/desktop"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestSecondStart hands the files of a second start to the window of the first where both are equal in all that matters,
// and not where they differ in anything.
func TestSecondStart(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	usual := Where{Home: []string{t.TempDir()}, API: upload.V2, Category: upload.TweetVideo}
	with := func(change func(*Where)) Where {
		w := usual
		change(&w)
		return w
	}
	for name, c := range map[string]struct {
		first, second Where
		handed        bool
	}{
		"nothing said": {usual, usual, true},
		"all said": {
			with(func(w *Where) { w.Practice, w.API, w.Account, w.Keys = true, upload.V1, "kay", "17" }),
			with(func(w *Where) { w.Practice, w.API, w.Account, w.Keys = true, upload.V1, "@KAY", "17" }), true,
		},
		"the address of X, spelt out": {usual, with(func(w *Where) { w.BaseURL = "https://api.x.com/" }), true},
		"another HOIST_HOME":          {usual, with(func(w *Where) { w.Home = []string{t.TempDir()} }), false},
		"another mode":                {usual, with(func(w *Where) { w.Practice = true }), false},
		"another generation":          {usual, with(func(w *Where) { w.API = upload.V1 }), false},
		"another address":             {usual, with(func(w *Where) { w.BaseURL = "http://127.0.0.1:9" }), false},
		"another account":             {with(func(w *Where) { w.Account = "kay" }), with(func(w *Where) { w.Account = "heron" }), false},
		"an account":                  {usual, with(func(w *Where) { w.Account = "heron" }), false},
		"keys in the environment":     {usual, with(func(w *Where) { w.Keys = "17" }), false},
		"no keys any more":            {with(func(w *Where) { w.Keys = "17" }), usual, false},
		"other keys":                  {with(func(w *Where) { w.Keys = "17" }), with(func(w *Where) { w.Keys = "18" }), false},
		"another category":            {usual, with(func(w *Where) { w.Category = upload.DMVideo }), false},
		"without checks":              {usual, with(func(w *Where) { w.Anyway = true }), false},
		"with X Premium":              {usual, with(func(w *Where) { w.Premium = true }), false},
	} {
		t.Run(name, func(t *testing.T) {
			first, handed, err := Meet(t.Context(), c.first, nil, false)
			if err != nil || handed {
				t.Fatalf("the first: handed over %v, %v", handed, err)
			}
			got, served := make(chan desktop.Handover, 1), make(chan struct{})
			ctx, end := context.WithCancel(t.Context())
			go func() {
				defer close(served)
				first.Serve(ctx, func(h desktop.Handover) { got <- h })
			}()
			second, handed, err := Meet(t.Context(), c.second, []string{"film.mp4"}, true)
			if err != nil || handed != c.handed || (second == nil) != c.handed {
				t.Errorf("the second: handed over %v, %v", handed, err)
			}
			if handed {
				whole, _ := filepath.Abs("film.mp4")
				if h := <-got; !slices.Equal(h.Files, []string{whole}) || !h.Start {
					t.Errorf("it was handed %+v", h)
				}
			}
			end()
			<-served
			for _, f := range []*desktop.First{first, second} {
				if f == nil {
					continue
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestOpenWith opens the window for files that the system has named, and names more while it is open.
func TestOpenWith(t *testing.T) {
	first, second := clip(t, "a film.mp4", 4096), clip(t, "Cafe\u0301.mp4", 8192)
	opened := make(chan []string, 2)
	opened <- []string{first} // before there is a window
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.OpenWith = func(ctx context.Context, take func([]string)) {
			for {
				select {
				case <-ctx.Done():
					return
				case paths := <-opened:
					take(paths)
				}
			}
		}
	})
	s.until("the file that the window was opened for", func() bool { return len(s.videos) == 1 && s.videos[0].state == ready })
	opened <- []string{second, first}
	s.until("a file for the open window", func() bool { return len(s.videos) == 2 && s.videos[1].state == ready })
	if s.videos[0].path != first || s.videos[1].path != second {
		t.Errorf("the window has %q and %q", s.videos[0].path, s.videos[1].path)
	}
}

// elsewhere goes into another folder when a window is made, as GLFW does where it is in a bundle of macOS.
type elsewhere struct {
	fyne.App
	leave func()
}

func (e elsewhere) NewWindow(title string) fyne.Window {
	e.leave()
	return e.App.NewWindow(title)
}

// TestFilesOfAnotherFolder starts the window with a file by its name in the folder that the program is started in.
func TestFilesOfAnotherFolder(t *testing.T) {
	film := clip(t, "film.mp4", 4096)
	t.Chdir(filepath.Dir(film))
	other := t.TempDir()
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Files = []string{filepath.Base(film)}
		d.App = elsewhere{d.App, func() { t.Chdir(other) }}
	})
	s.until("the video", func() bool { return len(s.videos) == 1 && s.videos[0].state == ready })
	if s.videos[0].path != film {
		t.Errorf("it is taken for %q", s.videos[0].path)
	}
}
