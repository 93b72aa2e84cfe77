package ui

import (
	"os"
	"path/filepath"
	"slices"
	"sync"

	"hoist/assets"
	"hoist/ui/messages"
)

// enterPractice starts the stand-in for X and sends videos there from now on. then is called when it runs; it may be
// nil.
func (u *UI) enterPractice(then func()) {
	if u.practice != nil || u.entering {
		return
	}
	u.entering = true
	u.work.Go(func() {
		account, stop, err := u.deps.Practice()
		if err == nil {
			stop = sync.OnceFunc(stop)
		}
		u.do(func() {
			u.entering = false
			if err != nil {
				u.deps.StartAtOnce = false // what was meant for practice does not go to X by itself
				u.status(u.words.Text("ui.status.practice_failed", "Cause", messages.Clean(err.Error(), 200)))
				u.findEarlier()
				return
			}
			u.practice, u.stopPractice = &account, stop
			u.showPage(nil)
			u.planAnew()
			u.refreshAll()
			if then != nil {
				then()
			}
		})
		if err == nil {
			<-u.ctx.Done() // also where the window went before it heard of the stand-in
			stop()
		}
	})
}

// leavePractice ends what is sent to the stand-in and sends to X from now on.
func (u *UI) leavePractice() {
	if u.practice == nil {
		return
	}
	defer u.gather()()
	for _, v := range slices.Clone(u.videos) {
		if v.account.Practice {
			u.remove(v) // its media ID means nothing outside
		}
	}
	stop := u.stopPractice
	u.practice, u.stopPractice = nil, nil
	u.work.Go(stop)
	u.planAnew()
	u.findEarlier()
}

// findEarlier looks who is signed in and what earlier runs left, where that has not been done: not in practice mode.
func (u *UI) findEarlier() {
	if !u.known {
		u.findAccounts()
	}
	if !u.looked {
		u.findUnfinished(func() { u.findQueued(func() {}) })
	}
}

// planAnew cuts what has not been started into segments of the size that holds now.
func (u *UI) planAnew() {
	var all []*video
	for _, v := range u.videos {
		if v.state == ready {
			all = append(all, v)
		}
	}
	u.inspectAll(all, false)
}

// addSample takes in the sample clip.
func (u *UI) addSample() {
	u.work.Go(func() {
		path, err := tempSample(assets.SampleName, assets.SampleVideo())
		u.do(func() {
			if err != nil {
				u.status(u.words.Text("ui.status.sample_failed", "Cause", messages.Clean(err.Error(), 200)))
				return
			}
			u.temporary = append(u.temporary, filepath.Dir(path))
			u.add([]string{path}, u.deps.StartAtOnce)
		})
	})
}

// tempSample writes the sample clip where it can be uploaded from.
func tempSample(name string, data []byte) (string, error) {
	folder, err := os.MkdirTemp("", "hoist-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, name)
	return path, os.WriteFile(path, data, 0o600)
}
