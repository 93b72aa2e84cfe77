package credentials

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"
)

const goodIndex = `{"version":1,"accounts":["anna"]}`

func TestKeyringItems(t *testing.T) {
	f := newFakeKeyring()
	k := newKeyring(f.backend())
	if err := k.Save(t.Context(), testAccount("Anna")); err != nil {
		t.Fatal(err)
	}
	if got, want := f.names(), []string{"anna", "index of accounts"}; !slices.Equal(got, want) {
		t.Errorf("items are %q, want %q", got, want)
	}
	if strings.Contains(f.items["index of accounts"], "secret") {
		t.Error("the index has keys in it")
	}
	if err := k.Delete(t.Context(), "Anna"); err != nil {
		t.Fatal(err)
	}
	if left := f.names(); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestKeyringThroughTheLibrary proves that the store calls go-keyring. MockInit changes a global of the library, so
// that this is the one test that does so.
func TestKeyringThroughTheLibrary(t *testing.T) {
	keyring.MockInit()
	k, want := NewKeyring(), testAccount("Anna")
	if err := k.Save(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Load(t.Context(), "anna"); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	if err := k.Delete(t.Context(), "anna"); err != nil {
		t.Error(err)
	}
	if _, err := keyring.Get("app.hoist.Hoist", "anna"); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("the library still has it: %v", err)
	}
}

func TestIndexIsMended(t *testing.T) {
	text, err := encodeAccount(testAccount("anna"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		index, item       string
		listed, afterLoad []string
	}{
		"index lost":            {"", text, nil, []string{"anna"}},
		"index broken":          {"{", text, nil, []string{"anna"}},
		"index empty":           {`{"version":1,"accounts":[]}`, text, nil, []string{"anna"}},
		"index of another kind": {`{"version":1,"accounts":"x"}`, text, nil, []string{"anna"}},
		"spelled differently":   {`{"version":1,"accounts":["Anna","b"]}`, text, []string{"Anna", "b"}, []string{"anna", "b"}},
		"twice, and no names":   {`{"version":1,"accounts":["anna","-x","ANNA",""]}`, text, []string{"anna"}, []string{"anna"}},
		"account lost":          {goodIndex, "", []string{"anna"}, nil},
		"one of two lost":       {`{"version":1,"accounts":["anna","b"]}`, "", []string{"anna", "b"}, []string{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeKeyring()
			k := newKeyring(f.backend())
			if c.index != "" {
				f.items[indexName] = c.index
			}
			if c.item != "" {
				f.items["anna"] = c.item
			}
			mustList(t, k, c.listed...)
			_, err := k.Load(t.Context(), "anna")
			if found := err == nil; found != (c.item != "") {
				t.Errorf("load: %v", err)
			}
			mustList(t, k, c.afterLoad...)
		})
	}
}

func TestItemsOfANewerVersionAreLeftAlone(t *testing.T) {
	f := newFakeKeyring()
	k := newKeyring(f.backend())
	const newer = `{"version":2,"accounts":{"anna":{}}}`
	f.items[indexName] = newer
	_, err := k.List(t.Context())
	for _, err := range []error{err, k.Save(t.Context(), testAccount("anna"))} {
		if kindOf(err) != KeyringFailed || !strings.Contains(err.Error(), "newer version") {
			t.Errorf("got %v", err)
		}
	}
	if f.items[indexName] != newer || len(f.items) != 1 {
		t.Errorf("changed to %q", f.items)
	}
	f.items["anna"] = newer
	if _, err := k.Load(t.Context(), "anna"); kindOf(err) != KeyringFailed || !strings.Contains(err.Error(), "newer version") {
		t.Errorf("load: %v", err)
	}
	f.items["b"], _ = encodeAccount(testAccount("anna"))
	if _, err := k.Load(t.Context(), "b"); kindOf(err) != KeyringFailed {
		t.Errorf("an item that belongs to another account: %v", err)
	}
}

// A dismissed prompt makes go-keyring return nil without having done anything.
func TestDismissedPromptIsNoticed(t *testing.T) {
	for _, ignored := range []string{"set " + indexName, "set anna"} {
		t.Run(ignored, func(t *testing.T) {
			f := newFakeKeyring()
			k := newKeyring(f.backend())
			f.ignore = func(op, user string) bool { return op+" "+user == ignored }
			if err := k.Save(t.Context(), testAccount("anna")); kindOf(err) != KeyringDenied {
				t.Errorf("save: %v", err)
			}
			if left := f.names(); len(left) != 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
	f := newFakeKeyring()
	k := newKeyring(f.backend())
	old := testAccount("anna")
	if err := k.Save(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	f.ignore = func(op, _ string) bool { return op != "get" }
	changed := old
	changed.Auth = keys("a", "b", "new", "c")
	if err := k.Save(t.Context(), changed); kindOf(err) != KeyringDenied {
		t.Errorf("save over an old one: %v", err)
	}
	if err := k.Delete(t.Context(), "anna"); kindOf(err) != KeyringDenied {
		t.Errorf("delete: %v", err)
	}
	if got, err := k.Load(t.Context(), "anna"); err != nil || got != old {
		t.Errorf("%+v, %v", got, err)
	}
}

// Whatever call fails first, no keys may be left that List does not show.
func TestNoKeysOutsideTheIndex(t *testing.T) {
	broken := errors.New("broken")
	for fail := range 12 {
		f := newFakeKeyring()
		k := newKeyring(f.backend())
		count := 0
		f.before = func(string, string) error {
			if count++; count > fail {
				return broken
			}
			return nil
		}
		err := errors.Join(k.Save(t.Context(), testAccount("anna")), k.Delete(t.Context(), "anna"))
		if err != nil && !errors.Is(err, broken) {
			t.Errorf("after %d calls: %v", fail, err)
		}
		_, keys := f.items["anna"]
		if listed := strings.Contains(f.items[indexName], "anna"); keys && !listed {
			t.Errorf("after %d calls: keys without a name in the index", fail)
		}
	}
}

func TestTooMuchForTheKeyring(t *testing.T) {
	f := newFakeKeyring()
	k := newKeyring(f.backend())
	a := testAccount("anna")
	a.Auth = keys(Secret(strings.Repeat("<", 400)), Secret(strings.Repeat("<", 400)), "at", "as")
	if err := k.Save(t.Context(), a); kindOf(err) != KeyringFull || len(f.items) != 0 {
		t.Errorf("save: %v, items %q", err, f.names())
	}
	f.before = func(op, _ string) error {
		if op == "set" {
			return keyring.ErrSetDataTooBig
		}
		return nil
	}
	if err := k.Save(t.Context(), testAccount("anna")); kindOf(err) != KeyringFull {
		t.Errorf("save: %v", err)
	}
}

func TestPanicOfTheLibraryIsAnError(t *testing.T) {
	f := newFakeKeyring()
	k := newKeyring(f.backend())
	f.before = func(string, string) error { panic("nil signal") }
	for range 2 { // the second call finds the turn free
		if _, err := k.List(t.Context()); kindOf(err) != KeyringFailed {
			t.Errorf("got %v", err)
		}
	}
}

// slowly makes every call of the fake wait until the channel is closed.
func (f *fakeKeyring) slowly() (release chan struct{}) {
	release = make(chan struct{})
	f.before = func(string, string) error {
		<-release
		return nil
	}
	return release
}

func TestSlowKeyring(t *testing.T) {
	for name, c := range map[string]struct {
		limit time.Duration
		do    func(context.Context, *Keyring) error
	}{
		"list":   {5 * time.Second, func(ctx context.Context, k *Keyring) error { _, err := k.List(ctx); return err }},
		"load":   {5 * time.Second, func(ctx context.Context, k *Keyring) error { _, err := k.Load(ctx, "a"); return err }},
		"save":   {60 * time.Second, func(ctx context.Context, k *Keyring) error { return k.Save(ctx, testAccount("anna")) }},
		"delete": {60 * time.Second, func(ctx context.Context, k *Keyring) error { return k.Delete(ctx, "a") }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFakeKeyring()
				k := newKeyring(f.backend())
				release := f.slowly()
				start := time.Now()
				if err := c.do(t.Context(), k); kindOf(err) != KeyringSlow {
					t.Errorf("got %v", err)
				}
				if waited := time.Since(start); waited != c.limit {
					t.Errorf("waited %s, want %s", waited, c.limit)
				}
				// While the first call stands, another does not reach the keyring.
				if err := c.do(t.Context(), k); kindOf(err) != KeyringSlow || len(f.called()) != 1 {
					t.Errorf("second: %v, calls %q", err, f.called())
				}
				close(release)
				synctest.Wait()
				if len(f.called()) != 1 {
					t.Errorf("went on after it was given up: %q", f.called())
				}
				mustList(t, k) // and then it is free again
			})
		})
	}
}

func TestCallerGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeKeyring()
		k := newKeyring(f.backend())
		release := f.slowly()
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		for range 2 { // one in the keyring, one that waits for its turn
			go func() { done <- k.Save(ctx, testAccount("anna")) }()
		}
		synctest.Wait()
		cancel()
		for range 2 {
			if err := <-done; err != context.Canceled { //nolint:errorlint // promised as it is
				t.Errorf("got %v", err)
			}
		}
		close(release)
		synctest.Wait()
		if len(f.called()) != 1 || len(f.items) != 0 {
			t.Errorf("calls %q, items %q", f.called(), f.names())
		}
	})
}

