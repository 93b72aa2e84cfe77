package ui

import "time"

// awakeLimit is how long without a connection the computer is kept awake: who is away that long wants it to sleep.
const awakeLimit = 30 * time.Minute

// keeper keeps the computer from falling asleep. Hold and Release may take their time; Explain says why, from the next Hold on.
type keeper interface {
	Hold() error
	Release()
	Explain(reason string)
}

// wantsAwake reports whether something is sent, or about to be sent again, for which the computer has to stay awake.
func (u *UI) wantsAwake(now time.Time) bool {
	if !u.settings.KeepAwake {
		return false
	}
	for _, v := range u.videos {
		if v.state == uploading && v.offlineFor(now) < awakeLimit {
			return true
		}
	}
	return false
}

// refreshAwake asks for what is wanted now, where that has changed.
func (u *UI) refreshAwake() {
	want := u.wantsAwake(u.now())
	if want == u.awakeAsked {
		return
	}
	u.awakeAsked = want
	select {
	case <-u.awakeWish: // an older wish that nobody has heard of
	default:
	}
	u.awakeWish <- want
}

// keepAwake does what refreshAwake asks for, beside the window, until the window goes.
func (u *UI) keepAwake() {
	defer u.keeper.Release()
	told := false
	for {
		select {
		case <-u.ctx.Done():
			return
		case want := <-u.awakeWish:
			held := false
			if want {
				err := u.keeper.Hold()
				held = err == nil
				if err != nil && !told {
					told = true
					u.deps.Log.Info("the computer is not kept awake", "err", err)
				}
			} else {
				u.keeper.Release()
			}
			u.do(func() {
				u.awake = held
				u.refreshFooter()
			})
		}
	}
}
