package credentials_test

import (
	"net/http"
	"testing"
	"time"

	"hoist/credentials"
	"hoist/upload/practice"
)

func (p person) keys() credentials.Keys {
	k := p.server.Keys()
	return credentials.Keys{
		ConsumerKey: credentials.Secret(k.ConsumerKey), ConsumerSecret: credentials.Secret(k.ConsumerSecret),
		AccessToken: credentials.Secret(k.AccessToken), AccessSecret: credentials.Secret(k.AccessSecret),
	}
}

func (p person) check(k credentials.Keys) (credentials.Account, error) {
	return credentials.Check(p.t.Context(), credentials.Endpoint{BaseURL: p.server.URL()}, k, p.browser.Transport)
}

func TestWhoseKeys(t *testing.T) {
	for _, access := range []string{"read", "read-write"} {
		p := startPractice(t, practice.Options{ScreenName: "Kestrel", UserID: "42", AppAccess: access})
		want := credentials.Account{Name: "Kestrel", UserID: "42", Access: access, Auth: p.keys()}
		if got, err := p.check(p.keys()); err != nil || got != want {
			t.Errorf("got %+v, %v", got, err)
		}
	}
}

func TestWhoseKeysFails(t *testing.T) {
	p := startPractice(t, practice.Options{})
	for name, change := range map[string]func(*credentials.Keys){
		"key":          func(k *credentials.Keys) { k.ConsumerKey = "zYxWv-consumer-key" },
		"secret":       func(k *credentials.Keys) { k.ConsumerSecret = "zYxWv-consumer-secret" },
		"token":        func(k *credentials.Keys) { k.AccessToken = "zYxWv-access-token" },
		"token secret": func(k *credentials.Keys) { k.AccessSecret = "zYxWv-access-secret" },
	} {
		t.Run(name, func(t *testing.T) {
			k := p.keys()
			change(&k)
			_, err := p.check(k)
			check(t, err, credentials.NotSignedIn)
		})
	}
	k := p.keys()
	k.AccessSecret = ""
	_, err := p.check(k)
	check(t, err, credentials.BadKeys)

	enrolled := `{"client_id":"1","detail":"…","reason":"client-not-enrolled","required_enrollment":"…","title":"Client Forbidden","type":"…"}`
	for kind, o := range map[credentials.Kind]practice.Options{
		credentials.Clock:       {ClockSkew: time.Hour},
		credentials.NotEnrolled: {Faults: []practice.Fault{{Op: "users_me", What: "status", Status: 403, Body: enrolled}}},
		credentials.AccountLocked: {Faults: []practice.Fault{{
			Op: "users_me", What: "status", Status: 403,
			Body: `{"errors":[{"code":64,"message":"Your account is suspended."}]}`,
		}}},
		credentials.RateLimited:    {Faults: []practice.Fault{{Op: "users_me", What: "status", Status: 429}}},
		credentials.Server:         {Faults: []practice.Fault{{Op: "users_me", What: "status", Status: 503}}},
		credentials.ConnectionLost: {Faults: []practice.Fault{{Op: "users_me", What: "drop", When: "before"}}},
		credentials.BadReply: {Faults: []practice.Fault{{
			Op: "users_me", What: "status", Status: 302,
			Headers: map[string]string{"Location": "http://127.0.0.1:1/"},
		}}},
	} {
		p := startPractice(t, o)
		_, err := p.check(p.keys())
		check(t, err, kind)
	}
	for _, body := range []string{"", "{}", "[]", `{"data":{"id":"42"}}`, `{"data":{"id":"x","username":"a"}}`, `{"data":{"username":"a b"}}`, "<html>"} {
		p := startPractice(t, practice.Options{Faults: []practice.Fault{{Op: "users_me", What: "status", Status: 200, Body: body + " "}}})
		_, err := p.check(p.keys())
		if e := check(t, err, credentials.BadReply); e.Status != http.StatusOK {
			t.Errorf("%s: HTTP %d", body, e.Status)
		}
	}
}

// TestKeysAreNotEchoed lets X send back what it was sent.
func TestKeysAreNotEchoed(t *testing.T) {
	for _, body := range []string{`{"errors":[{"code":1,"message":"you sent ECHO"}]}`, "you sent ECHO"} {
		x := &script{replies: map[string]answer{"/2/users/me": {status: 403, body: body}}}
		_, err := credentials.Check(t.Context(), credentials.Endpoint{}, account.Auth, x)
		if e := check(t, err, credentials.Refused); e.Message == "" {
			t.Error("X's words are lost")
		}
	}
	x := &script{replies: map[string]answer{"/2/users/me": {status: 403, body: "no app zYxWv-consumer-key, no token 6253282-zYxWv-token"}}}
	_, err := credentials.Check(t.Context(), credentials.Endpoint{}, account.Auth, x)
	check(t, err, credentials.Refused)
}
