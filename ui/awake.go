package ui

import (
	"context"
	"time"
)

// awakeLimit is how long without a connection the computer is kept awake: who is away that long wants it to sleep.
const awakeLimit = 30 * time.Minute

// keeper keeps the computer from falling asleep. Hold and Release may take their time; Explain says why, from the next Hold on.
type keeper interface {
	Hold() error
	Release()
	Explain(reason string)
}

// wantsAwake reports whether something is sent, or about to be sent again, or a copy made, for which the computer has to stay awake.
func (u *UI) wantsAwake(now time.Time) bool {
	if !u.settings.KeepAwake {
		return false
	}
	if len(u.conversions) > 0 {
		return true
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
	told := false
	holdWhile(u.ctx, u.keeper, u.awakeWish, func(held bool, err error) {
		if err != nil && !told {
			told = true
			u.deps.Log.Info("the computer is not kept awake", "err", err)
		}
		u.do(func() {
			u.awake = held
			u.refreshFooter()
		})
	})
}

// holdAgain is how often it is made sure that the computer is still kept awake: what keeps it so can end by itself, as the
// desktop's own programs do when they crash or are brought up to date.
const holdAgain = 30 * time.Second

// holdWhile keeps the computer awake while that is wished, until ctx ends. tell hears of each change.
func holdWhile(ctx context.Context, k keeper, wish <-chan bool, tell func(held bool, err error)) {
	defer k.Release()
	again := time.NewTicker(holdAgain)
	defer again.Stop()
	wanted, held := false, false
	for {
		select {
		case <-ctx.Done():
			return
		case wanted = <-wish:
		case <-again.C:
			if !wanted {
				continue
			}
		}
		before, err := held, error(nil)
		if wanted {
			err = k.Hold()
		} else {
			k.Release()
		}
		if held = wanted && err == nil; held != before || err != nil {
			tell(held, err)
		}
	}
}
