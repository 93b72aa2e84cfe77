package terminal_test

import (
	"fmt"
	"testing"
	"time"

	"hoist/ui/terminal"
)

// TestAddAccount goes all ways in which keys are typed and a sign-in is completed.
func TestAddAccount(t *testing.T) {
	wrong := map[string]error{pin: keyless("pin_refused")}
	right := map[string]error{pin: nil, ended: nil, answered: nil}
	offline := map[string]error{answered: keyless("no_connection"), ended: nil}
	scripted, all := []string{apiKey, apiSecret, ""}, []string{apiKey, apiSecret, accessToken, accessSecret}
	for name, test := range map[string]struct {
		person person
		b      browsing
		said   [][]string
		heard  []string // by the sign-in
		did    []string
		exit   int
	}{
		"a PIN, in a terminal": {
			person{hidden: scripted, typed: []string{"", " " + pin + " "}},
			browsing{answers: right, access: "read-write"},
			[][]string{asked, toPIN, added},
			[]string{pin},
			[]string{began, kept},
			0,
		},
		"a PIN, by a script": {
			person{typed: append(scripted, pin), leaves: true},
			browsing{answers: right, access: "read-write-directmessages"},
			[][]string{toPIN, added},
			[]string{pin},
			[]string{began, kept},
			0,
		},
		"a wrong PIN, then the right one": {
			person{hidden: scripted, typed: []string{"12", pin}},
			browsing{answers: right, access: "read-write"},
			[][]string{asked, toPIN, {"problem bad_pin"}, added},
			[]string{"12", pin},
			[]string{began, kept},
			0,
		},
		"a wrong line of a script, then the right one": {
			person{typed: append(scripted, "12", pin), leaves: true},
			browsing{answers: right, access: "read-write"},
			[][]string{toPIN, {"problem bad_pin"}, added},
			[]string{"12", pin},
			[]string{began, kept},
			0,
		},
		"a PIN that X refuses": {
			person{hidden: scripted, typed: []string{pin, pin}},
			browsing{answers: wrong},
			[][]string{asked, toPIN, {"problem pin_refused"}},
			[]string{pin},
			[]string{began},
			terminal.ExitSignIn,
		},
		"no PIN": {
			person{typed: scripted, leaves: true},
			browsing{answers: right},
			[][]string{toPIN, {"no_pin"}},
			nil,
			[]string{began},
			terminal.ExitSignIn,
		},
		"the script ends before the token, and has no PIN": {
			person{typed: all[:2], leaves: true},
			browsing{answers: right},
			[][]string{toPIN, {"no_pin"}},
			nil,
			[]string{began},
			terminal.ExitSignIn,
		},
		"the browser comes back": {
			person{hidden: scripted},
			browsing{callback: callback, back: time.Minute, answers: right, access: "read-write"},
			[][]string{asked, toURL, added},
			[]string{answered},
			[]string{began, kept},
			0,
		},
		"the browser comes back to a script that has ended": {
			person{typed: scripted, leaves: true},
			browsing{callback: callback, back: time.Minute, answers: right, access: "read-write"},
			[][]string{toURL, added},
			[]string{answered},
			[]string{began, kept},
			0,
		},
		"the address is pasted": {
			person{hidden: scripted, typed: []string{ended}},
			browsing{callback: callback, answers: right, access: "read-write"},
			[][]string{asked, toURL, added},
			[]string{ended},
			[]string{began, kept},
			0,
		},
		"a wrong address is pasted, and the browser comes back": {
			person{hidden: scripted, typed: []string{"x.com"}},
			browsing{callback: callback, back: time.Minute, answers: right, access: "read-write"},
			[][]string{asked, toURL, {"problem bad_pin"}, added},
			[]string{"x.com", answered},
			[]string{began, kept},
			0,
		},
		"the wait breaks, and the address is pasted": {
			person{hidden: scripted, typed: []string{"", "", "", "", ended}},
			browsing{callback: callback, back: time.Second / 2, broken: keyless("callback_refused"), answers: right, access: "read-write"},
			[][]string{asked, toURL, {"problem callback_refused"}, added},
			[]string{ended},
			[]string{began, kept},
			0,
		},
		"the wait breaks, and nobody is there": {
			person{typed: scripted, leaves: true},
			browsing{callback: callback, back: time.Hour, broken: keyless("callback_refused")},
			[][]string{toURL, {"problem callback_refused"}},
			nil,
			[]string{began},
			terminal.ExitSignIn,
		},
		"X is out of reach when the browser comes back": {
			person{hidden: scripted, typed: []string{"", "", "", "", ended}},
			browsing{callback: callback, back: time.Second / 2, answers: offline, access: "read-write"},
			[][]string{asked, toURL, {"problem no_connection"}, added},
			[]string{answered, ended},
			[]string{began, kept},
			0,
		},
		"X is out of reach, and nobody is there": {
			person{typed: scripted, leaves: true},
			browsing{callback: callback, back: time.Hour, answers: offline},
			[][]string{toURL, {"problem no_connection"}},
			[]string{answered},
			[]string{began},
			terminal.ExitFailed,
		},
		"an app that may only read": {
			person{hidden: scripted, typed: []string{pin}},
			browsing{answers: right, access: "read"},
			[][]string{asked, toPIN, {"signed_in", "added.read", "kept"}},
			[]string{pin},
			[]string{began, kept},
			0,
		},
		"an app of which X says nothing": {
			person{hidden: scripted, typed: []string{pin}},
			browsing{answers: right},
			[][]string{asked, toPIN, {"signed_in", "added.unknown", "kept"}},
			[]string{pin},
			[]string{began, kept},
			0,
		},
		"four keys, in a terminal": {
			person{hidden: []string{" " + apiKey, apiSecret + "\t", accessToken, accessSecret}},
			browsing{},
			[][]string{asked, {"ask.access_secret"}, added},
			nil,
			[]string{checked, kept},
			0,
		},
		"four keys, by a script": {
			person{typed: all, leaves: true}, browsing{}, [][]string{added}, nil, []string{checked, kept}, 0,
		},
		"stopped at the first key": {
			person{hidden: scripted, stops: time.Second / 2},
			browsing{},
			[][]string{asked[:1], {"stopped"}},
			nil, nil, terminal.ExitInterrupted,
		},
		"stopped at a key that a script owes": {
			person{stops: time.Second / 2}, browsing{}, [][]string{{"stopped"}}, nil, nil, terminal.ExitInterrupted,
		},
		"stopped at the PIN": {
			person{hidden: scripted, stops: time.Hour},
			browsing{answers: right},
			[][]string{asked, toPIN, {"stopped"}},
			nil,
			[]string{began},
			terminal.ExitInterrupted,
		},
		"stopped while the browser is away": {
			person{hidden: scripted, stops: time.Hour},
			browsing{callback: callback, answers: right},
			[][]string{asked, toURL, {"stopped"}},
			nil,
			[]string{began},
			terminal.ExitInterrupted,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t)
			p.hidden, p.typed, p.leaves, p.stops = test.person.hidden, test.person.typed, test.person.leaves, test.person.stops
			p.signsIn(&test.b)
			if exit := p.run(t, ofAccounts(terminal.CommandAccountsAdd)); exit != test.exit {
				t.Errorf("exit %d, want %d", exit, test.exit)
			}
			out := ""
			if test.exit == terminal.ExitDone {
				out = "@kay\n"
			}
			p.saw(t, out, p.said(test.said...), test.did...)
			same(t, fmt.Sprintf("%q", test.b.heard), fmt.Sprintf("%q", test.heard))
			if began := len(test.did) > 0 && test.did[0] == began; began != (test.b.closed == 1) {
				t.Errorf("closed %d times", test.b.closed)
			}
		})
	}
}
