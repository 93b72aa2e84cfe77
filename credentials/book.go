package credentials

import (
	"context"
	"errors"
	"slices"
)

// Book is all accounts that the program can upload for: that of the environment, those of the keyring, and those that
// last until the program ends, because the keyring has not taken them or was not asked to yet.
type Book struct {
	environment func() Account // nil: the variables are not set; a func, so that printing a Book shows no keys
	keyring     Store
	memory      *Memory
}

// errNoVariables is why what was begun with keys in the environment cannot go on.
var errNoVariables = errors.New("they are those of the HOIST_ variables, and these are not set")

// NewBook returns the book of a keyring. lookup, such as [os.LookupEnv], finds the HOIST_ variables; where they make no
// sense the error is that of [FromEnvironment].
func NewBook(keyring Store, lookup func(name string) (string, bool)) (*Book, error) {
	b := &Book{keyring: keyring, memory: NewMemory()}
	a, ok, err := FromEnvironment(lookup)
	if ok {
		b.environment = func() Account { return a }
	}
	return b, err
}

// Environment returns the account of the environment.
func (b *Book) Environment() (a Account, ok bool) {
	if b.environment == nil {
		return Account{}, false
	}
	return b.environment(), true
}

// List returns the accounts with their keys: that of the environment first, the others sorted by name. What cannot be
// read is left out, and the first reason is the error: those that come with it can be used.
func (b *Book) List(ctx context.Context) ([]Account, error) {
	var accounts []Account
	if a, ok := b.Environment(); ok {
		accounts = append(accounts, a)
	}
	names, err := b.Names(ctx)
	for _, name := range names {
		a, failed := b.Load(ctx, name)
		switch {
		case failed == nil:
			accounts = append(accounts, a)
		case err == nil && !errors.Is(failed, ErrNotFound): // the keyring's list is mended by that
			err = failed
		}
	}
	return accounts, err
}

// merged returns all names once, sorted.
func merged(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, compareNames)
	return slices.CompactFunc(all, sameAccount)
}

// Names returns whose accounts are kept, sorted: not that of the environment.
func (b *Book) Names(ctx context.Context) ([]string, error) {
	kept, _ := b.memory.List(ctx) // it never fails but with ctx
	names, err := b.keyring.List(ctx)
	return merged(kept, names), err
}

// Load returns the keys of one account. What lasts until the program ends goes before what the keyring has: it is newer.
func (b *Book) Load(ctx context.Context, name string) (Account, error) {
	if name == EnvironmentName {
		a, ok := b.Environment()
		if !ok {
			return Account{}, &Error{Op: opLoad, Kind: BadKeys, Err: errNoVariables}
		}
		return a, nil
	}
	if a, err := b.memory.Load(ctx, name); !errors.Is(err, ErrNotFound) {
		return a, err
	}
	return b.keyring.Load(ctx, name)
}

// Remember makes an account last until the program ends.
func (b *Book) Remember(ctx context.Context, a Account) error { return b.memory.Save(ctx, a) }

// Keep writes a remembered account to the keyring, which reads it back. Where that fails the account goes on lasting
// until the program ends.
func (b *Book) Keep(ctx context.Context, name string) error {
	a, err := b.memory.Load(ctx, name)
	if err != nil {
		return err
	}
	if err := b.keyring.Save(ctx, a); err != nil {
		return err
	}
	return b.memory.Delete(ctx, name)
}

// Remove forgets an account, wherever it is. What the keyring says about one that it never took is not worth a word.
func (b *Book) Remove(ctx context.Context, name string) error {
	_, missing := b.memory.Load(ctx, name)
	err := b.keyring.Delete(ctx, name)
	if missing == nil {
		return b.memory.Delete(ctx, name)
	}
	return err
}
