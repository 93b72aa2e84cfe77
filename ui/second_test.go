package ui

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"hoist/ui/desktop"
	"hoist/upload"
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
