package home

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scrubber takes out of texts what is a person's own: where files lie and what they are called, the name of the user and of
// the computer, and whatever looks like a key. In their place stands what they were, such as <path 1>.mp4, with the same
// number wherever it was the same file.
type scrubber struct {
	known   *strings.Replacer
	names   *regexp.Regexp    // of videos, where they could be a part of another word; nil: there are none
	named   map[string]token  // by such a name
	words   *regexp.Regexp    // names of the user and the computer; nil: there are none
	isWord  map[string]string // by such a name in lower case, what it is
	ids     map[string]int    // by path
	numbers map[int]int       // by ID, in the order in which they were come upon
}

// person is what is to be taken out.
type person struct {
	home, user, computer string
	videos               []string          // their paths, or their names where that is all that is known
	others               []string          // paths of other files, and of folders
	own                  map[string]string // by paths of this program, what is shown of them
}

// token stands for something in a text until it is known which number it gets. The two runes around it are of those that
// Unicode leaves to programs.
type token string

const opens, closes = "\ue000", "\ue001"

var tokens = regexp.MustCompile(opens + `(path|video)_(\d+)` + closes)

// Bounds of what is looked for by name. More would need much memory, and a path in a folder that is known goes in any case.
const (
	scrubbedFiles = 12_000
	shortestWord  = 3
)

func newScrubber(p person) *scrubber {
	s := &scrubber{ids: map[string]int{}, numbers: map[int]int{}, named: map[string]token{}, isWord: map[string]string{}}
	forms := map[string]string{}
	put := func(text string, to token) {
		for _, form := range formsOf(text) {
			if _, there := forms[form]; !there {
				forms[form] = string(to)
			}
		}
	}
	for file, shown := range p.own {
		put(file, token(shown))
	}
	var ordinary []string
	others := map[string]bool{p.home: true}
	for _, file := range p.others {
		others[file] = true
	}
	for _, file := range p.videos[:min(len(p.videos), scrubbedFiles)] {
		folder, name := split(file)
		id := s.id(file)
		if folder != "" {
			put(file, s.token("path", id, file))
		}
		if utf8.RuneCountInString(name) >= 5 && path.Ext(name) != "" {
			put(name, s.token("video", id, name))
		} else { // it might be a word like any other, and goes only where it stands alone
			ordinary = s.addOrdinary(ordinary, name, id)
		}
		others[folder] = true
	}
	for _, file := range slices.Sorted(maps.Keys(others)) {
		if len(file) > shortestWord {
			put(file, s.token("path", s.id(file), file))
		}
	}
	s.known = replacer(forms)
	s.names = anyOf("", ordinary)
	s.addWords(p)
	return s
}

func (s *scrubber) addOrdinary(ordinary []string, name string, id int) []string {
	for _, form := range formsOf(name) {
		if s.named[form] == "" {
			s.named[form] = s.token("video", id, name)
			ordinary = append(ordinary, form)
		}
	}
	return ordinary
}

// everybody are names of users and computers that tell nothing about anybody.
var everybody = []string{"root", "user", "admin", "administrator", "guest", "localhost", "localdomain"}

func (s *scrubber) addWords(p person) {
	var words []string
	for word, what := range map[string]string{p.user: "<user>", p.computer: "<computer>"} {
		short, _, _ := strings.Cut(word, ".") // of kay-pc.example.org
		for _, word := range []string{word, short} {
			if len(word) >= shortestWord && !slices.Contains(everybody, strings.ToLower(word)) {
				words = append(words, word)
				s.isWord[strings.ToLower(word)] = what
			}
		}
	}
	s.words = anyOf("(?i)", words)
}

// scrub takes out what is to be taken out.
func (s *scrubber) scrub(text string) string {
	text = strings.NewReplacer(opens, "", closes, "").Replace(strings.ToValidUTF8(text, "\ufffd"))
	text = fence(s.known.Replace(text))
	text = s.scrubPaths(text)
	text = replaceWhole(s.names, text, func(name string) string { return string(s.named[name]) })
	text = replaceWhole(s.words, text, func(word string) string { return s.isWord[strings.ToLower(word)] })
	return tokens.ReplaceAllStringFunc(text, func(found string) string {
		parts := tokens.FindStringSubmatch(found)
		id, _ := strconv.Atoi(parts[2])
		if s.numbers[id] == 0 {
			s.numbers[id] = len(s.numbers) + 1
		}
		return fmt.Sprintf("<%s %d>", parts[1], s.numbers[id])
	})
}

