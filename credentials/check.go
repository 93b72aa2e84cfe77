package credentials

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
)

const opCheck = "ask X whose keys these are"

// Check asks X whose keys these are, and returns the account with X's name for it and what the keys may do. It is for
// keys that somebody had before: [Pending.Complete] learns the same from the reply that brings them.
//
// It is one GET /2/users/me, which X charges for (2026: $0.010; reference: x-api.md 3.5). base (nil:
// what at says) carries it; a redirect is not followed, and 30 seconds without an answer end the wait.
func Check(ctx context.Context, at Endpoint, auth Auth, base http.RoundTripper) (Account, error) {
	host, err := at.host()
	if err != nil {
		return Account{}, err
	}
	if auth, err = auth.clean(); err != nil {
		return Account{}, err
	}
	if base == nil {
		base = at.transport()
	}
	x := &exchange{ctx: ctx, base: base, op: opCheck, host: host, refused: NotSignedIn}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, host.JoinPath("2", "users", "me").String(), nil)
	if err != nil {
		return Account{}, &Error{Op: opCheck, Kind: BadAddress, Err: errors.New("no request can be made of it")}
	}
	resp, err := Signer(Account{Auth: auth}, host.String())(x).RoundTrip(req)
	if err != nil || resp.Body.Close() != nil || x.reply.status != http.StatusOK {
		return Account{}, x.failure()
	}
	var who struct {
		Data struct {
			ID       string `json:"id"`
			Username string `json:"username"`
		} `json:"data"`
	}
	if json.Unmarshal(x.reply.body, &who) != nil {
		return Account{}, x.noAnswer("the reply is not the account of anybody")
	}
	a, err := Account{Name: who.Data.Username, UserID: who.Data.ID, Access: accessLevel(x.reply.header), Auth: auth}.Clean()
	if err != nil {
		return Account{}, x.noAnswer(errors.Unwrap(err).Error())
	}
	return a, nil
}

// noAnswer is the error of a reply with HTTP status 200 that is not one of X.
func (x *exchange) noAnswer(why string) error {
	return &Error{Op: x.op, Kind: BadReply, Status: x.reply.status, Err: errors.New(why)}
}
