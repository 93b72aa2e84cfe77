package upload

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const testID = "1880028106020515840"

// testHead is the head of an upload of 20 segments that began an hour ago.
func testHead() head {
	began := time.Now().Add(-time.Hour).Round(0).UTC()
	return head{
		Version: 1, MediaID: testID, MediaKey: "7_" + testID, API: V2, BaseURL: "https://api.x.com", Account: "hoist",
		Category: TweetVideo, File: filepath.Join(os.TempDir(), "a \"clip\" <1>\n.mp4"), Bytes: 19*4096 + 1,
		ModTime: time.Date(2024, 2, 29, 23, 59, 59, 123456789, time.UTC), MediaType: "video/mp4", SegmentBytes: 4096,
		Began: began, Expires: began.Add(24 * time.Hour),
	}
}

// mustCreate makes a journal that is closed when the test ends.
func mustCreate(t testing.TB, folder string, h head) *journal {
	t.Helper()
	return opened(t)(createJournal(folder, h))
}

func mustOpen(t testing.TB, folder, mediaID string) *journal {
	t.Helper()
	return opened(t)(openJournal(folder, mediaID))
}

func opened(t testing.TB) func(*journal, error) *journal {
	return func(j *journal, err error) *journal {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { must(t, j.close()) })
		return j
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// written returns the bytes of a journal with all 20 segments and a FINALIZE in the middle.
func written(t testing.TB, h head) []byte {
	t.Helper()
	folder := t.TempDir()
	j := mustCreate(t, folder, h)
	for i := range 20 {
		if i == 10 {
			must(t, j.beginFinalize())
		}
		must(t, j.confirm(19-i, uint32(i)*0x01234567, h.Expires.Add(time.Duration(i%3)*time.Minute)))
	}
	must(t, j.close())
	data, err := os.ReadFile(filepath.Join(folder, h.MediaID+".journal"))
	must(t, err)
	return data
}

func TestJournalRoundTrip(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not", "yet")
	h := testHead()
	h.File += "\xff\xfe" // a name that is not UTF-8
	j := mustCreate(t, folder, h)
	expires := h.Expires.Add(time.Hour)
	must(t, j.confirm(3, 0xdeadbeef, time.Time{}))
	must(t, j.confirm(19, 0, expires.In(time.FixedZone("", 3600))))
	must(t, j.confirm(3, 1, time.Time{})) // again: nothing changes
	must(t, j.beginFinalize())
	must(t, j.beginFinalize())
	for _, wrong := range []int{-1, 20} {
		if j.confirm(wrong, 0, time.Time{}) == nil {
			t.Errorf("segment %d of 20 was taken", wrong)
		}
	}
	for range 2 {
		if j.head() != h || !maps.Equal(j.taken(), map[int]uint32{3: 0xdeadbeef, 19: 0}) || !j.expires().Equal(expires) || !j.finalizing() {
			t.Errorf("got %+v, %v, %s, %v", j.head(), j.taken(), j.expires(), j.finalizing())
		}
		must(t, j.close())
		must(t, j.close())
		if err := j.confirm(5, 0, time.Time{}); !errors.Is(err, errClosed) {
			t.Errorf("after closing: %v", err)
		}
		j = mustOpen(t, folder, testID)
	}
	path := filepath.Join(folder, testID+".journal")
	if info, err := os.Stat(path); err != nil || os.PathSeparator == '/' && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if data, err := os.ReadFile(path); err != nil || bytes.Count(data, []byte("\n")) != 4 {
		t.Errorf("not 4 lines: %q, %v", data, err)
	}
	must(t, j.remove())
	if _, err := openJournal(folder, testID); !errors.Is(err, errNoJournal) {
		t.Errorf("after removing: %v", err)
	}
}

func TestJournalInMemory(t *testing.T) {
	t.Chdir(t.TempDir())
	j := memoryJournal(testHead())
	must(t, j.confirm(0, 7, time.Time{}))
	must(t, j.beginFinalize())
	must(t, j.close())
	must(t, j.remove())
	must(t, j.confirm(1, 8, time.Time{}))
	if !maps.Equal(j.taken(), map[int]uint32{0: 7, 1: 8}) || !j.finalizing() {
		t.Errorf("got %v, %v", j.taken(), j.finalizing())
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("on the disk: %v, %v", left, err)
	}
}

// TestJournalTogether confirms from many goroutines at once, the same segments too.
func TestJournalTogether(t *testing.T) {
	folder := t.TempDir()
	h := testHead()
	h.Bytes = 200 * h.SegmentBytes
	j := mustCreate(t, folder, h)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 200 {
				if i%8 != worker && i%10 != 0 {
					continue
				}
				if err := j.confirm(i, uint32(i), h.Expires); err != nil {
					t.Error(err)
				}
				if sum, there := j.taken()[i]; !there || sum != uint32(i) {
					t.Errorf("segment %d is not there after it was confirmed", i)
				}
			}
			if err := j.beginFinalize(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	must(t, j.close())
	if j = mustOpen(t, folder, testID); len(j.taken()) != 200 || !j.finalizing() {
		t.Errorf("%d segments", len(j.taken()))
	}
}

// TestJournalGathers checks that those who come while one writes share the next write.
func TestJournalGathers(t *testing.T) {
	j := mustCreate(t, t.TempDir(), testHead())
	j.disk.Lock() // as if a write took long
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if err := j.confirm(i, uint32(i), time.Time{}); err != nil {
				t.Error(err)
			}
		})
	}
	for waiting := 0; waiting < 8; time.Sleep(time.Millisecond) {
		j.mu.Lock()
		if j.next != nil {
			waiting = len(j.next.records)
		}
		j.mu.Unlock()
	}
	if len(j.taken()) != 0 {
		t.Errorf("%v counts before it is on the disk", j.taken())
	}
	j.disk.Unlock()
	all.Wait()
	if len(j.taken()) != 8 {
		t.Errorf("got %v", j.taken())
	}
}

