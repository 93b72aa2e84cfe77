package video_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"hoist/upload/video"
)

// nasty are names that do harm where a line is put together without care.
var nasty = []string{
	"plain.mov",
	`$(touch x) '";.mov`,
	"`touch x`.mov", "$HOME ${PATH} $((1+1)).mov", "a; touch x #.mov", "a && touch x.mov", "a | tee x.mov", "a > x.mov",
	"-y.mov", "-i", "--help", "-", "~", "~root", "=ls", "a=b.mov", "#x", "!!", "a!b'!c!.mov", "%03d.mov", "%PATH%.mov", "*.mov", "?[a-z]{b,c}.mov",
	"concat:a.mov|b.mov", "pipe:", "pipe:0", "http:example.org", "subfile,,start,0,end,9,,:a.mov", "data:,x", "file:x.mov",
	" begins and ends with spaces ", "two  spaces.mov", "''", `""`, `'";'"'.mov`, "'; touch x; '.mov", "’; touch x; ‘‚‛.mov", "“x”.mov", "'’'‘.mov",
	"日本語　動画.mov", "Ünïcödé 😀 e\u0301.mov", "@(x).mov", "(a), b.mov", "--%", "a^b&c.mov", "{0}.mov", "[char]10.mov",
}

// nastier are names that cannot stand on one line, or mean something to a terminal, or to fish in quotes.
var nastier = []string{
	"a\nb.mov", "\n", "a\ntouch x\n", "a\rb", "tab\there.mov", "\x03touch x\n", "\x1b[201~touch x\n", "\x7f\x15", "\u0085\u009b2J", "right\u202eto left.mov",
	`a\b.mov`, `\`, `\'; touch x; '\`, `\';touch x;#.mov`, `\\!x'!y\`, "\xff\xfe.mov", "a\xc3", "\ufffd", "'\n'!\\",
	"\U000e0041\U0001f468\u200d\U0001f469.mov",
}

// cure is any: what it does is of no matter here.
func cure(t testing.TB) video.Cure {
	t.Helper()
	c, ok := video.CureFor(video.Judge(&video.Info{
		Type: video.QuickTime, Picture: &video.Picture{Codec: "hevc", Width: 720, Height: 576, PixelWidth: 16, PixelHeight: 15},
	}, video.Limit{}))
	if !ok {
		t.Fatal("no cure")
	}
	return c
}

// shells are those that are installed, with what makes them behave as they do for a person who pastes into them.
func shells(t *testing.T) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	for name, args := range map[string][]string{
		"sh": nil, "dash": nil, "bash": {"--norc", "-o", "history", "-o", "histexpand"}, "zsh": {"-f", "-i", "-o", "extendedglob"},
		"fish": {"--no-config"}, "ksh": nil, "mksh": nil, "busybox": {"sh"},
	} {
		if path, err := exec.LookPath(name); err == nil && runtime.GOOS != "windows" {
			found[name] = append([]string{path}, args...)
		}
	}
	return found
}

// knowsDollarQuotes reports whether a shell has $'…'.
func knowsDollarQuotes(t *testing.T, shell []string) bool {
	t.Helper()
	out, _ := exec.Command(shell[0], append(shell[1:], "-c", `printf %s $'\141'`)...).Output()
	return string(out) == "a"
}

// The line is run in every shell that is there, by a stand-in for ffmpeg that writes down what it is given.
func TestCommandInShells(t *testing.T) {
	bin := t.TempDir()
	stand(t, filepath.Join(bin, "ffmpeg"), `printf '%s\0' "$@" > "$OUT/argv"; exit 0`)
	c := cure(t)
	for name, shell := range shells(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dollar := knowsDollarQuotes(t, shell)
			for _, file := range slices.Concat(nasty, nastier) {
				folder, out := t.TempDir(), t.TempDir()
				in := folder + "/" + file
				args := runLine(t, shell, c.Command(video.POSIX, in, "copy of "+file), bin, folder, out)
				if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
					t.Errorf("%q: it made %v, %v", file, entries, err)
				}
				if len(args) == 0 && name == "fish" && slices.Contains(nastier, file) {
					continue // it has no such quotes, and runs nothing
				}
				if len(args) < 5 || args[2] != "-i" || args[1] != "mov" {
					t.Fatalf("%q: got %q", file, args)
				}
				got := []string{args[3], args[len(args)-1]}
				want := []string{"file:" + in, "file:copy of " + file}
				if !dollar && slices.Contains(nastier, file) {
					if file != "\ufffd" && slices.Equal(got, want) {
						t.Errorf("%q: understood, against expectation", file)
					}
					continue
				}
				if !slices.Equal(got, want) {
					t.Errorf("got  %q\nwant %q", got, want)
				}
			}
		})
	}
}

// runLine has a shell read the line from its input, as it reads what is pasted, and returns what the stand-in was given.
func runLine(t *testing.T, shell []string, line, bin, folder, out string) []string {
	t.Helper()
	cmd := exec.Command(shell[0], shell[1:]...)
	cmd.Dir, cmd.Stdin = folder, strings.NewReader(line+"\n")
	cmd.Env = []string{"PATH=" + bin + ":/usr/bin:/bin", "HOME=" + out, "OUT=" + out, "LC_ALL=C.UTF-8", "HISTFILE=/dev/null"}
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("%v: %s", err, said)
	}
	argv, err := os.ReadFile(filepath.Join(out, "argv"))
	if err != nil {
		return nil
	}
	return strings.Split(string(bytes.TrimSuffix(argv, []byte{0})), "\x00")
}

// What is copied is one line of characters that are seen, whatever the names are.
func TestCommandIsOneLine(t *testing.T) {
	for _, shell := range []video.Shell{video.POSIX, video.PowerShell} {
		for _, file := range slices.Concat(nasty, nastier) {
			line := cure(t).Command(shell, "/x/"+file, "/y/"+file)
			if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsGraphic(r) }) {
				t.Errorf("%v: %q", shell, line)
			}
			if !strings.HasPrefix(line, "ffmpeg -f mov -i ") {
				t.Errorf("%v: %q", shell, line)
			}
		}
	}
}

// PowerShell is not to be had here; its rules are those of about_Quoting_Rules, about_Parsing, and its tokenizer.
func TestCommandInPowerShell(t *testing.T) {
	for _, file := range slices.Concat(nasty, nastier) {
		if !utf8.ValidString(file) {
			continue // Windows has no such names
		}
		in, out := `C:\My videos\`+file, `\\server\share\`+file
		line := cure(t).Command(video.PowerShell, in, out)
		words, err := powerShellWords(line)
		if err != nil {
			t.Errorf("%q: %v in %s", file, err, line)
			continue
		}
		if len(words) < 6 || words[0] != "ffmpeg" || words[4] != "file:"+in || words[len(words)-1] != "file:"+out {
			t.Errorf("%q: got %q from %s", file, words, line)
		}
		if strings.ContainsAny(line, "&|<>") && !strings.ContainsAny(file, "|<>") {
			t.Errorf("%q: the old command prompt would start a program: %s", file, line)
		}
	}
}

// powerShellWords reads a command line as PowerShell does, as far as it is certain what that does: words of harmless characters,
// strings in single quotes (in any of the five characters that it takes for one, doubled inside), and sums of such strings and
// characters in parentheses. All else is an error.
func powerShellWords(line string) ([]string, error) {
	var words []string
	for rest := []rune(line); len(rest) > 0; {
		var word string
		var err error
		switch {
		case rest[0] == ' ':
			rest = rest[1:]
			continue
		case rest[0] == '(':
			word, rest, err = powerShellSum(rest[1:])
		case isSingleQuote(rest[0]):
			word, rest, err = powerShellString(rest)
		default:
			n := 0
			for n < len(rest) && (unicode.IsLetter(rest[n]) || unicode.IsDigit(rest[n]) || strings.ContainsRune("-+:/_", rest[n])) {
				n++
			}
			if n == 0 || rest[0] > unicode.MaxASCII {
				return nil, errors.New("a character that may mean something: " + string(rest[:1]))
			}
			word, rest = string(rest[:n]), rest[n:]
		}
		if err == nil && len(rest) > 0 && rest[0] != ' ' {
			err = errors.New("no space behind a word")
		}
		if err != nil {
			return nil, err
		}
		words = append(words, word)
	}
	return words, nil
}

func isSingleQuote(r rune) bool { return strings.ContainsRune("'\u2018\u2019\u201a\u201b", r) }

func powerShellString(in []rune) (string, []rune, error) {
	var out []rune
	for i := 1; i < len(in); i++ {
		if isSingleQuote(in[i]) {
			if i+1 == len(in) || !isSingleQuote(in[i+1]) {
				return string(out), in[i+1:], nil
			}
			i++
		}
		out = append(out, in[i])
	}
	return "", nil, errors.New("a string without an end")
}

// powerShellSum reads a string and what is added to it, up to the parenthesis.
func powerShellSum(rest []rune) (string, []rune, error) {
	var units []uint16
	for first := true; ; first = false {
		switch {
		case len(rest) > 0 && isSingleQuote(rest[0]):
			text, after, err := powerShellString(rest)
			if err != nil {
				return "", nil, err
			}
			units, rest = append(units, utf16.Encode([]rune(text))...), after
		case !first && strings.HasPrefix(string(rest), "[char]"):
			n := len("[char]")
			for n < len(rest) && unicode.IsDigit(rest[n]) {
				n++
			}
			unit, err := strconv.ParseUint(string(rest[len("[char]"):n]), 10, 16)
			if err != nil {
				return "", nil, err
			}
			units, rest = append(units, uint16(unit)), rest[n:]
		default:
			return "", nil, errors.New("not a sum of strings: " + string(rest))
		}
		if len(rest) == 0 || rest[0] != '+' && rest[0] != ')' {
			return "", nil, errors.New("a sum without an end")
		}
		end := rest[0] == ')'
		if rest = rest[1:]; end {
			return string(utf16.Decode(units)), rest, nil
		}
	}
}

func TestThisShell(t *testing.T) {
	if got := video.ThisShell(); (got == video.PowerShell) != (runtime.GOOS == "windows") {
		t.Errorf("got %v on %s", got, runtime.GOOS)
	}
}
