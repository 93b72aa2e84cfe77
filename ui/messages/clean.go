package messages

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from outside fit to be shown, in a window or on a terminal: one line of at most limit characters,
// the last of them "…" where something was cut off. Control characters, which could drive a terminal, characters that
// turn the direction of writing around, and bytes that are not UTF-8 become "\uFFFD"; line ends and tabs a space.
func Clean(text string, limit int) string {
	// A character has at most four bytes: what lies behind cannot be within the limit.
	if most := limit*utf8.UTFMax + utf8.UTFMax; len(text) > most {
		text = text[:most]
	}
	clean := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsPrint(r), r == '\u200c', r == '\u200d': // the joiners of Persian, Hindi and emoji
			return r
		}
		return unicode.ReplacementChar
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
	clean = strings.TrimSpace(clean)
	if utf8.RuneCountInString(clean) > limit {
		return string([]rune(clean)[:limit-1]) + "…"
	}
	return clean
}
