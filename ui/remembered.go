package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hoist/ui/home"
	"hoist/upload"
)

// waitingVideos returns which videos wait in the queue that X has not heard of: what it has heard of is in the journals.
func (u *UI) waitingVideos() []home.Queued {
	var all []home.Queued
	for _, v := range u.videos {
		switch {
		case v.earlier != nil, v.progress.MediaID != "", v.account.Practice, u.isTemporary(v.path):
		case v.state == ready:
			all = append(all, home.Queued{Path: v.path, Account: v.lined})
		case v.state == waiting, v.state == paused, v.state == uploading:
			all = append(all, home.Queued{Path: v.path, Account: v.account.Name})
		}
	}
	return all
}

func (u *UI) isTemporary(path string) bool {
	return slices.ContainsFunc(u.temporary, func(folder string) bool { return strings.HasPrefix(path, folder+string(filepath.Separator)) })
}

// saveQueue writes which videos wait, where that has changed, without waiting for the disk. It is called each second.
func (u *UI) saveQueue() {
	now := u.waitingVideos()
	if !u.queueRead || slices.Equal(now, u.savedQueue) {
		return
	}
	u.savedQueue = now
	u.queueFile.save(&u.work, func() {
		if err := u.deps.Home.SaveQueue(now); err != nil {
			u.deps.Log.Warn("the queue is not saved", "err", err)
		}
	})
}

// inOrder writes one file beside the window: what was written later stands.
type inOrder struct {
	asked int // on the window's goroutine

	mu   sync.Mutex
	done int
}

func (o *inOrder) save(work *sync.WaitGroup, write func()) {
	o.asked++
	mine := o.asked
	work.Go(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if mine > o.done {
			o.done = mine
			write()
		}
	})
}

// findQueued brings back what waited when the window closed, and calls then after it.
func (u *UI) findQueued(then func()) {
	segmentBytes := u.segmentBytes()
	u.work.Go(func() {
		queued, err := u.deps.Home.Queue()
		if err != nil {
			u.deps.Log.Warn("the queue is not known", "err", err)
		}
		all := make([]looked, 0, len(queued))
		for _, q := range queued {
			if u.ctx.Err() != nil {
				return
			}
			file, err := upload.Inspect(q.Path, segmentBytes, u.deps.Anyway)
			all = append(all, looked{path: q.Path, file: file, err: err, lined: q.Account})
		}
		u.do(func() {
			u.queueRead, u.savedQueue = err == nil, queued
			u.takeQueued(all)
			then()
		})
	})
}

// takeQueued puts what waited behind what is there. What was in line is offered, and not started.
func (u *UI) takeQueued(all []looked) {
	for _, l := range all {
		if u.find(l.path) != nil {
			continue
		}
		v := videoAt(l, u.now())
		v.lined = l.lined
		u.addCard(v)
		u.greeting = u.greeting || v.lined != "" && v.state == ready
		if u.selected == nil {
			u.selected = v
		}
	}
	u.refreshAll()
	u.resumeByItself()
}

// resumeByItself resumes what an earlier run left, where a person has said that this is wanted, once it is known what
// there is and who is signed in. What belongs to somebody else goes on being offered.
func (u *UI) resumeByItself() {
	if u.resumed || u.settings.AtStart != home.Resume || !u.queueRead || !u.known || len(u.accounts) == 0 || u.practice != nil {
		return
	}
	u.resumed = true
	for _, v := range u.interrupted() {
		if v.lined != "" || u.accountOf(v) != nil {
			u.carryOn(v)
		}
	}
	u.greeting = len(u.interrupted()) > 0
	u.refreshNews()
}

// carryOn resumes a video that an earlier run left, on its way or in line.
func (u *UI) carryOn(v *video) {
	if v.state != ready {
		u.resume(v)
		return
	}
	name := v.lined
	v.lined = ""
	if i := slices.IndexFunc(u.accounts, func(a upload.Account) bool { return a.Name == name }); i >= 0 && u.practice == nil {
		u.startAs(v, u.accounts[i])
		return
	}
	u.start(v)
}

// alwaysResume resumes what an earlier run left, now and at every start from now on.
func (u *UI) alwaysResume() {
	u.settings.AtStart = home.Resume
	u.saveSettings()
	u.resumeInterrupted()
}
