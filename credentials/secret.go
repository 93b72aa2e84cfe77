package credentials

import (
	"fmt"
	"io"
	"log/slog"
)

// redacted is what a secret shows of itself. It does not even tell whether there is one.
const redacted = "[redacted]"

// Secret is a text that must not be seen: a key, a token. All of package fmt's verbs, log/slog, encoding/json and
// encoding/xml show "[redacted]" in its place; only [Secret.Reveal] gives the text.
//
// Two things are out of its reach: package fmt calls no methods on unexported fields, not even behind a pointer with
// some verbs, and encoding/json none on the keys of a map. A type that keeps secrets in unexported fields keeps them
// inside a func, as those of this package do.
type Secret string

// Reveal returns the text itself, for the places that sign with it or hand it to the keyring.
func (s Secret) Reveal() string { return string(s) }

// String implements fmt.Stringer.
func (s Secret) String() string { return redacted }

// GoString implements fmt.GoStringer.
func (s Secret) GoString() string { return redacted }

// Format implements fmt.Formatter, without which %x, %d and the like would show the bytes.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, redacted) }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText implements encoding.TextMarshaler.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// MarshalJSON implements json.Marshaler.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
