package ui

import (
	"net/url"
	"runtime"
	"strings"
)

// Path returns the path that an argument of the command line means: desktops that start a program with files may write
// them as file:// addresses.
func Path(argument string) string {
	if path, ok := fromAddress(argument, runtime.GOOS); ok {
		return path
	}
	return argument
}

// clipboardMarks are lines that file managers write before the files that they copy.
var clipboardMarks = map[string]bool{"copy": true, "cut": true, "x-special/nautilus-clipboard": true}

// pastedPaths reads paths as the file managers, the shells and the people of a system write them: one a line or several,
// as file:// addresses, quoted or escaped, with ~ for the person's own folder. others is how many more there are that are
// neither absolute nor an address, and so not taken for paths.
func pastedPaths(text, home, goos string) (paths []string, others int) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || clipboardMarks[line] { // # begins a remark in a list of addresses
			continue
		}
		for line != "" {
			var word string
			word, line = nextWord(line, goos)
			if path, ok := pathOf(word, home, goos); ok {
				paths = append(paths, path)
			} else {
				others++
			}
		}
	}
	return paths, others
}

// pathOf returns the path that a word means, if it means one.
func pathOf(word, home, goos string) (string, bool) {
	if path, ok := fromAddress(word, goos); ok {
		return path, true
	}
	if rest, ok := strings.CutPrefix(word, "~"); ok && home != "" && rest != "" && isSlash(rest[0], goos) {
		return home + rest, true
	}
	return word, isAbsolute(word, goos) && !strings.ContainsRune(word, 0)
}

func isSlash(c byte, goos string) bool { return c == '/' || c == '\\' && goos == "windows" }

// isAbsolute reports whether a path begins where a system's paths begin.
func isAbsolute(path, goos string) bool {
	if goos != "windows" {
		return strings.HasPrefix(path, "/")
	}
	return len(path) > 2 && isLetter(path[0]) && path[1] == ':' && isSlash(path[2], goos) || strings.HasPrefix(path, `\\`)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// begins reports whether a path begins here, in quotes or not.
func begins(text, goos string) bool {
	text = strings.TrimPrefix(strings.TrimPrefix(text, `"`), "'")
	return isAbsolute(text, goos) || strings.HasPrefix(text, "file:/") || len(text) > 1 && text[0] == '~' && isSlash(text[1], goos)
}

// nextWord returns the first path of a line, without its quotes and escapes, and what follows. A blank ends one that is
// quoted as it does for a shell. Of one that is not it is a part, as people write names, unless another path begins
// behind it.
func nextWord(line, goos string) (word, rest string) {
	if line[0] == '"' || line[0] == '\'' {
		if word, rest, closed := quotedWord(line, goos); closed {
			return word, strings.TrimLeft(rest, " \t")
		}
		return line, ""
	}
	end := len(line)
	for i := 1; i < len(line); i++ {
		if isBlank(line[i]) && (goos == "windows" || line[i-1] != '\\') && begins(strings.TrimLeft(line[i:], " \t"), goos) {
			end = i
			break
		}
	}
	word, rest = line[:end], strings.TrimLeft(line[end:], " \t")
	if goos == "windows" || isAddress(word) { // a backslash means itself
		return word, rest
	}
	return unescaped(word), rest
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// quotedWord reads a word that begins with a quote, up to the blank that ends it. Other quotes may follow, and what is
// escaped, as in 'it'\”s.mp4'. closed is false where a quote does not end: it is one of a name then.
func quotedWord(line, goos string) (word, rest string, closed bool) {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
			if goos == "windows" && c == '\'' && strings.HasPrefix(line[i+1:], "'") { // PowerShell writes two for one
				b.WriteByte(c)
				quote, i = c, i+1
			}
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && isBlank(c):
			return b.String(), line[i:], true
		case c == '\\' && goos != "windows" && escapes(quote, line[i+1:]):
			i++
			b.WriteByte(line[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), "", quote == 0
}

// escapes reports whether a backslash within such quotes takes its meaning from what follows.
func escapes(quote byte, next string) bool {
	switch {
	case next == "" || quote == '\'':
		return false
	case quote == '"':
		return strings.IndexByte("\"\\$`", next[0]) >= 0
	}
	return true
}

// unescaped takes out the backslashes that a shell wants before blanks and brackets.
func unescaped(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if path[i] == '\\' && i+1 < len(path) {
			i++
		}
		b.WriteByte(path[i])
	}
	return b.String()
}

func isAddress(text string) bool { return len(text) > 6 && strings.EqualFold(text[:6], "file:/") }

// fromAddress returns the path that a file:// address of this computer names; on Windows, where those are paths, one of
// another computer, too. What # and ? begin elsewhere belongs to the name: programs that do not encode it are more
// common than files with fragments.
func fromAddress(text, goos string) (path string, ok bool) {
	if !isAddress(text) {
		return "", false
	}
	host, path := "", text[len("file:"):]
	if rest, full := strings.CutPrefix(path, "//"); full {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			return "", false
		}
		host, path = rest[:i], rest[i:]
	}
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	local := host == "" || strings.EqualFold(host, "localhost")
	if strings.ContainsRune(path, 0) || !local && goos != "windows" {
		return "", false
	}
	if goos != "windows" {
		return path, true
	}
	if local {
		path = path[1:] // of /C:/…
	} else {
		path = "//" + host + path
	}
	path = strings.ReplaceAll(path, "/", `\`)
	return path, isAbsolute(path, goos)
}
