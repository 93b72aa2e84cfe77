package main

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// grants is what a comment has that is a licence: not one that only names the file where the licence stands.
	grants = regexp.MustCompile(`[Pp]ermission (is|to)\b|[Rr]edistribution and use|[Ll]icensed under|[Ff]ree software|used freely`)
	// grantsBegin are parts of what grants finds.
	grantsBegin = []string{"ermission is", "ermission to", "edistribution and use", "icensed under", "ree software", "used freely"}
	// legal is what a paragraph of a licence has.
	legal = regexp.MustCompile(`(?i)permission|redistribut|licen[cs]e|warrant|"as is"|used freely|liable|notice`)
	rule  = regexp.MustCompile(`^[-=*]*$|^</?pre>$`)
)

// licencesIn returns the licences in the comments of a source file, in C or in Go: each from its first line of copyright to
// the last paragraph that is about what one may do.
func licencesIn(source string) []string {
	if !slices.ContainsFunc(grantsBegin, func(begin string) bool { return strings.Contains(source, begin) }) {
		return nil // quickly: nearly all
	}
	var found []string
	for _, comment := range comments(source) {
		if text := licenceOf(comment); text != "" {
			found = append(found, text)
		}
	}
	return found
}

// comments returns each run of lines that are comments, without what marks them.
func comments(source string) []string {
	var all, run []string
	end := func() {
		if len(run) > 0 {
			all, run = append(all, strings.Join(run, "\n")), nil
		}
	}
	inside := false // between /* and */
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "//"); ok && !inside {
			run = append(run, text)
			continue
		}
		text, begins := strings.CutPrefix(line, "/*")
		if !inside && !begins {
			end()
			continue
		}
		text, _, closes := strings.Cut(text, "*/")
		inside = !closes
		run = append(run, strings.TrimLeft(text, "*"))
		if closes {
			end()
		}
	}
	end()
	return all
}

// licenceOf returns the paragraphs of a comment that are a licence; none, if none is.
func licenceOf(comment string) string {
	if !grants.MatchString(comment) {
		return ""
	}
	var paragraphs []string
	var paragraph []string
	for _, line := range append(strings.Split(comment, "\n"), "") {
		if !rule.MatchString(strings.TrimSpace(line)) {
			paragraph = append(paragraph, strings.TrimRight(line, " \t"))
		} else if len(paragraph) > 0 {
			paragraphs, paragraph = append(paragraphs, unindent(paragraph)), nil
		}
	}
	first, last := -1, -1
	for i, text := range paragraphs {
		if first < 0 && len(copyrights(text)) > 0 {
			first = i
		}
		if legal.MatchString(text) {
			last = i
		}
	}
	if first < 0 || last < first {
		return ""
	}
	return strings.Join(paragraphs[first:last+1], "\n\n")
}

// unindent takes away the blanks that all lines begin with, but for empty ones.
func unindent(lines []string) string {
	least := -1
	for _, line := range lines {
		text := strings.TrimLeft(line, " \t")
		if blanks := len(line) - len(text); text != "" && (least < 0 || blanks < least) {
			least = blanks
		}
	}
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = line[min(max(least, 0), len(line)):]
	}
	return strings.Join(out, "\n")
}
