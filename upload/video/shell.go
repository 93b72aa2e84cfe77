package video

import (
	"fmt"
	"runtime"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Shell is what a command line is quoted for.
type Shell int

// The shells: those of Unix, and the one that Windows opens today.
const (
	POSIX      Shell = iota // sh, bash, zsh, dash, ksh; fish reads it the same way
	PowerShell              // 5.1 and later
)

// ThisShell returns the one that people have on this system.
func ThisShell() Shell {
	if runtime.GOOS == "windows" {
		return PowerShell
	}
	return POSIX
}

// Command returns a line for a shell that makes the copy, and in which no file name does anything but name a file. It is one
// line of characters that are seen, whatever is in the names: a terminal acts on control characters while it is pasted into,
// and quotes do not keep it from that. A name for which the shell has no such form (control characters, a backslash or what
// is not UTF-8, for dash and fish; what is not Unicode, for PowerShell) names a file that is not there.
func (c Cure) Command(s Shell, in, out string) string {
	words := []string{"ffmpeg"}
	if demuxer := demuxer(c.kind); demuxer != "" {
		words = append(words, "-f", demuxer)
	}
	words = append(words, "-i", literal(in))
	words = append(words, c.args...)
	words = append(words, literal(out))
	for i, word := range words {
		words[i] = s.quote(word)
	}
	return strings.Join(words, " ")
}

// quote returns a word as the shell has to be given it.
func (s Shell) quote(word string) string {
	switch {
	case isPlain(word):
		return word
	case s == PowerShell:
		return quotePowerShell(word)
	case strings.ContainsFunc(word, isUnsafePOSIX):
		return quoteOctal(word)
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// isPlain reports whether a word needs no quotes in any shell. What begins with a dash and has a point in it would be two
// words for PowerShell.
func isPlain(word string) bool {
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("-+:/_", r):
		default:
			return false
		}
	}
	return word != ""
}

// isUnsafePOSIX reports whether a character cannot stand in single quotes: one that is not seen, one that is not UTF-8, and
// the backslash, which for fish goes on being one there.
func isUnsafePOSIX(r rune) bool {
	return r == '\\' || r == utf8.RuneError || !unicode.IsGraphic(r)
}

// quoteOctal quotes for POSIX with $'…', which is in the standard since 2024. Only bytes in octal are written with it, among
// them the quote and what bash takes for its history: what remains means the same to shells that do not know it.
func quoteOctal(word string) string {
	var b strings.Builder
	b.WriteString("$'")
	for i, r := range word {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(word[i:], string(utf8.RuneError)) {
			size = 1 // a byte that is not UTF-8
		}
		if r != '\'' && r != '!' && !isUnsafePOSIX(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(word[i : i+size]) {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

// quotePowerShell quotes for PowerShell: what it takes for a single quote is doubled, and characters that are not seen are
// written as numbers. So is &, which is nothing special there: a line that is pasted into the old command prompt by mistake
// must not start a program.
func quotePowerShell(word string) string {
	var b strings.Builder
	numbers := false
	b.WriteByte('\'')
	for _, r := range word {
		switch {
		case r == '&' || !unicode.IsGraphic(r):
			b.WriteByte('\'')
			for _, unit := range utf16.AppendRune(nil, r) {
				fmt.Fprintf(&b, "+[char]%d", unit)
			}
			b.WriteString("+'")
			numbers = true
		case strings.ContainsRune("'‘’‚‛", r):
			b.WriteRune(r)
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('\'')
	if numbers {
		return "(" + b.String() + ")"
	}
	return b.String()
}
