package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// notice is a licence, and what it is for.
type notice struct {
	of         string   // a module with its version, a font, a part
	where      []string // files that it stands in
	text       string
	under      string   // names of licences; empty: as licences.go finds
	copyrights []string // of the text, unless it is printed as it stands
	same       string   // the words of the text without copyright lines: equal ones are printed once
}

// newNotice fails for a text that is none of the licences that Hoist may be under.
func newNotice(of, where, text, under string) (notice, error) {
	text = clean(text)
	if under == "" {
		var err error
		if under, err = classify(text); err != nil {
			return notice{}, fmt.Errorf("%s, %s: %w", of, where, err)
		}
	}
	n := notice{of: of, text: text, under: under, copyrights: copyrights(text), same: words(common(text))}
	if where != "" {
		n.where = []string{where}
	}
	return n, nil
}

// add puts lines of copyright to a notice, but for those that it has.
func (n *notice) add(lines ...string) {
	for _, line := range lines {
		if line != "" && !slices.Contains(n.copyrights, line) {
			n.copyrights = append(n.copyrights, line)
		}
	}
}

var licenceFile = regexp.MustCompile(`(?i)^(un)?licen[cs]e|^copying|^notice`)

// besides are licence files for what is beside the code that is compiled, and not in Hoist.
var besides = map[string]string{
	"src/crypto/internal/boring/LICENSE": "BoringCrypto, which Go has only with GOEXPERIMENT=boringcrypto",
}

// notices returns the licences of a component. It fails where there is none.
func (c component) notices() ([]notice, error) {
	files, err := c.licences()
	if err != nil {
		return nil, err
	}
	var all []notice
	for _, file := range files {
		text, err := read(file)
		if err != nil {
			return nil, err
		}
		if strings.HasPrefix(string(text), "//") { // a licence as it stands at the head of source code
			text = []byte(unindent(strings.Split(strings.Join(comments(string(text)), "\n"), "\n")))
		}
		n, err := newNotice(c.name, c.short(file), string(text), "")
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no licence", c.name)
	}
	if all, err = c.comments(all); err != nil {
		return nil, err
	}
	return c.fonts(all)
}

// licences returns the licence files of the folders that something is compiled or embedded from, and of those around them.
func (c component) licences() ([]string, error) {
	folders := map[string]bool{}
	for _, files := range []map[string]bool{c.files, c.embedded} {
		for file := range files {
			for folder := filepath.Dir(file); !folders[folder] && strings.HasPrefix(folder, c.dir); folder = filepath.Dir(folder) {
				folders[folder] = true
			}
		}
	}
	found := map[string]bool{}
	for folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			file := filepath.Join(folder, entry.Name())
			if licenceFile.MatchString(entry.Name()) && entry.Type().IsRegular() && filepath.Ext(entry.Name()) != ".go" && besides[c.short(file)] == "" {
				found[file] = true
			}
		}
	}
	return inOrder(found), nil
}

// comments adds the licences that stand in the source code to those of the licence files.
func (c component) comments(all []notice) ([]notice, error) {
	files := len(all)
	for _, file := range inOrder(c.files) {
		source, err := read(file)
		if err != nil {
			return nil, err
		}
		for _, text := range licencesIn(string(source)) {
			n, err := newNotice(c.name, c.short(file), text, agreed(c.name, c.short(file)))
			if err != nil {
				return nil, err
			}
			all = join(all, files, n)
		}
	}
	return all, nil
}

// join adds a licence from a comment. Where a licence file has its words, so many of all, or another comment had them before,
// only whose it is may be new.
func join(all []notice, files int, n notice) []notice {
	for i := range all {
		switch other := &all[i]; {
		case i < files && strings.Contains(other.same, n.same):
			other.add(n.copyrights...)
			return all
		case i >= files && other.same == n.same:
			other.where = unique(append(other.where, n.where...))
			other.add(n.copyrights...)
			return all
		}
	}
	return append(all, n)
}

// read is os.ReadFile: which files are read is what this command is told, and nobody else's to choose.
func read(file string) ([]byte, error) { return os.ReadFile(file) } //nolint:gosec // see above

// inOrder sorts files as they would be on every system.
func inOrder(files map[string]bool) []string {
	return slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		return strings.Compare(filepath.ToSlash(a), filepath.ToSlash(b))
	})
}

// short is the path of a file in its component.
func (c component) short(file string) string {
	if short, err := filepath.Rel(c.dir, file); err == nil {
		file = short
	}
	return filepath.ToSlash(file)
}

// readParts reads what is in a system's packages beside Go's modules: files with a head of three lines.
func readParts(folder string, s system) ([]notice, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, err
	}
	var parts []notice
	for _, file := range files {
		data, err := read(file)
		if err != nil {
			return nil, err
		}
		head, text, ok := strings.Cut(clean(string(data)), "\n\n")
		lines := strings.Split(head, "\n")
		if !ok || len(lines) != 3 {
			return nil, fmt.Errorf("%s does not begin with Of, In, Under and an empty line", file)
		}
		of, in, under := strings.TrimPrefix(lines[0], "Of: "), strings.TrimPrefix(lines[1], "In: "), strings.TrimPrefix(lines[2], "Under: ")
		if !slices.Contains(strings.Fields(in), s.name) {
			continue
		}
		n, err := newNotice(of, "", text, under)
		if err != nil {
			return nil, err
		}
		parts = append(parts, n)
	}
	return parts, nil
}
