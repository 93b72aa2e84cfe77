package credentials

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	// service is under which name the keyring shows our items to a person: the ID of the program.
	service = "app.hoist.Hoist"
	// indexName is the item that lists the accounts, which go-keyring 0.2.8 cannot do. It has a space, so that it can
	// never be the name of an account.
	indexName = "index of accounts"
)

// How long a call may take. Reading is done when the program starts, and a person should not wait for it; writing
// follows a person's click, and they may have to type the password of their keyring.
const (
	readLimit  = 5 * time.Second
	writeLimit = 60 * time.Second
)

// Keyring is the [Store] on the keyring of the operating system: Secret Service on Linux and BSD, Keychain on macOS,
// Credential Manager on Windows. Each account is an item of its own under the service app.hoist.Hoist; one more item
// lists their names.
//
// List and Load give up after 5 seconds ([NewPatientKeyring]: 60), Save and Delete after 60, with the kind [KeyringSlow]. The system's prompt
// may then still stand. What a person answers to it later is not undone: an account of which Save was given up may
// be in the store afterwards, and List shows it. Until the prompt is gone the other methods are slow, too. Where the
// person dismisses it, whoever asks again within two seconds gets that for an answer, and not another prompt.
type Keyring struct {
	backend backend
	reading time.Duration // how long a call that reads may take
	turn    chan struct{} // full while a call is under way: prompts must not pile up
	late    belated       // whoever has the turn has this, too
}

// belated is a no for which nobody waited any more.
type belated struct {
	err error // nil: there is none
	at  time.Time
}

// belatedHolds is how long such a no holds.
const belatedHolds = 2 * time.Second

var _ Store = (*Keyring)(nil)

// backend is what go-keyring offers. None of it takes a context, and all of it may wait for a person for ever.
type backend struct {
	get    func(service, user string) (string, error)
	set    func(service, user, value string) error
	remove func(service, user string) error
}

// NewKeyring returns the store of this computer and person. It does not look whether there is a keyring: the first
// call does.
func NewKeyring() *Keyring {
	return newKeyring(backend{get: keyring.Get, set: keyring.Set, remove: keyring.Delete})
}

// NewPatientKeyring is [NewKeyring] for a program that can do nothing but wait while a person types the password of
// their keyring, such as one in a terminal.
func NewPatientKeyring() *Keyring {
	k := NewKeyring()
	k.reading = writeLimit
	return k
}

func newKeyring(b backend) *Keyring {
	return &Keyring{backend: b, reading: readLimit, turn: make(chan struct{}, 1)}
}

// List implements [Store].
func (k *Keyring) List(ctx context.Context) ([]string, error) {
	return call(ctx, k, opList, k.reading, func(s session) ([]string, error) { return s.index() })
}

// Load implements [Store].
func (k *Keyring) Load(ctx context.Context, name string) (Account, error) {
	name, err := cleanName(name)
	if err != nil {
		return Account{}, &Error{Op: opLoad, Kind: NoAccount, Err: ErrNotFound}
	}
	return call(ctx, k, opLoad, k.reading, func(s session) (Account, error) { return s.load(name) })
}

// Save implements [Store]. It reads back what it wrote: go-keyring reports success when a person has dismissed the
// prompt.
func (k *Keyring) Save(ctx context.Context, a Account) error {
	a, err := a.Clean()
	if err != nil {
		return err
	}
	_, err = call(ctx, k, opSave, writeLimit, func(s session) (struct{}, error) { return struct{}{}, s.save(a) })
	return err
}

// Delete implements [Store]. It, too, looks whether the keyring has done it.
func (k *Keyring) Delete(ctx context.Context, name string) error {
	name, err := cleanName(name)
	if err != nil {
		return nil // there is no such account
	}
	_, err = call(ctx, k, opDelete, writeLimit, func(s session) (struct{}, error) { return struct{}{}, s.delete(name) })
	return err
}

// call runs work in a goroutine, as the only one of the store, and stops waiting for it when the limit has passed or
// ctx ends. The goroutine goes on until the keyring answers, does nothing further then, and its result is dropped.
func call[T any](ctx context.Context, k *Keyring, op string, limit time.Duration, work func(session) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tooLate := func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return &Error{Op: op, Kind: KeyringSlow, Err: fmt.Errorf("no answer within %s", limit)}
	}
	select {
	case k.turn <- struct{}{}:
	case <-limited.Done():
		return none, tooLate()
	}
	if late := k.late; late.err != nil && time.Since(late.at) < belatedHolds {
		<-k.turn
		return none, keyringError(op, late.err)
	}
	done := make(chan result, 1) // never blocks the goroutine, whether somebody still waits or not
	go func() {
		var r result
		r.value, r.err = guard(session{limited, k.backend}, work)
		k.late = belated{}
		if limited.Err() != nil && isNo(op, r.err) {
			k.late = belated{r.err, time.Now()}
		}
		<-k.turn
		done <- r
	}()
	select {
	case r := <-done:
		if r.err == nil {
			return r.value, nil
		}
		if errors.Is(r.err, errLate) {
			return none, tooLate()
		}
		return none, keyringError(op, r.err)
	case <-limited.Done():
		return none, tooLate()
	}
}

