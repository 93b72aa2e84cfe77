package widgets

import (
	"sort"
	"strings"
)

// wrap cuts text into lines that are no wider than width, between words where that is possible. A width of 0, before the
// first layout, leaves each paragraph whole.
func wrap(text string, width float32, measure func(string) float32) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if width <= 0 || measure(paragraph) <= width {
			lines = append(lines, paragraph)
			continue
		}
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if longer := join(line, word); measure(longer) <= width {
				line = longer
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for measure(word) > width { // a long path, or a script that has no blanks
				head := longest(word, width, measure)
				lines = append(lines, head)
				word = word[len(head):]
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}

func join(line, word string) string {
	if line == "" {
		return word
	}
	return line + " " + word
}

// cut returns text, or as much of it as fits into width with a "…" after it.
func cut(text string, width float32, measure func(string) float32) string {
	if width <= 0 || measure(text) <= width {
		return text
	}
	head := longest(text, width-measure("…"), measure)
	return strings.TrimRight(head, " ") + "…"
}

// longest returns the longest beginning of text that is no wider than width; one character at least, so that whoever
// takes pieces off a text comes to its end.
func longest(text string, width float32, measure func(string) float32) string {
	var ends []int // of each character but the last, in bytes
	for i := range text {
		if i > 0 {
			ends = append(ends, i)
		}
	}
	if len(ends) == 0 {
		return text
	}
	n := sort.Search(len(ends), func(i int) bool { return measure(text[:ends[i]]) > width })
	return text[:ends[max(0, n-1)]]
}
