package credentials

import (
	"context"
	"errors"
)

// SignIn is a sign-in that ends in a [Book].
type SignIn struct {
	*Pending
	callback *Callback // nil: X shows a PIN
	at       Endpoint
	book     *Book
}

// Begin is [Begin] for an account of this book. Where it is not by PIN, a [Callback] waits for the browser until
// [SignIn.Close].
func (b *Book) Begin(ctx context.Context, at Endpoint, app App, byPIN bool) (*SignIn, error) {
	s := &SignIn{at: at, book: b}
	back := ""
	if !byPIN {
		callback, err := Listen(ctx)
		if err != nil {
			return nil, err
		}
		s.callback, back = callback, callback.URL()
	}
	pending, err := Begin(ctx, at, app, back, nil)
	if err != nil {
		s.Close()
		return nil, err
	}
	s.Pending = pending
	return s, nil
}

// Callback is where the browser comes back to; empty: X shows a PIN.
func (s *SignIn) Callback() string {
	if s.callback == nil {
		return ""
	}
	return s.callback.URL()
}

// Wait waits until the browser has come back, and returns what it brings for [SignIn.Complete]. By PIN it waits for ctx
// alone.
func (s *SignIn) Wait(ctx context.Context) (answer string, err error) {
	if s.callback == nil {
		<-ctx.Done()
		return "", ctx.Err()
	}
	return s.callback.Wait(ctx, s.Pending, s.at.Pages)
}

// Complete is [Pending.Complete], and makes the account last until the program ends: [Book.Keep] makes it last longer.
// Where the reply that brings the keys does not tell what they may do, X is asked as by [Check]: a person is to know now
// that an app may only read, and not in an hour. Where X does not say that either, [Account.Access] stays empty.
func (s *SignIn) Complete(ctx context.Context, answer string) (Account, error) {
	a, err := s.Pending.Complete(ctx, answer)
	if err != nil {
		return Account{}, err
	}
	if a.Access == "" {
		if asked, err := Check(ctx, s.at, a.Auth, nil); err == nil {
			a.Access = asked.Access
		}
	}
	return a, s.book.Remember(context.WithoutCancel(ctx), a) // X has let the app in, and does so once
}

// Close lets the browser come back no more. It may be called twice.
func (s *SignIn) Close() {
	if s.callback != nil {
		s.callback.Close()
	}
}

// Enter is [Check], and makes the account last until the program ends.
func (b *Book) Enter(ctx context.Context, at Endpoint, auth Auth) (Account, error) {
	a, err := Check(ctx, at, auth, nil)
	if err != nil {
		return Account{}, err
	}
	return a, b.Remember(ctx, a)
}

// EnterFile is [Book.Enter] with the n-th account of a file, as [ReadFile] counts from 0 on. Whose keys they are X says:
// the file may have changed since somebody looked at it.
func (b *Book) EnterFile(ctx context.Context, at Endpoint, file string, n int) (Account, error) {
	found, err := ReadFile(file)
	if err != nil {
		return Account{}, err
	}
	if n >= len(found) {
		return Account{}, &Error{Op: opReadFile, Kind: BadKeyFile, Err: errors.New("it has changed meanwhile")}
	}
	return b.Enter(ctx, at, found[n].Keys)
}
