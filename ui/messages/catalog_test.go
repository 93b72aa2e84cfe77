package messages_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"hoist/ui/messages"
)

// twoLanguages is a small set of words in the folder that assets has them in.
func twoLanguages(t *testing.T, language string) *messages.Catalog {
	t.Helper()
	c, err := messages.New(fstest.MapFS{
		"translations/en.json": {Data: []byte(`{
			"greet": "Hello {{.Name}}",
			"files": {"one": "{{.Count}} file of {{.Name}}", "other": "{{.Count}} files of {{.Name}}"},
			"only.english": "only here"}`)},
		"translations/de.json": {Data: []byte(`{
			"greet": "Hallo {{.Name}}",
			"files": {"one": "{{.Count}} Datei von {{.Name}}", "other": "{{.Count}} Dateien von {{.Name}}"}}`)},
		"translations/README": {Data: []byte("not words")},
	}, language)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLanguages(t *testing.T) {
	for locale, want := range map[string]string{
		"": "Hello Ada", "C": "Hello Ada", "C.UTF-8": "Hello Ada", "POSIX": "Hello Ada", "en_GB.UTF-8": "Hello Ada",
		"de": "Hallo Ada", "de-AT": "Hallo Ada", "de_DE.UTF-8": "Hallo Ada", "de_DE@euro": "Hallo Ada",
		"tlh": "Hello Ada", "\x00nonsense\xff": "Hello Ada",
	} {
		if got := twoLanguages(t, locale).Text("greet", "Name", "Ada"); got != want {
			t.Errorf("in %q: %q, want %q", locale, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	c := twoLanguages(t, "de")
	for got, want := range map[string]string{
		c.Count("files", 1, "Name", "Ada"):        "1 Datei von Ada",
		c.Count("files", 2, "Name", "Ada"):        "2 Dateien von Ada",
		c.Text("only.english"):                    "only here", // what the language lacks is said in English
		c.Text("no.such.words"):                   "[no.such.words]",
		c.Text("greet", "Name", "{{.Name}} <b>&"): "Hallo {{.Name}} <b>&", // what is filled in is never words itself
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestBrokenTranslationIsNamed(t *testing.T) {
	_, err := messages.New(fstest.MapFS{"fr.json": {Data: []byte(`{"a":`)}}, "fr")
	if err == nil || !strings.Contains(err.Error(), "fr.json") {
		t.Fatalf("got %v, want an error that names fr.json", err)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"clip.mp4":                 "clip.mp4",
		"  two\nlines\tand tabs  ": "two lines and tabs",
		"\x1b[31mred\x1b[0m\x07":   "\uFFFD[31mred\uFFFD[0m\uFFFD",
		"\u009b31mred":             "\uFFFD31mred", // the 8-bit form of ESC [
		"gpj.\u202epm4.exe":        "gpj.\uFFFDpm4.exe",
		"bad \xff\xfe bytes":       "bad \uFFFD bytes",
		"a\u2028b":                 "a b",
		"ภาพยนตร์ 映画 👩\u200d🚀":         "ภาพยนตร์ 映画 👩\u200d🚀",
		strings.Repeat("é", 20):        strings.Repeat("é", 20),
		strings.Repeat("é", 21):        strings.Repeat("é", 19) + "…",
		strings.Repeat("x", 1_000_000): strings.Repeat("x", 19) + "…",
		strings.Repeat("\x1b", 1_000):  strings.Repeat("\uFFFD", 19) + "…",
		"":                             "",
		"\ufeffbyte order":             "\uFFFDbyte order",
		"no-break\u00a0\u3000space":    "no-break  space",
	} {
		if got := messages.Clean(in, 20); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}
