package ui

import (
	"path/filepath"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
)

const (
	foldersAtOnce = 16 // from which files are looked at
	searchesLimit = 4  // of folders that are looked through at once

	// answersEvery is the least time between two answers to the window, which shows all that came until then at once.
	answersEvery = 100 * time.Millisecond
)

// looker looks at files beside the window. Each folder has a goroutine of its own for those in it, one after the other: a
// drive that does not answer holds up nothing that lies elsewhere.
type looker struct {
	ui           *UI
	examine      examine
	segmentBytes int64
	room         chan struct{} // for goroutines of files
	searches     chan struct{} // and of folders
	answers      chan looked
}

// lookAt has candidates of one intake looked at.
func (u *UI) lookAt(all []*candidate) {
	in := all[0].intake
	l := &looker{
		ui: u, examine: u.examine, segmentBytes: in.segmentBytes, room: make(chan struct{}, foldersAtOnce),
		searches: make(chan struct{}, searchesLimit), answers: make(chan looked),
	}
	var folders []string
	within := map[string][]*candidate{}
	for _, c := range all {
		folder := filepath.Dir(c.path)
		if within[folder] == nil {
			folders = append(folders, folder)
		}
		within[folder] = append(within[folder], c)
	}
	for _, folder := range folders {
		u.work.Go(func() { l.files(within[folder]) })
	}
	u.work.Go(func() { l.collect(in, len(all)) })
}

// files looks at what lies in one folder.
func (l *looker) files(all []*candidate) {
	ctx := l.ui.ctx
	select {
	case l.room <- struct{}{}:
		defer func() { <-l.room }()
	case <-ctx.Done():
	}
	for _, c := range all {
		if ctx.Err() != nil {
			return
		}
		found := looked{path: c.path, of: c}
		if !c.gone.Load() {
			found = l.examine.look(c.path, l.segmentBytes)
			found.of = c
		}
		if messages.KindOf(found.err) == string(upload.FileIsFolder) {
			l.ui.work.Go(func() { l.folder(found) })
			continue
		}
		l.answer(found)
	}
}

// folder looks for videos in a folder.
func (l *looker) folder(found looked) {
	ctx := l.ui.ctx
	select {
	case l.searches <- struct{}{}:
		defer func() { <-l.searches }()
	case <-ctx.Done():
	}
	found.held = &held{segmentBytes: l.segmentBytes}
	found.held.search(found.path, l.examine, func() bool { return ctx.Err() != nil || found.of.gone.Load() })
	l.answer(found)
}

func (l *looker) answer(found looked) {
	select {
	case l.answers <- found:
	case <-l.ui.ctx.Done():
	}
}

// collect brings so many answers to the window, several at once.
func (l *looker) collect(in *intake, left int) {
	ticker := time.NewTicker(answersEvery)
	defer ticker.Stop()
	var found []looked
	hand := func() {
		batch := found
		found = nil
		l.ui.do(func() { l.ui.answered(in, batch) })
	}
	for ; left > 0; left-- {
		for waits := true; waits; {
			select {
			case <-l.ui.ctx.Done():
				return
			case <-ticker.C:
				if len(found) > 0 {
					hand()
				}
			case one := <-l.answers:
				found = append(found, one)
				waits = false
			}
		}
	}
	hand()
}
