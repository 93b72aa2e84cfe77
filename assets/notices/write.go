package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	columns   = 80 // longer lines are folded; About has room for one more
	fileLimit = 3  // of the files that a licence stands in, so many are named
)

var (
	copyright = regexp.MustCompile(`(?i)^\W*(?:portions |revisions )*(?:copyright|\(c\)|©)\W.*(?:\d{4}|authors|project|bitstream)`)
	template  = regexp.MustCompile(`[\[{<](?i:yyyy|year)[\]}>]|copyright notice`)
	reserved  = regexp.MustCompile(`(?i)^\W*all rights reserved\.?\W*$`)
	title     = regexp.MustCompile(`(?i)^(?:the )?(?:mit|bsd|isc|zlib)?[\w -]{0,12}licen[cs]e(?: \((?:mit|bsd|isc)\))?$`)
	apache    = "http://www.apache.org/licenses/LICENSE-2.0"
	wholeText = "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION"
)

// clean returns a text with lines that end as Unix has them, without marks for printers and byte orders.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "", "\ufeff", "", "\t", "    ").Replace(text)
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// words is a text as its words alone, however its lines are broken.
func words(text string) string { return strings.Join(strings.Fields(text), " ") }

func isCopyright(line string) bool { return copyright.MatchString(line) && !template.MatchString(line) }

// copyrights returns the lines of a text that say whose it is.
func copyrights(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if isCopyright(line) {
			lines = append(lines, words(line))
		}
	}
	return lines
}

// common is what licences have in common: no title, no line that says whose it is, and not what the Apache License says
// after its terms, of how to apply it.
func common(text string) string {
	text, _, _ = strings.Cut(text, "APPENDIX: How to apply the Apache License to your work")
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if blank := strings.TrimSpace(line) == ""; isCopyright(line) || reserved.MatchString(line) ||
			len(lines) == 0 && (blank || title.MatchString(line)) || blank && lines[len(lines)-1] == "" {
			continue
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// group is a licence that is printed once, for all that is under it.
type group struct{ members []notice }

// add puts a notice with the others, or with the one that is of the same component.
func (g *group) add(n notice) {
	for i, m := range g.members {
		if m.of == n.of {
			g.members[i].where = unique(append(m.where, n.where...))
			g.members[i].add(n.copyrights...)
			return
		}
	}
	g.members = append(g.members, n)
}

// write lays out the text of a system: a list of all that is in Hoist, and the licences with their numbers.
func write(s system, all []notice) (string, error) {
	var groups []*group
	at := map[string]int{}
	numbers := map[string][]int{} // by component
	under := map[string][]string{}
	var order []string
	for _, n := range all {
		i, ok := at[n.same]
		if !ok {
			i = len(groups)
			at[n.same] = i
			groups = append(groups, &group{})
		}
		groups[i].add(n)
		if numbers[n.of] == nil {
			order = append(order, n.of)
		}
		numbers[n.of] = append(numbers[n.of], i+1)
		under[n.of] = append(under[n.of], strings.Split(n.under, ", ")...)
	}
	var b strings.Builder
	b.WriteString(fold("Hoist for "+s.title+" is made with the work of many others. This is a list of it, with the numbers of the "+
		"licences that stand below. What is changed of it is said here; all else is as its authors made it.") + "\n\n")
	for _, of := range order {
		at := unique(numbers[of])
		slices.Sort(at)
		b.WriteString(fold(fmt.Sprintf("  %s\n      %s  %s", of, strings.Join(unique(under[of]), ", "),
			strings.ReplaceAll(fmt.Sprint(at), " ", ", "))) + "\n")
	}
	for i, g := range groups {
		g.write(&b, i+1)
	}
	text := b.String()
	if strings.Contains(text, apache) && !strings.Contains(text, wholeText) {
		return "", errors.New("the Apache License is named, and its whole text is nowhere")
	}
	return text, nil
}

// write prints a licence with its number. One that is for a single thing stands as its authors wrote it.
func (g group) write(b *strings.Builder, number int) {
	line := strings.Repeat("=", columns)
	fmt.Fprintf(b, "\n%s\n[%d] %s\n", line, number, g.members[0].under)
	text := g.members[0].text
	own := copyrights(text)
	if len(g.members) > 1 {
		text, own = common(text), nil
	}
	for _, n := range g.members {
		b.WriteString(fold("  "+n.from()) + "\n")
		for _, c := range n.copyrights {
			if !slices.Contains(own, c) {
				b.WriteString(fold("    "+c) + "\n")
			}
		}
	}
	fmt.Fprintf(b, "%s\n\n%s\n", line, fold(strings.Trim(text, "\n")))
}

// from says what a licence is for, and where it stands.
func (n notice) from() string {
	from := n.of
	if len(n.where) > 0 {
		from += ": " + strings.Join(n.where[:min(fileLimit, len(n.where))], ", ")
	}
	if more := len(n.where) - fileLimit; more > 0 {
		from += fmt.Sprintf(" and %d more", more)
	}
	return from
}

func unique[T comparable](list []T) []T {
	var out []T
	for _, v := range list {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// fold breaks lines that are too long between words. What follows is as far from the left as the line began.
func fold(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		for utf8.RuneCountInString(line) > columns {
			end := strings.LastIndex(string([]rune(line)[:columns+1]), " ")
			if end <= len(indent) {
				break // one word, such as an address
			}
			b.WriteString(strings.TrimRight(line[:end], " ") + "\n")
			line = indent + strings.TrimLeft(line[end:], " ")
		}
		b.WriteString(line + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
