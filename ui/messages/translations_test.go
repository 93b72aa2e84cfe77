package messages_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"hoist/ui/messages"
)

// forms are the plural forms that each language has for whole numbers, as CLDR and go-i18n know them.
var forms = map[string][]string{
	"en": {"one", "other"}, "de": {"one", "other"}, "ja": {"other"},
	"es": {"many", "one", "other"}, "fr": {"many", "one", "other"}, "pt-BR": {"many", "one", "other"},
}

var placeholder = regexp.MustCompile(`\{\{\.\w+\}\}`)

// translation is a file as it stands: each text by its id and form; the form of what has none is empty.
func translation(t *testing.T, tag string) map[string]map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../assets/translations", tag+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for id, value := range raw {
		var text string
		if json.Unmarshal(value, &text) == nil {
			all[id] = map[string]string{"": text}
			continue
		}
		var plural map[string]string
		if err := json.Unmarshal(value, &plural); err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		all[id] = plural
	}
	return all
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestTranslations holds every language to the English: the same ids, the same placeholders, each plural form, nothing
// left empty, and none of what cannot be filled in.
func TestTranslations(t *testing.T) {
	english := translation(t, "en")
	files, err := filepath.Glob("../../assets/translations/*.json")
	if err != nil || len(files) != len(forms) {
		t.Fatalf("%d languages, want %d (%v)", len(files), len(forms), err)
	}
	for tag, plural := range forms {
		t.Run(tag, func(t *testing.T) {
			if _, err := language.Parse(tag); err != nil {
				t.Fatal(err)
			}
			all := translation(t, tag)
			for id := range all {
				if english[id] == nil {
					t.Errorf("%s is no id", id)
				}
			}
			for id, want := range english {
				compare(t, id, want, all[id], plural)
			}
		})
	}
}

func compare(t *testing.T, id string, want, got map[string]string, plural []string) {
	t.Helper()
	if got == nil {
		t.Errorf("%s is missing", id)
		return
	}
	if _, single := want[""]; single {
		if !slices.Equal(placeholders(want[""]), placeholders(got[""])) || strings.TrimSpace(got[""]) == "" {
			t.Errorf("%s is %q for %q", id, got[""], want[""])
		}
		return
	}
	var has []string
	for form, text := range got {
		has = append(has, form)
		// A form for one number need not name it.
		left := slices.DeleteFunc(placeholders(want["other"]), func(p string) bool { return p == "{{.Count}}" })
		now := slices.DeleteFunc(placeholders(text), func(p string) bool { return p == "{{.Count}}" })
		if form != "one" && (!slices.Equal(left, now) || strings.Contains(want["other"], "{{.Count}}") != strings.Contains(text, "{{.Count}}")) {
			t.Errorf("%s has %q for %q", id, text, want["other"])
		}
		for _, p := range now { // one folder may have a name where several have none
			if !slices.Contains(left, p) && !slices.Contains(placeholders(want["one"]), p) {
				t.Errorf("%s: nothing fills %s in", id, p)
			}
		}
	}
	slices.Sort(has)
	if !slices.Equal(has, plural) {
		t.Errorf("%s has the forms %q, want %q", id, has, plural)
	}
}

// TestLanguageIsChosen finds the language that a system's setting means, with English for all that is not there.
func TestLanguageIsChosen(t *testing.T) {
	for locale, want := range map[string]string{
		"": "en", "C": "en", "POSIX": "en", "C.UTF-8": "en", "de_AT.UTF-8": "de", "de": "de", "es_MX.UTF-8": "es", "fr_CA": "fr", "ja_JP.eucJP": "ja", "pt_BR.UTF-8": "pt-BR", "pt-BR": "pt-BR", "pt_PT": "pt-BR", "en_GB": "en", "ko_KR": "en", "zz": "en", "not a tag!": "en",
	} {
		words, err := messages.New(os.DirFS("../../assets/translations"), locale)
		if err != nil {
			t.Fatal(err)
		}
		if got := words.Language(); got != want {
			t.Errorf("%q speaks %s, want %s", locale, got, want)
		}
	}
}

// TestNumbersOfLanguages writes numbers as the language does.
func TestNumbersOfLanguages(t *testing.T) {
	for tag, want := range map[string]string{"en": "1.61 GB", "de": "1,61 GB", "es": "1,61", "fr": "1,61", "pt-BR": "1,61 GB", "ja": "1.61"} {
		words, err := messages.New(os.DirFS("../../assets/translations"), tag)
		if err != nil {
			t.Fatal(err)
		}
		if got := words.Bytes(1_610_000_000); !strings.HasPrefix(got, want) {
			t.Errorf("%s says %q", tag, got)
		}
		if got := words.Count("ui.queue.count", 3); !strings.Contains(got, "3") {
			t.Errorf("%s counts %q", tag, got)
		}
	}
}
