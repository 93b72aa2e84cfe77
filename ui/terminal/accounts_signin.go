package terminal

import (
	"context"
	"strings"

	"hoist/ui/messages"
	"hoist/upload"
)

// signIn sends the person to X's page, and keeps the account that comes of it.
func (r *addition) signIn(ctx context.Context, k Keys) int {
	s, err := r.Begin(ctx, r.options, k.APIKey, k.APISecret)
	if err != nil {
		return r.failed(ctx, err, "")
	}
	defer s.Close()
	r.invite(s)
	account, access, exit := r.complete(ctx, s)
	if exit != ExitDone {
		return exit
	}
	return r.keep(ctx, account, access)
}

// invite says which page to open, and how the sign-in goes on from there.
func (r *addition) invite(s SignIn) {
	r.say("terminal.accounts.open")
	say(r.Err, messages.Clean(s.URL(), 2000))
	if back := s.Callback(); back != "" {
		r.say("terminal.accounts.callback", "URL", messages.Clean(back, 300))
		return
	}
	r.say("terminal.accounts.pin")
	r.say("terminal.accounts.pin.safe")
}

// complete waits for the browser to come back and for what is typed, whichever comes first, until X takes one of
// them. With another exit code than ExitDone it has said why X took none.
func (r *addition) complete(ctx context.Context, s SignIn) (account upload.Account, access string, exit int) {
	waiting, stop := context.WithCancel(ctx)
	defer stop()
	back := browser(waiting, s)
	r.read(ctx)
	for lines := r.lines; back != nil || lines != nil; {
		answer, err := "", error(nil)
		select {
		case <-ctx.Done():
			return account, "", r.failed(ctx, ctx.Err(), "")
		case came := <-back:
			back = nil // it comes back once; what is typed can follow
			answer, err = came.answer, came.err
		case line, more := <-lines:
			if !more {
				lines = nil // the browser can still come back
			}
			if answer = strings.TrimSpace(line); answer == "" {
				continue
			}
		}
		if err == nil {
			account, access, err = s.Complete(ctx, answer)
		}
		if err == nil {
			return account, access, ExitDone
		}
		exit = r.failed(ctx, err, "")
		if s.Spent() || ctx.Err() != nil {
			return account, "", exit
		}
	}
	if s.Callback() == "" {
		r.say("terminal.accounts.no_pin")
		exit = ExitSignIn
	}
	return account, "", exit
}

// cameBack is how the wait for the browser ended.
type cameBack struct {
	answer string
	err    error
}

// browser tells when the browser has come back; nil: it never will, since X shows a PIN.
func browser(ctx context.Context, s SignIn) <-chan cameBack {
	if s.Callback() == "" {
		return nil
	}
	back := make(chan cameBack, 1)
	go func() {
		answer, err := s.Wait(ctx)
		back <- cameBack{answer, err}
	}()
	return back
}