// isNo reports whether an error is the answer of a person, or of the system in their place.
func isNo(op string, err error) bool {
	if err == nil || errors.Is(err, errLate) {
		return false
	}
	kind := keyringError(op, err).Kind
	return kind == KeyringLocked || kind == KeyringDenied
}

// guard turns a panic into an error. go-keyring has some that a password store can cause: it reads a closed channel
// when the bus goes away under a prompt, and asserts the types of replies.
func guard[T any](s session, work func(session) (T, error)) (value T, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the keyring library panicked: %v", r)
		}
	}()
	return work(s)
}

var (
	errLate    = errors.New("nobody waits for this any more")
	errNotKept = errors.New("the keyring did not keep the change")
)

// session is the calls to the keyring that make up one method of the store. After its context has ended none begins.
type session struct {
	ctx     context.Context
	backend backend
}

func (s session) get(user string) (string, error) {
	if s.ctx.Err() != nil {
		return "", errLate
	}
	return s.backend.get(service, user)
}

// put writes an item and checks that it was kept.
func (s session) put(user, value string) error {
	if s.ctx.Err() != nil {
		return errLate
	}
	if err := s.backend.set(service, user, value); err != nil {
		return err
	}
	kept, err := s.get(user)
	if errors.Is(err, keyring.ErrNotFound) || err == nil && kept != value {
		return errNotKept
	}
	return err
}

// drop removes an item and checks that it is gone. That it was not there is fine.
func (s session) drop(user string) error {
	if s.ctx.Err() != nil {
		return errLate
	}
	if err := s.backend.remove(service, user); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		return err
	}
	_, err := s.get(user)
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return nil
	case err == nil:
		return errNotKept
	}
	return err
}

// load reads an account, and mends the index where it disagrees with what is there.
func (s session) load(name string) (Account, error) {
	text, err := s.get(itemName(name))
	if errors.Is(err, keyring.ErrNotFound) {
		_ = s.unlist(name) // it will be tried again by the next Load
		return Account{}, err
	}
	if err != nil {
		return Account{}, err
	}
	a, err := decodeAccount(text)
	if err != nil {
		return Account{}, err
	}
	if itemName(a.Name) != itemName(name) {
		return Account{}, fmt.Errorf("%w: it belongs to another account", errUnreadable)
	}
	_, _ = s.enlist(a.Name)
	return a, nil
}

// save lists the name before it writes the keys, and delete does it the other way round: whatever comes between,
// there are never keys in the keyring that List does not show.
func (s session) save(a Account) error {
	text, err := encodeAccount(a)
	if err != nil {
		return err
	}
	added, err := s.enlist(a.Name)
	if err != nil {
		return err
	}
	err = s.put(itemName(a.Name), text)
	if err != nil && added {
		_ = s.unlist(a.Name) // Load does it otherwise
	}
	return err
}

func (s session) delete(name string) error {
	if err := s.drop(itemName(name)); err != nil {
		return err
	}
	return s.unlist(name)
}

// index is the item that lists the accounts.
type index struct {
	Version  int      `json:"version"`
	Accounts []string `json:"accounts"`
}

// index returns the names of the accounts. A broken index counts as empty: it is no reason to shut a person out, and
// Load puts each account back into it.
func (s session) index() ([]string, error) {
	text, err := s.get(indexName)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list index
	if err := decodeItem(text, &list); errors.Is(err, errUnreadable) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	names := slices.DeleteFunc(list.Accounts, func(name string) bool {
		clean, err := cleanName(name)
		return err != nil || clean != name
	})
	slices.SortFunc(names, compareNames)
	return slices.CompactFunc(names, sameAccount), nil
}

// enlist makes sure that the index has a name, and reports whether it had to be added.
func (s session) enlist(name string) (added bool, err error) {
	names, err := s.index()
	if err != nil || slices.Contains(names, name) {
		return false, err
	}
	others := withoutAccount(names, name)
	return len(others) == len(names), s.writeIndex(append(others, name))
}

// unlist makes sure that the index does not have a name.
func (s session) unlist(name string) error {
	names, err := s.index()
	if err != nil {
		return err
	}
	others := withoutAccount(names, name)
	if len(others) == len(names) {
		return nil
	}
	return s.writeIndex(others)
}

// writeIndex leaves no item behind when there is no account.
func (s session) writeIndex(names []string) error {
	if len(names) == 0 {
		return s.drop(indexName)
	}
	slices.SortFunc(names, compareNames)
	text, err := encodeItem(index{Version: itemVersion, Accounts: names})
	if err != nil {
		return err
	}
	return s.put(indexName, text)
}

func withoutAccount(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return sameAccount(n, name) })
}

func sameAccount(a, b string) bool { return itemName(a) == itemName(b) }
