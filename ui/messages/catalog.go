// Package messages has the words that a person reads, in the window and in the terminal alike, and no widgets.
//
// The words themselves are in assets/translations/LANGUAGE.json, one file a language, each complete. A [Catalog] looks
// words up by their id and fills them in. On top of that it says numbers and times the way that people say them (format.go), and turns an error into a
// [Problem] (problem.go): what happened, why, and what to do, with what X itself said kept for the details.
// cause.go chooses the words for a cause by what the error holds, and xsaid.go reads X's own sentences about a video.
// What the checks of package video have found in a file, checks.go says, and media.go what is in it.
// Errors are told apart by their kind: any error with a method ErrorKind() string has one, in whichever room it began.
//
// What comes from outside (file names, X's replies) goes through [Clean] before it is shown.
package messages

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Catalog is the words in one language. It may be used by several goroutines at once.
type Catalog struct {
	words *i18n.Localizer
	tag   string
}

// Language returns the tag of the language that the words are in, such as pt-BR: the name of its file.
func (c *Catalog) Language() string { return c.tag }

// New reads translations, .json files in whatever folder of it, each named after its language: en.json, pt-BR.json. The
// language is a tag such as de-AT, or what the environment variables of Unix hold (LC_ALL, LC_MESSAGES, LANG), such as
// de_AT.UTF-8. Where it is empty, C or not among the translations, the words are English, and so is each word that the
// language's file lacks. No other file is read: each has a thousand words to be understood.
func New(translations fs.FS, languageTag string) (*Catalog, error) {
	tags, files := []language.Tag{language.English}, []string{""}
	err := fs.WalkDir(translations, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".json" {
			return err
		}
		tag, err := language.Parse(strings.TrimSuffix(path.Base(name), ".json"))
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case tag == language.English:
			files[0] = name
		default:
			tags, files = append(tags, tag), append(files, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading translations: %w", err)
	}
	wanted, _ := language.Parse(normalize(languageTag)) // what makes no sense is no language of ours
	_, at, sure := language.NewMatcher(tags).Match(wanted)
	if sure == language.No {
		at = 0 // English
	}
	bundle := i18n.NewBundle(language.English)
	for _, name := range slices.Compact([]string{files[0], files[at]}) {
		if name == "" {
			continue
		}
		text, err := fs.ReadFile(translations, name)
		if err == nil {
			_, err = bundle.ParseMessageFileBytes(text, path.Base(name))
		}
		if err != nil {
			return nil, fmt.Errorf("reading translations: %s: %w", name, err)
		}
	}
	return &Catalog{words: i18n.NewLocalizer(bundle, tags[at].String()), tag: tags[at].String()}, nil
}

// normalize turns a locale of Unix into a language tag.
func normalize(locale string) string {
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	if locale == "" || locale == "C" || locale == "POSIX" {
		return language.English.String()
	}
	return strings.ReplaceAll(locale, "_", "-")
}

// Text returns the words of id. The args are pairs of a key and its value: ("Name", "clip.mp4") fills {{.Name}} in.
// An id that no translation has comes back in brackets, so that it is noticed without stopping anything.
func (c *Catalog) Text(id string, args ...any) string {
	return c.say(id, nil, args)
}

// Count is [Catalog.Text] for words that depend on a number, which fills {{.Count}} in.
func (c *Catalog) Count(id string, n int, args ...any) string {
	return c.say(id, n, append([]any{"Count", n}, args...))
}

// has reports whether any words stand under id.
func (c *Catalog) has(id string) bool {
	words, _ := c.words.Localize(&i18n.LocalizeConfig{MessageID: id})
	return words != ""
}

func (c *Catalog) say(id string, count any, args []any) string {
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		if key, ok := args[i].(string); ok {
			data[key] = args[i+1]
		}
	}
	// An error beside words only says that they are the English ones.
	words, _ := c.words.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: data, PluralCount: count})
	if words == "" {
		return "[" + id + "]"
	}
	return words
}
