package upload

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzJournal reads any bytes as a journal: either they are foreign, or what they tell is within bounds, and the file
// that is left after the broken tail was cut tells the same, for good. The sums of lines are mended first, so that the
// fuzzer gets behind them.
func FuzzJournal(f *testing.F) {
	h := testHead()
	h.Began = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // the same in each process of the fuzzer
	h.Expires = h.Began.Add(24 * time.Hour)
	whole := written(f, h)
	f.Add(whole, false)
	f.Add(whole[:len(whole)-5], false)
	f.Add([]byte("00000000 {}\n"), true)
	head, _, _ := bytes.Cut(whole, []byte("\n"))
	for _, tail := range []string{
		"null", "{}", `{"segment":0}`, `{"segment":1e3}`, `{"segment":-1}`, `{"segment":3,"finalize":true}`,
		`{"finalize":true,"more":[{}]}`, `{"segment":1,"crc32c":4294967296}`, `{"segment":2,"expires":"0001-01-01T00:00:01Z"}`,
	} {
		f.Add(fmt.Appendf(nil, "%s\n-------- %s\n", head, tail), true)
	}
	folder := f.TempDir()
	path := filepath.Join(folder, testID+journalSuffix)
	f.Fuzz(func(t *testing.T, data []byte, mend bool) {
		if mend {
			data = mended(data)
		}
		s, err := readJournal(bytes.NewReader(data), testID)
		if err != nil {
			if !errors.Is(err, errForeign) {
				t.Fatal(err)
			}
			return
		}
		if s.size > maxHeadBytes+1001*maxRecordBytes || s.size > int64(len(data)) || len(s.taken) > s.segments || s.segments > 1000 {
			t.Fatalf("%d bytes, %d of %d segments", s.size, len(s.taken), s.segments)
		}
		if u := unfinished(s); u.Sent < 0 || u.Sent > u.Bytes {
			t.Fatalf("%d of %d bytes", u.Sent, u.Bytes)
		}
		must(t, os.WriteFile(path, data, 0o600))
		j, err := openJournal(folder, testID)
		must(t, err)
		for i := range s.segments {
			if _, there := s.taken[i]; !there {
				must(t, j.confirm(i, 42, time.Time{}))
				s.taken[i] = 42
				break
			}
		}
		must(t, j.close())
		j, err = openJournal(folder, testID)
		must(t, err)
		if j.head() != s.head || !maps.Equal(j.taken(), s.taken) || j.expires() != s.expires || j.finalizing() != s.finalizing {
			t.Fatalf("got %v, %s, %v; want %v, %s, %v", j.taken(), j.expires(), j.finalizing(), s.taken, s.expires, s.finalizing)
		}
		must(t, j.close())
	})
}

// mended returns data with the right sum at the start of each line that has room for one.
func mended(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		if len(line) >= 10 {
			text := bytes.TrimSuffix(line[9:], []byte("\n"))
			line = fmt.Appendf(nil, "%08x %s", crc32.Checksum(text, castagnoli), line[9:])
		}
		out = append(out, line...)
	}
	return out
}
