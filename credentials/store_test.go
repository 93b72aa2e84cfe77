package credentials

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/zalando/go-keyring"
)

// fakeKeyring behaves as go-keyring does with an open keyring. The hooks come before each call and may fail it.
type fakeKeyring struct {
	mu    sync.Mutex
	items map[string]string
	calls []string

	before func(op, user string) error
	ignore func(op, user string) bool // the prompt was dismissed: nothing is done, and nil returned
}

func newFakeKeyring() *fakeKeyring {
	return &fakeKeyring{
		items:  make(map[string]string),
		before: func(string, string) error { return nil },
		ignore: func(string, string) bool { return false },
	}
}

func (f *fakeKeyring) enter(op, service, user string) (dismissed bool, err error) {
	f.mu.Lock()
	f.calls = append(f.calls, op+" "+user)
	f.mu.Unlock()
	if service != "app.hoist.Hoist" {
		return false, fmt.Errorf("service is %q", service)
	}
	return f.ignore(op, user), f.before(op, user)
}

func (f *fakeKeyring) backend() backend {
	return backend{
		get: func(service, user string) (string, error) {
			if _, err := f.enter("get", service, user); err != nil {
				return "", err
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			value, ok := f.items[user]
			if !ok {
				return "", keyring.ErrNotFound
			}
			return value, nil
		},
		set: func(service, user, value string) error {
			if dismissed, err := f.enter("set", service, user); dismissed || err != nil {
				return err
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			f.items[user] = value
			return nil
		},
		remove: func(service, user string) error {
			if dismissed, err := f.enter("remove", service, user); dismissed || err != nil {
				return err
			}
			f.mu.Lock()
			defer f.mu.Unlock()
			if _, ok := f.items[user]; !ok {
				return keyring.ErrNotFound
			}
			delete(f.items, user)
			return nil
		},
	}
}

func (f *fakeKeyring) called() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.calls)
}

func (f *fakeKeyring) names() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for name := range f.items {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func testAccount(name string) Account {
	return Account{Name: name, UserID: "42", Auth: keys("ck+/=", "cs", "at", Secret("secret-of-"+name))}
}

func stores() map[string]func() Store {
	return map[string]func() Store{
		"memory":  func() Store { return NewMemory() },
		"keyring": func() Store { return newKeyring(newFakeKeyring().backend()) },
	}
}

func mustList(t *testing.T, s Store, want ...string) {
	t.Helper()
	if got, err := s.List(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Errorf("list: got %q, %v; want %q", got, err, want)
	}
}

func mustSave(t *testing.T, s Store, accounts ...Account) {
	t.Helper()
	for _, a := range accounts {
		if err := s.Save(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEmptyStore(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open()
			mustList(t, s)
			if _, err := s.Load(t.Context(), "Nobody"); kindOf(err) != NoAccount || !errors.Is(err, ErrNotFound) {
				t.Errorf("load: %v", err)
			}
			if err := s.Delete(t.Context(), "Nobody"); err != nil {
				t.Errorf("delete: %v", err)
			}
		})
	}
}

func TestStoreKeepsAccounts(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open()
			mustSave(t, s, testAccount("Zoe"), testAccount("anna"), testAccount("Mid_1"))
			mustList(t, s, "anna", "Mid_1", "Zoe")
			for _, name := range []string{"Zoe", "zoe", " @ZOE "} {
				if got, err := s.Load(t.Context(), name); err != nil || got != testAccount("Zoe") {
					t.Errorf("load %q: %+v, %v", name, got, err)
				}
			}
			again := testAccount("ZOE")
			again.Auth = keys("a", "b", "another", "c")
			mustSave(t, s, again)
			mustList(t, s, "anna", "Mid_1", "ZOE")
			if got, err := s.Load(t.Context(), "zoe"); err != nil || got != again {
				t.Errorf("after a second save: %+v, %v", got, err)
			}
		})
	}
}

func TestStoreForgetsAccounts(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open()
			mustSave(t, s, testAccount("Zoe"), testAccount("anna"), testAccount("Mid_1"))
			for _, name := range []string{"zoe", "zoe", "@Anna"} {
				if err := s.Delete(t.Context(), name); err != nil {
					t.Errorf("delete %s: %v", name, err)
				}
			}
			mustList(t, s, "Mid_1")
			if _, err := s.Load(t.Context(), "Zoe"); kindOf(err) != NoAccount {
				t.Errorf("load after delete: %v", err)
			}
		})
	}
}

func TestStoreRefuses(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s, ctx := open(), t.Context()
			if err := s.Save(ctx, Account{Name: "a", Auth: keys("ck", "cs", "", "as")}); kindOf(err) != BadKeys {
				t.Errorf("save without a token: %v", err)
			}
			for _, name := range []string{"", "index of accounts", "-a", "a\nb", "../a"} {
				if err := s.Save(ctx, testAccount(name+"          ")); kindOf(err) != BadKeys {
					t.Errorf("save %q: %v", name, err)
				}
				if _, err := s.Load(ctx, name); kindOf(err) != NoAccount {
					t.Errorf("load %q: %v", name, err)
				}
				if err := s.Delete(ctx, name); err != nil {
					t.Errorf("delete %q: %v", name, err)
				}
			}
			mustList(t, s)
		})
	}
}

func TestStoreWithAContextThatHasEnded(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open()
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			_, errList := s.List(ctx)
			_, errLoad := s.Load(ctx, "a")
			for _, err := range []error{errList, errLoad, s.Save(ctx, testAccount("a")), s.Delete(ctx, "a")} {
				if err != context.Canceled { //nolint:errorlint // promised as it is
					t.Errorf("got %v", err)
				}
			}
			mustList(t, s)
		})
	}
}

func TestStoreUsedByMany(t *testing.T) {
	for name, open := range stores() {
		t.Run(name, func(t *testing.T) {
			s := open()
			var wg sync.WaitGroup
			for i := range 20 {
				wg.Go(func() {
					a := testAccount(fmt.Sprintf("account_%02d", i))
					if err := s.Save(t.Context(), a); err != nil {
						t.Error(err)
					}
					if got, err := s.Load(t.Context(), a.Name); err != nil || got != a {
						t.Errorf("%+v, %v", got, err)
					}
				})
			}
			wg.Wait()
			if names, err := s.List(t.Context()); err != nil || len(names) != 20 {
				t.Errorf("%d of 20 accounts are there: %v", len(names), err)
			}
		})
	}
}
