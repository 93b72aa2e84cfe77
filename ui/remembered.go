package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
)

// waitingVideos returns which videos wait in the queue that X has not heard of, and which did not get through or cannot be
// sent as they are: what X has heard of is in the journals, but for what has ended there.
func (u *UI) waitingVideos() []home.Queued {
	var all []home.Queued
	for _, v := range u.videos {
		switch state := v.resting(); {
		case v.account.Practice, u.isTemporary(v.path):
		case state == failed: // where its journal is there still, that counts
			all = append(all, home.Queued{Path: v.path, Account: v.account.Name, Failed: messages.KindOf(v.problem), Anyway: v.anyway})
		case v.earlier != nil, v.progress.MediaID != "":
		case state == checking && v.check != nil:
			all = append(all, home.Queued{Path: v.path, Account: v.lined, Failed: v.check.failed, Anyway: v.anyway})
		case state == ready, state == refused, state == checking:
			all = append(all, home.Queued{Path: v.path, Account: v.lined, Anyway: v.anyway})
		case state == waiting, state == paused, state == uploading:
			all = append(all, home.Queued{Path: v.path, Account: v.account.Name, Anyway: v.anyway})
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
	u.work.Go(func() {
		queued, err := u.deps.Home.Queue()
		if err != nil {
			u.deps.Log.Warn("the queue is not known", "err", err)
		}
		u.do(func() {
			u.queueRead, u.savedQueue = err == nil, queued
			u.takeQueued(queued)
			then()
		})
	})
}

// takeQueued puts what waited behind what is there, and has it looked at.
func (u *UI) takeQueued(queued []home.Queued) {
	in := &intake{returned: true, segmentBytes: u.segmentBytes()}
	known := u.byPath()
	var all []*candidate
	for _, q := range queued {
		if v := known[q.Path]; v != nil && v.state != done {
			continue
		}
		v := newVideo(q.Path)
		v.lined, v.anyway = q.Account, q.Anyway
		known[q.Path] = v
		all = append(all, in.expect(&candidate{intake: in, path: q.Path, video: v, failed: q.Failed}))
		u.addCard(v)
		if u.selected == nil {
			u.selected = v
		}
	}
	u.refreshAll()
	if len(all) > 0 {
		u.lookAt(all)
	}
	u.resumeByItself()
}

// returned takes a video that waited and has been looked at. What was in line is offered, and not started, unless a person
// wants that and the others have been.
func (u *UI) returned(v *video) {
	switch {
	case v.lined == "" || v.state != ready:
	case u.resumed:
		u.carryOn(v)
	default:
		u.greeting = true
		u.resumeByItself()
	}
}

// resumeByItself resumes what an earlier run left, where a person has said that this is wanted, once it is known what
// there is and who is signed in. What belongs to somebody else goes on being offered.
func (u *UI) resumeByItself() {
	if u.resumed || u.settings.AtStart != home.Resume || !u.queueRead || !u.known || len(u.accounts) == 0 || u.practice != nil {
		return
	}
	u.resumed = true
	defer u.gather()()
	for _, v := range u.interrupted() {
		if v.lined != "" || u.accountOf(v) != nil {
			u.carryOn(v)
		}
	}
	u.greeting = len(u.interrupted()) > 0
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