// A person may answer the prompt after Save was given up. What was written then is in the index.
func TestLateSaveIsListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFakeKeyring()
		k := newKeyring(f.backend())
		release := make(chan struct{})
		f.before = func(op, user string) error {
			if op == "set" && user != indexName {
				<-release
			}
			return nil
		}
		if err := k.Save(t.Context(), testAccount("anna")); kindOf(err) != KeyringSlow {
			t.Errorf("save: %v", err)
		}
		close(release)
		synctest.Wait()
		mustList(t, k, "anna")
		if _, err := k.Load(t.Context(), "anna"); err != nil {
			t.Error(err)
		}
	})
}

// TestDismissedAfterAll asks for as long as a prompt stands, as the window does: when the person dismisses it there is an
// answer, and not another prompt. Whoever asks later gets one.
func TestDismissedAfterAll(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the prompt speaks as those of the other systems do")
	}
	synctest.Test(t, func(t *testing.T) {
		f := newFakeKeyring()
		k := newKeyring(f.backend())
		dismiss := make(chan struct{})
		f.before = func(string, string) error {
			<-dismiss
			return errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'")
		}
		time.AfterFunc(12*time.Second, func() { close(dismiss) })
		var err error
		for range 5 {
			if _, err = k.List(t.Context()); kindOf(err) != KeyringSlow {
				break
			}
			time.Sleep(time.Second)
		}
		if kindOf(err) != KeyringLocked || len(f.called()) != 1 {
			t.Errorf("got %v after %q", err, f.called())
		}
		time.Sleep(belatedHolds)
		if _, err = k.List(t.Context()); kindOf(err) != KeyringLocked || len(f.called()) != 2 {
			t.Errorf("later: %v after %q", err, f.called())
		}
	})
}