// TestJournalFullDisk checks that a failed write is told, counts for nothing, and can be made again.
func TestJournalFullDisk(t *testing.T) {
	folder := t.TempDir()
	j := mustCreate(t, folder, testHead())
	must(t, j.confirm(0, 10, time.Time{}))
	good := j.file
	readOnly, err := os.Open(j.path)
	must(t, err)
	j.file = readOnly
	if err := j.confirm(1, 11, time.Time{}); err == nil {
		t.Error("no error")
	}
	j.file = good
	must(t, readOnly.Close())
	if len(j.taken()) != 1 {
		t.Errorf("got %v", j.taken())
	}
	must(t, j.confirm(1, 11, time.Time{}))
	must(t, j.close())
	if j = mustOpen(t, folder, testID); !maps.Equal(j.taken(), map[int]uint32{0: 10, 1: 11}) {
		t.Errorf("got %v", j.taken())
	}
}

func TestJournalRefusesHeads(t *testing.T) {
	folder := t.TempDir()
	for name, spoil := range map[string]func(*head){
		"path as ID":      func(h *head) { h.MediaID = "../1" },
		"long ID":         func(h *head) { h.MediaID = strings.Repeat("1", 20) },
		"API":             func(h *head) { h.API = "v3" },
		"category":        func(h *head) { h.Category = "" },
		"relative":        func(h *head) { h.File = "clip.mp4" },
		"NUL":             func(h *head) { h.File += "\x00" },
		"empty":           func(h *head) { h.Bytes = 0 },
		"too large":       func(h *head) { h.Bytes = 1<<63 - 1; h.SegmentBytes = 8_000_000 },
		"no segments":     func(h *head) { h.SegmentBytes = 0 },
		"large segments":  func(h *head) { h.SegmentBytes = 8_000_001 },
		"1,001 segments":  func(h *head) { h.Bytes = 1000*h.SegmentBytes + 1 },
		"no beginning":    func(h *head) { h.Began = time.Time{} },
		"far future":      func(h *head) { h.Expires = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"account":         func(h *head) { h.Account = "\xff" },
		"a path too long": func(h *head) { h.File += strings.Repeat("x", 70_000) },
	} {
		h := testHead()
		spoil(&h)
		if _, err := createJournal(folder, h); err == nil {
			t.Errorf("%s: it was made", name)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestJournalLargest checks that the longest path and all 1,000 segments can be read back.
func TestJournalLargest(t *testing.T) {
	h := testHead()
	h.Bytes = 1000 * h.SegmentBytes
	h.File = filepath.Join(os.TempDir(), strings.Repeat("\x01", 4000)) // six bytes each in JSON
	line, err := h.line()
	must(t, err)
	for i := range 1000 {
		record, err := seal(record{Segment: &i, Sum: 1<<32 - 1, Expires: h.Expires.Add(time.Nanosecond)})
		must(t, err)
		line = append(line, record...)
	}
	s, err := readJournal(bytes.NewReader(line), testID)
	must(t, err)
	if len(s.taken) != 1000 || s.size != int64(len(line)) {
		t.Errorf("%d segments, %d of %d bytes", len(s.taken), s.size, len(line))
	}
}

// BenchmarkJournalConfirm measures what it costs to keep a segment, for one worker and for several that share their
// syncs. b.TempDir is on the disk, unless /tmp is memory.
func BenchmarkJournalConfirm(b *testing.B) {
	h := testHead()
	h.Bytes = 1000 * h.SegmentBytes
	for _, workers := range []int{1, 4, 8} {
		b.Run(strconv.Itoa(workers), func(b *testing.B) {
			journals := make([]*journal, b.N/1000+1)
			for n := range journals {
				journals[n] = mustCreate(b, b.TempDir(), h)
			}
			var next atomic.Int64
			var all sync.WaitGroup
			b.ResetTimer()
			for range workers {
				all.Go(func() {
					for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
						if err := journals[i/1000].confirm(i%1000, uint32(i), h.Expires); err != nil {
							b.Error(err)
						}
					}
				})
			}
			all.Wait()
		})
	}
}