// id returns the ID of a file.
func (s *scrubber) id(file string) int {
	if _, there := s.ids[file]; !there {
		s.ids[file] = len(s.ids) + 1
	}
	return s.ids[file]
}

var extension = regexp.MustCompile(`^\.[A-Za-z0-9]{1,5}$`)

// token returns what stands for a file. Its extension says something about it, and nothing about the person.
func (s *scrubber) token(what string, id int, name string) token {
	ext := path.Ext(name)
	if !extension.MatchString(ext) {
		ext = ""
	}
	return token(fmt.Sprintf("%s%s_%d%s%s", opens, what, id, closes, ext))
}

// scrubPaths takes out each path that begins where those of a person do. Where one ends cannot be known for certain, since
// names may have almost everything in them: rather too much goes.
func (s *scrubber) scrubPaths(text string) string {
	var b strings.Builder
	for last := 0; ; {
		at := pathBegins.FindStringSubmatchIndex(text[last:])
		if at == nil {
			b.WriteString(text[last:])
			return b.String()
		}
		from, sure := last+max(at[2], at[4]), last+at[1]
		end := pathEnd(text, from, sure)
		plain := strings.ReplaceAll(text[from:end], `\\`, `\`)
		if decoded, err := url.PathUnescape(plain); err == nil {
			plain = decoded
		}
		b.WriteString(text[last:from] + string(s.token("path", s.id(plain), plain)))
		last = end
	}
}

var (
	// pathBegins is where a path begins: on the drives and in the folders in which people keep their files, on drives of a
	// network, and behind a folder that is known.
	pathBegins = regexp.MustCompile(`(?:^|[^A-Za-z0-9\\%]|\\[nrt])(` + strings.Join([]string{
		`(?i:/|%2f)(?i:home|users|root|media|mnt|volumes|tmp|srv|private|var/folders|run/media|run/user)(?i:/|%2f)`,
		`[A-Za-z](?::|%3[Aa])(?:[\\/]|%5[Cc]|%2[Ff])`,
		`\\{2,4}[\w.?]`,
	}, "|") + `)|(` + opens + `path_\d+` + closes + `[\w/\\%])`)
	// reasonAfter is where a path may end in a sentence: before a reason, or the number of a line.
	reasonAfter = regexp.MustCompile(`:(?:\s|$|\d)|\s\+0x| -> `)
	// mediaEnd is where one does end, whatever stands before it.
	mediaEnd = regexp.MustCompile(`(?i)\.(?:mp4|mov|m4v|qt|mkv|avi|webm|mpe?g|m?2?ts|wmv|flv|3gp|ogv|pem|crt|cer|csv|zip)\b`)
)

// pathEnd returns where the path ends that begins in a text at from, of which all up to sure belongs to it.
func pathEnd(text string, from, sure int) int {
	before, rest := text[:from], text[sure:]
	if strings.HasSuffix(before, "=") { // a field of the log, which would be quoted if there were blanks in it
		return sure + upTo(rest, " \t\r\n")
	}
	if strings.HasSuffix(before, `"`) && !strings.HasSuffix(before, `\"`) { // all that is quoted
		for i := 0; i < len(rest) && rest[i] != '\n'; i++ {
			switch rest[i] {
			case '\\':
				i++
			case '"':
				return sure + i
			}
		}
	}
	rest = rest[:upTo(rest, "\"\r\n\x00")]
	end := len(rest)
	reason := reasonAfter.FindStringIndex(rest)
	if reason != nil {
		end = reason[0]
	}
	if ends := mediaEnd.FindAllStringIndex(rest, -1); len(ends) > 0 {
		if last := ends[len(ends)-1][1]; reason == nil || last > end {
			end = last
		}
	}
	return sure + len(strings.TrimRight(rest[:end], " \t\\'),.;"))
}

// upTo returns where the first of some characters is, or the length of the text.
func upTo(text, any string) int {
	if at := strings.IndexAny(text, any); at >= 0 {
		return at
	}
	return len(text)
}

// split returns the folder and the name of a path of any system.
func split(file string) (folder, name string) {
	at := strings.LastIndexByte(file, '/')
	if len(file) > 2 && (file[1] == ':' || strings.HasPrefix(file, `\\`)) {
		at = strings.LastIndexAny(file, `/\`)
	}
	return file[:max(at, 0)], file[at+1:]
}

// formsOf returns how a text may be written: as it is, as JSON, as Go and its logs quote it, once or twice, and in
// addresses.
func formsOf(text string) []string {
	valid := strings.ToValidUTF8(text, "\ufffd")
	inJSON, _ := json.Marshal(text) // a text can always be written
	quoted := inside(strconv.Quote(text))
	slashed := strings.ReplaceAll(text, `\`, "/")
	all := []string{
		valid, inside(string(inJSON)), strings.NewReplacer(`"`, `\"`, `\`, `\\`).Replace(valid), quoted, inside(strconv.Quote(quoted)),
		inside(strconv.QuoteToASCII(text)), slashed, url.QueryEscape(text), url.PathEscape(text), (&url.URL{Path: slashed}).EscapedPath(),
	}
	for _, escaped := range all[len(all)-3:] {
		all = append(all, lowerEscapes(escaped))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(form string) bool { return form == "" || !utf8.ValidString(form) })
}

func inside(quoted string) string { return quoted[1 : len(quoted)-1] }

var percents = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerEscapes(text string) string { return percents.ReplaceAllStringFunc(text, strings.ToLower) }

// replacer replaces the longest of what it could.
func replacer(forms map[string]string) *strings.Replacer {
	var pairs [][2]string
	for form, to := range forms {
		pairs = append(pairs, [2]string{form, to})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return cmp.Or(len(b[0])-len(a[0]), strings.Compare(a[0], b[0])) })
	flat := make([]string, 0, 2*len(pairs))
	for _, pair := range pairs {
		flat = append(flat, pair[0], pair[1])
	}
	return strings.NewReplacer(flat...)
}

// anyOf matches any of the texts, the longest first, going by the flags; nil: there are none.
func anyOf(flags string, texts []string) *regexp.Regexp {
	if len(texts) == 0 {
		return nil
	}
	slices.SortFunc(texts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for i, text := range texts {
		texts[i] = regexp.QuoteMeta(text)
	}
	return regexp.MustCompile(flags + strings.Join(texts, "|"))
}

// replaceWhole replaces what a pattern finds where it is no part of a longer word, nor of a token.
func replaceWhole(pattern *regexp.Regexp, text string, with func(string) string) string {
	if pattern == nil {
		return text
	}
	stand := tokens.FindAllStringIndex(text, -1)
	var b strings.Builder
	last := 0
	for _, at := range pattern.FindAllStringIndex(text, -1) {
		for len(stand) > 0 && stand[0][1] <= at[0] {
			stand = stand[1:]
		}
		before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
		after, _ := utf8.DecodeRuneInString(text[at[1]:])
		if wordy(before) || wordy(after) || len(stand) > 0 && stand[0][0] < at[1] {
			continue
		}
		b.WriteString(text[last:at[0]] + with(text[at[0]:at[1]]))
		last = at[1]
	}
	return b.String() + text[last:]
}

// wordy reports whether a rune is of those that names in programs are made of.
func wordy(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// These are what keys look like. None is ever written to a file of this program: it is a second fence.
var fences = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`(?i)((?:proxy-)?authorization["'\\]*\s*[:=]).*`), "$1 (left out)"},
	{regexp.MustCompile(`(?i)(oauth_[a-z_]+)((?:[\s=:"'\\]|&quot;|&#3[49];|%(?:25)*(?:20|22|27|3A|3D|5C))+)[^\s"',&;<>\\()]+`), "$1$2(left out)"},
	{regexp.MustCompile(`(?i)\b((?:bearer|basic)(?:\s|%20|\+)+)[^\s"',&;<>\\()]{8,}`), "$1(left out)"},
	{regexp.MustCompile(`(?i)((?:consumer|api|access)[_ -]?(?:key|token|secret)(?:[_ -]?secret)?|token_secret|password|passwd|\bpin)(["'\\]*\s*[=:]\s*["'\\]*)[^\s"',&;<>\\()]+`), "$1$2(left out)"},
	{regexp.MustCompile(`(://)[^\s/@"'\\]*@`), "$1(left out)@"},
	{regexp.MustCompile(`\b\d{5,25}-[A-Za-z0-9]{20,}\b`), "(left out)"}, // X's access tokens
}

// fence takes out what looks like a key.
func fence(text string) string {
	for _, f := range fences {
		text = f.pattern.ReplaceAllString(text, f.with)
	}
	return text
}
