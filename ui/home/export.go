package home

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
)

// columns are the first line of what [WriteCSV] writes. Programs go by them: they are not translated.
var columns = []string{"time", "name", "path", "bytes", "account", "media_id", "expires", "practice", "seconds", "segments", "resent"}

// WriteCSV writes entries as a table for spreadsheets: RFC 4180 in UTF-8, with the byte order mark by which they know that
// it is. A cell that a spreadsheet would take for a formula begins with an apostrophe. Times are as in RFC 3339.
func WriteCSV(w io.Writer, entries []Entry) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{columns}
	for _, e := range entries {
		rows = append(rows, []string{
			moment(e.Time), harmless(e.Name), harmless(e.Path), strconv.FormatInt(e.Bytes, 10), harmless(e.Account),
			e.MediaID, moment(e.Expires), strconv.FormatBool(e.Practice), strconv.FormatFloat(e.Elapsed.Seconds(), 'f', 3, 64),
			strconv.Itoa(e.Segments), strconv.Itoa(e.Resent),
		})
	}
	return table.WriteAll(rows)
}

// moment writes a time; none is an empty cell.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// harmless keeps a spreadsheet from calculating with text that comes from outside.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

// ExportCSV writes a table of entries to a file that the person chose, for them alone to read (0600). A file of that name
// is replaced at one blow. It fails with [Unwritable].
func ExportCSV(name string, entries []Entry) error {
	var table bytes.Buffer
	if err := WriteCSV(&table, entries); err != nil {
		return err // a buffer takes everything: cannot be
	}
	if err := replace(name, table.Bytes()); err != nil {
		return unwritable(name, err)
	}
	return nil
}
