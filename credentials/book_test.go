package credentials

import (
	"errors"
	"slices"
	"testing"
)

var fourVariables = map[string]string{
	"HOIST_CONSUMER_KEY": "a", "HOIST_CONSUMER_SECRET": "b", "HOIST_ACCESS_TOKEN": "c", "HOIST_ACCESS_SECRET": "d",
}

func newBook(t *testing.T, k *fakeKeyring, variables map[string]string) *Book {
	t.Helper()
	b, err := NewBook(newKeyring(k.backend()), func(name string) (string, bool) { v, ok := variables[name]; return v, ok })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustBook(t *testing.T, b *Book, want ...string) {
	t.Helper()
	accounts, err := b.List(t.Context())
	var names []string
	for _, a := range accounts {
		names = append(names, a.Name)
	}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("got %q, %v, want %q", names, err, want)
	}
}

func TestBook(t *testing.T) {
	k := newFakeKeyring()
	b := newBook(t, k, fourVariables)
	mustBook(t, b, "environment")
	for _, name := range []string{"kay", "Abe", "lee"} {
		if err := b.Remember(t.Context(), testAccount(name)); err != nil {
			t.Fatal(err)
		}
	}
	mustBook(t, b, "environment", "Abe", "kay", "lee")
	if len(k.names()) != 0 {
		t.Errorf("the keyring has %q already", k.names())
	}
	for _, name := range []string{"kay", "lee"} {
		if err := b.Keep(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
	mustBook(t, b, "environment", "Abe", "kay", "lee")
	mustBook(t, newBook(t, k, nil), "kay", "lee") // the next start

	changed := testAccount("KAY")
	changed.UserID = "43"
	if err := b.Remember(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if a, err := b.Load(t.Context(), "kay"); err != nil || a != changed {
		t.Errorf("the newer keys do not hold: %+v, %v", a, err)
	}
	for _, name := range []string{"kay", "abe", "nobody"} {
		if err := b.Remove(t.Context(), name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	mustBook(t, b, "environment", "lee")
	if _, err := b.Load(t.Context(), "kay"); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// TestBookWithoutAKeyring goes on with what lasts until the program ends.
func TestBookWithoutAKeyring(t *testing.T) {
	locked := errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")
	none := func(string, string) (string, error) { return "", locked }
	b, err := NewBook(newKeyring(backend{
		get: none, set: func(string, string, string) error { return locked }, remove: func(string, string) error { return locked },
	}), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Remember(t.Context(), testAccount("kay")); err != nil {
		t.Fatal(err)
	}
	if err := b.Keep(t.Context(), "kay"); kindOf(err) != systemKind("linux", locked) && kindOf(err) != KeyringFailed {
		t.Errorf("keep: %v", err)
	}
	accounts, err := b.List(t.Context())
	if len(accounts) != 1 || accounts[0].Name != "kay" || err == nil {
		t.Errorf("got %v, %v", accounts, err)
	}
	if err := b.Remove(t.Context(), "kay"); err != nil {
		t.Errorf("the keyring never had it: %v", err)
	}
	if err := b.Remove(t.Context(), "lee"); err == nil {
		t.Error("nobody can say that lee is gone")
	}
}

// TestBookWithABrokenItem leaves out what cannot be read, and says so.
func TestBookWithABrokenItem(t *testing.T) {
	k := newFakeKeyring()
	b := newBook(t, k, nil)
	for _, name := range []string{"kay", "lee"} {
		if err := errors.Join(b.Remember(t.Context(), testAccount(name)), b.Keep(t.Context(), name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.backend().set(service, "kay", "broken"); err != nil {
		t.Fatal(err)
	}
	accounts, err := b.List(t.Context())
	if len(accounts) != 1 || accounts[0].Name != "lee" || kindOf(err) != KeyringFailed {
		t.Errorf("got %v, %v", accounts, err)
	}
	if _, err := NewBook(NewMemory(), func(string) (string, bool) { return "half", true }); err != nil {
		t.Errorf("four variables with the same value are fine: %v", err)
	}
	if _, err := NewBook(NewMemory(), func(name string) (string, bool) { return map[string]string{envAccessToken: "half"}[name], true }); kindOf(err) != BadKeys {
		t.Errorf("got %v", err)
	}
}
