package credentials_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hoist/credentials"
	"hoist/upload/practice"
)

func newBook(t *testing.T) *credentials.Book {
	t.Helper()
	b, err := credentials.NewBook(credentials.NewMemory(), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// enters begins a sign-in that ends in a book.
func (p person) enters(b *credentials.Book, byPIN bool) *credentials.SignIn {
	p.t.Helper()
	s, err := b.Begin(p.t.Context(), credentials.Endpoint{BaseURL: p.server.URL(), Pages: landing}, p.keys().App(), byPIN)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(s.Close)
	return s
}

// TestEntering signs in each way. What the keys may do is known afterwards, though the reply with the keys has not told.
func TestEntering(t *testing.T) {
	for _, access := range []string{"read", "read-write"} {
		p := startPractice(t, practice.Options{ScreenName: "Kestrel", AppAccess: access})
		b := newBook(t)
		byPIN := p.enters(b, true)
		a, err := byPIN.Complete(t.Context(), p.decide(byPIN.URL(), "allow"))
		if err != nil || a.Access != access || byPIN.Callback() != "" {
			t.Errorf("by PIN: %+v, %v", a, err)
		}

		s := p.enters(b, false)
		answer := make(chan string)
		go func() {
			text, err := s.Wait(t.Context())
			if err != nil {
				t.Error(err)
			}
			answer <- text
		}()
		(&waiting{p, s.Pending, nil, nil}).press("allow")
		a, err = s.Complete(t.Context(), <-answer)
		if err != nil || a.Access != access || s.Callback() == "" {
			t.Errorf("by browser: %+v, %v", a, err)
		}
		if kept, err := b.Load(t.Context(), "kestrel"); err != nil || kept != a {
			t.Errorf("the book has %+v, %v", kept, err)
		}
	}
}

// TestEnteringWhereXDoesNotSay goes on without knowing what the keys may do.
func TestEnteringWhereXDoesNotSay(t *testing.T) {
	p := startPractice(t, practice.Options{Faults: []practice.Fault{{Op: "users_me", What: "status", Status: 503}}})
	b := newBook(t)
	s := p.enters(b, true)
	a, err := s.Complete(t.Context(), p.decide(s.URL(), "allow"))
	if err != nil || a.Access != "" || a.Name != "practice" {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestWaitByPINIsForNobody(t *testing.T) {
	p := startPractice(t, practice.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := p.enters(newBook(t), true).Wait(ctx); err != context.DeadlineExceeded { //nolint:errorlint // promised as it is
		t.Errorf("got %v", err)
	}
}

// TestPortIsGivenBack begins a sign-in that X refuses: the port is free again.
func TestPortIsGivenBack(t *testing.T) {
	p := startPractice(t, practice.Options{RegisteredCallbacks: []string{"https://example.com/back"}})
	for range len(credentials.CallbackURLs()) + 1 {
		_, err := newBook(t).Begin(t.Context(), credentials.Endpoint{BaseURL: p.server.URL()}, p.keys().App(), false)
		check(t, err, credentials.CallbackRefused)
	}
}

func TestEnteringWithAFile(t *testing.T) {
	p := startPractice(t, practice.Options{ScreenName: "Kestrel"})
	k, b, at := p.server.Keys(), newBook(t), credentials.Endpoint{BaseURL: p.server.URL()}
	file := filepath.Join(t.TempDir(), ".twurlrc")
	text := "profiles:\n  whoever:\n    " + k.ConsumerKey + ":\n      username: whoever\n      consumer_key: " + k.ConsumerKey +
		"\n      consumer_secret: " + k.ConsumerSecret + "\n      token: " + k.AccessToken + "\n      secret: " + k.AccessSecret + "\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := b.EnterFile(t.Context(), at, file, 0)
	if err != nil || a.Name != "Kestrel" || a.Access != "read-write" {
		t.Errorf("got %+v, %v", a, err)
	}
	_, err = b.EnterFile(t.Context(), at, file, 1)
	check(t, err, credentials.BadKeyFile)
	_, err = b.EnterFile(t.Context(), at, file+"x", 0)
	check(t, err, credentials.BadKeyFile)
}
