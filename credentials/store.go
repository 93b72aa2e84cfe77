package credentials

import "context"

// Store keeps accounts. Its methods may be called by several goroutines at once, and may wait for a person who is
// asked for a password, within limits that each implementation tells. Their errors are [*Error], or the context's own
// when ctx ends first. Names are X's screen names; upper and lower case do not matter.
type Store interface {
	// List returns the names of the accounts, sorted.
	List(ctx context.Context) ([]string, error)
	// Load returns an account; [ErrNotFound] when there is none of that name.
	Load(ctx context.Context, name string) (Account, error)
	// Save checks an account as [Account.Clean] does and keeps it, in the place of one with the same name.
	Save(ctx context.Context, a Account) error
	// Delete forgets an account. That there is none is no error.
	Delete(ctx context.Context, name string) error
}
