package credentials

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// Memory is a [Store] that forgets everything when the program ends: "stay signed in until I quit". It never waits.
type Memory struct {
	mu       sync.Mutex
	accounts map[string]func() Account // by lower-case name; a func, so that printing a Memory shows no keys
}

var _ Store = (*Memory)(nil)

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{accounts: make(map[string]func() Account)} }

// List implements [Store].
func (m *Memory) List(ctx context.Context) ([]string, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	names := make([]string, 0, len(m.accounts))
	for _, account := range m.accounts {
		names = append(names, account().Name)
	}
	slices.SortFunc(names, compareNames)
	return names, nil
}

// Load implements [Store].
func (m *Memory) Load(ctx context.Context, name string) (Account, error) {
	if err := ctx.Err(); err != nil {
		return Account{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	account, ok := m.accounts[itemName(name)]
	if !ok {
		return Account{}, &Error{Op: opLoad, Kind: NoAccount, Err: ErrNotFound}
	}
	return account(), nil
}

// Save implements [Store].
func (m *Memory) Save(ctx context.Context, a Account) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a, err := a.Clean()
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.accounts[itemName(a.Name)] = func() Account { return a }
	return nil
}

// Delete implements [Store].
func (m *Memory) Delete(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.accounts, itemName(name))
	return nil
}

// The operations of a store, as errors name them.
const (
	opList   = "list accounts"
	opLoad   = "load account"
	opSave   = "save account"
	opDelete = "delete account"
)

// itemName is under which name a store keeps an account. X's names do not tell upper from lower case, and neither
// does the keyring of Windows.
func itemName(name string) string {
	return strings.ToLower(strings.TrimPrefix(trim(name), "@"))
}

func compareNames(a, b string) int { return strings.Compare(itemName(a), itemName(b)) }
