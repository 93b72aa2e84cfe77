package practice

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"time"
)

// Options says how the stand-in behaves. The zero value is a patient, correct X on a free port of 127.0.0.1.
type Options struct {
	Listen   string // address for [Start]; empty: 127.0.0.1:0
	CertFile string // certificate in PEM form; with KeyFile: TLS
	KeyFile  string // its key in PEM form

	Faults   []Fault       // what goes wrong, in the order of matching
	Latency  time.Duration // added to every request before anything else
	RateMbit float64       // line speed in Mbit/s each way, shared by all connections; 0: no limit

	Keys       Keys   // fields that are empty are made at random
	ScreenName string // name of the account without @; empty: practice
	UserID     string // its ID, 1 to 19 digits; empty: 2244994945

	// RegisteredCallbacks are the callback URLs of the app's settings, compared exactly as X does. Empty: every
	// http callback on loopback is taken.
	RegisteredCallbacks []string

	// Processing is what X's processing does after FINALIZE. Nil: pending, in progress and succeeded within two
	// seconds. Empty but not nil: FINALIZE and STATUS tell of no processing, as X does for what it does not transcode.
	Processing []ProcessingStep

	Expiry          time.Duration // how long an upload lives after INIT; 0: 24 h, as X
	MaxSegmentBytes int64         // a larger segment is answered with 413; 0: 8,000,000, X's documented ceiling

	// RequestLimit is how many calls of each kind a user has in 15 minutes. 0: X's table, which is 1,875 of each of
	// INIT, APPEND and FINALIZE, 1,000 of STATUS and 75 of users/me.
	RequestLimit int

	AppAccess string        // "read" or "read-write", the permission of the app; empty: read-write
	ClockSkew time.Duration // added to the server's idea of now: Date header, timestamps of signatures, epochs

	Log *slog.Logger // one debug line a request, without keys; nil: none
}

// Keys are the four values that a client signs with. They open nothing but the stand-in that made them, so that they
// may be printed and logged, unlike X's.
type Keys struct {
	ConsumerKey    string `json:"consumer_key"`    // 25 letters and digits
	ConsumerSecret string `json:"consumer_secret"` // 50
	AccessToken    string `json:"access_token"`    // the user's ID, a hyphen, 40
	AccessSecret   string `json:"access_secret"`   // 45
}

const (
	accessRead      = "read"
	accessReadWrite = "read-write"

	// clockTolerance is how far a signature's timestamp may be off. X does not publish its own.
	clockTolerance = 5 * time.Minute
)

// withDefaults returns the options with every zero replaced, or what is wrong with them.
func (o Options) withDefaults() (Options, error) {
	switch {
	case (o.CertFile == "") != (o.KeyFile == ""):
		return o, errors.New("certificate and key go together")
	case o.Latency < 0, o.RateMbit < 0, o.Expiry < 0, o.MaxSegmentBytes < 0, o.RequestLimit < 0:
		return o, errors.New("latency, rate, expiry, segment size and request limit cannot be negative")
	case o.AppAccess != "" && o.AppAccess != accessRead && o.AppAccess != accessReadWrite:
		return o, fmt.Errorf("app access %q is neither %q nor %q", o.AppAccess, accessRead, accessReadWrite)
	case o.UserID != "" && !isMediaID(o.UserID):
		return o, fmt.Errorf("user ID %q is not 1 to 19 digits", o.UserID)
	}
	if err := checkSteps(o.Processing); err != nil {
		return o, err
	}
	if err := checkFaults(o.Faults); err != nil {
		return o, err
	}
	o.Listen = or(o.Listen, "127.0.0.1:0")
	o.ScreenName = or(o.ScreenName, "practice")
	o.UserID = or(o.UserID, "2244994945")
	o.Expiry = or(o.Expiry, 24*time.Hour)
	o.MaxSegmentBytes = or(o.MaxSegmentBytes, 8_000_000)
	o.AppAccess = or(o.AppAccess, accessReadWrite)
	if o.Processing == nil {
		o.Processing = defaultSteps()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	o.Keys = Keys{
		ConsumerKey:    or(o.Keys.ConsumerKey, randomText(25)),
		ConsumerSecret: or(o.Keys.ConsumerSecret, randomText(50)),
		AccessToken:    or(o.Keys.AccessToken, o.UserID+"-"+randomText(40)),
		AccessSecret:   or(o.Keys.AccessSecret, randomText(45)),
	}
	return o, nil
}

// or returns v, or instead of a zero the fallback.
func or[T comparable](v, fallback T) T {
	var zero T
	if v == zero {
		return fallback
	}
	return v
}

const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// randomText returns n random letters and digits.
func randomText(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphanumeric[randomBelow(int64(len(alphanumeric)))]
	}
	return string(b)
}

// randomBelow returns a random number from 0 to n-1.
func randomBelow(n int64) int64 {
	v, err := rand.Int(rand.Reader, big.NewInt(n))
	if err != nil {
		panic(fmt.Sprintf("practice: %v", err)) // crypto/rand does not fail on the systems that Go supports
	}
	return v.Int64()
}

// randomMediaID returns 19 digits that fit into 63 bits and not into a float64, as X's do.
func randomMediaID() string {
	return fmt.Sprintf("%d", 1_000_000_000_000_000_000+randomBelow(8_000_000_000_000_000_000))
}

// isMediaID reports whether s has the form that X's API file gives for IDs: ^[0-9]{1,19}$.
func isMediaID(s string) bool {
	if len(s) < 1 || len(s) > 19 {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
