package upload

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func someHead(t testing.TB) head {
	t.Helper()
	return head{
		Version: 1, MediaID: "1880028106020515840", MediaKey: "7_1880028106020515840", API: V2, BaseURL: "https://api.x.com",
		Account: "kestrel", Category: TweetVideo, File: filepath.Join(t.TempDir(), "ビデオ \"1\".mp4"), Bytes: 100<<20 - 7,
		ModTime: time.Date(2026, 11, 1, 2, 3, 4, 567890123, time.UTC), MediaType: "video/mp4", SegmentBytes: 4 << 20,
		Began: time.Now().Round(0).UTC(), Expires: time.Now().Add(24 * time.Hour).Round(0).UTC(),
	}
}

// written returns a journal's folder and head; it has 25 segments, of which the given ones are confirmed.
func written(t testing.TB, segments ...int) (folder string, h head) {
	t.Helper()
	folder, h = t.TempDir(), someHead(t)
	j, err := createJournal(folder, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range segments {
		if err := j.confirm(i, sumOf(i), time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	return folder, h
}

func sumOf(i int) uint32 { return uint32(i)*2654435761 + 1 }

func sumsOf(segments ...int) map[int]uint32 {
	sums := map[int]uint32{}
	for _, i := range segments {
		sums[i] = sumOf(i)
	}
	return sums
}

// TestJournal checks that what was noted is there when the journal is opened again.
func TestJournal(t *testing.T) {
	folder, h := written(t, 3, 0, 24)
	j, err := openJournal(folder, h.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	if j.head() != h || !maps.Equal(j.taken(), sumsOf(0, 3, 24)) || !j.expires().Equal(h.Expires) || j.finalizing() {
		t.Errorf("got %+v with %v until %s", j.head(), j.taken(), j.expires())
	}
	later := h.Expires.Add(time.Hour)
	if err := errors.Join(j.confirm(7, sumOf(7), later), j.beginFinalize(), j.close()); err != nil {
		t.Fatal(err)
	}
	if j, err = openJournal(folder, h.MediaID); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(j.taken(), sumsOf(0, 3, 7, 24)) || !j.expires().Equal(later) || !j.finalizing() {
		t.Errorf("got %v until %s, finalizing %v", j.taken(), j.expires(), j.finalizing())
	}
	if err := j.confirm(25, 0, time.Time{}); err == nil {
		t.Error("a segment beyond the end was noted")
	}
	if err := j.remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := openJournal(folder, h.MediaID); !errors.Is(err, errNoJournal) {
		t.Errorf("removed, and opened with %v", err)
	}
}

// TestJournalTogether confirms from several goroutines at once: each line is whole, and nothing is lost.
func TestJournalTogether(t *testing.T) {
	folder, h := t.TempDir(), someHead(t)
	j, err := createJournal(folder, h)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := worker; i < 25; i += 4 { // each segment twice
				if err := j.confirm(i, sumOf(i), time.Time{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if err := j.close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(j.path)
	if err != nil || bytes.Count(raw, []byte("\n")) != 26 {
		t.Errorf("%d lines, want a head and 25 segments (%v)", bytes.Count(raw, []byte("\n")), err)
	}
	if j, err = openJournal(folder, h.MediaID); err != nil || len(j.taken()) != 25 {
		t.Fatalf("%d segments, %v", len(j.taken()), err)
	}
	_ = j.close()
}

// TestJournalLock checks that one at a time has a journal, and that a listing tells so and disturbs nobody.
func TestJournalLock(t *testing.T) {
	folder, h := written(t, 1)
	j, err := openJournal(folder, h.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openJournal(folder, h.MediaID); !errors.Is(err, errInUse) {
		t.Errorf("opened twice: %v", err)
	}
	if _, err := createJournal(folder, h); err == nil {
		t.Error("created over another")
	}
	list, err := ListUnfinished(folder)
	if err != nil || len(list) != 1 || !list[0].InUse || list[0].Sent != 4<<20 || list[0].File != h.File {
		t.Errorf("listed %+v, %v", list, err)
	}
	var failed *Error
	if err := Discard(folder, h.MediaID); !errors.As(err, &failed) || failed.Kind != InUse {
		t.Errorf("discarded: %v", err)
	}
	if err := j.confirm(2, sumOf(2), time.Time{}); err != nil {
		t.Error(err)
	}
	_ = j.close()
	if list, _ = ListUnfinished(folder); len(list) != 1 || list[0].InUse || len(list[0].Taken) != 2 {
		t.Errorf("listed %+v", list)
	}
	if err := Discard(folder, h.MediaID); err != nil {
		t.Error(err)
	}
	if err := Discard(folder, h.MediaID); !errors.As(err, &failed) || failed.Kind != NotUnfinished {
		t.Errorf("discarded again: %v", err)
	}
}

// survives opens what is left of a journal, goes on with it, and checks that it is whole afterwards: want are the
// segments that must be there, or nil where the head is lost.
func survives(t *testing.T, raw []byte, h head, want map[int]uint32) {
	t.Helper()
	folder := t.TempDir()
	path, _ := journalPath(folder, h.MediaID)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := ListUnfinished(folder)
	if err != nil || len(list) > 1 || (len(list) == 1) != (want != nil) {
		t.Fatalf("listed %+v, %v", list, err)
	}
	j, err := openJournal(folder, h.MediaID)
	if want == nil {
		if !errors.Is(err, errForeign) {
			t.Fatalf("opened without its head: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(j.taken(), want) {
		t.Fatalf("it has %v, want %v", j.taken(), want)
	}
	if err := errors.Join(j.confirm(20, sumOf(20), time.Time{}), j.close()); err != nil {
		t.Fatal(err)
	}
	j, err = openJournal(folder, h.MediaID)
	if err != nil {
		t.Fatal(err)
	}
	whole := maps.Clone(want)
	whole[20] = sumOf(20)
	if !maps.Equal(j.taken(), whole) {
		t.Fatalf("after it went on it has %v, want %v", j.taken(), whole)
	}
	_ = j.close()
}

// TestJournalCutAtEveryByte cuts a journal at every byte: what stands in whole lines is kept, and it can go on.
func TestJournalCutAtEveryByte(t *testing.T) {
	order := []int{5, 1, 12, 0, 24, 7}
	folder, h := written(t, order...)
	path, _ := journalPath(folder, h.MediaID)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(raw) + 1 {
		lines := bytes.Count(raw[:n], []byte("\n"))
		var want map[int]uint32
		if lines > 0 {
			want = sumsOf(order[:lines-1]...)
		}
		survives(t, raw[:n], h, want)
	}
}

// TestJournalDamagedAtEveryByte changes every byte in turn: what stands before the line is kept, and nothing that was
// not written is believed.
func TestJournalDamagedAtEveryByte(t *testing.T) {
	order := []int{5, 1, 12}
	folder, h := written(t, order...)
	path, _ := journalPath(folder, h.MediaID)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for n := range raw {
		damaged := bytes.Clone(raw)
		damaged[n] ^= 0x15
		lines := bytes.Count(raw[:n], []byte("\n"))
		var want map[int]uint32
		if lines > 0 {
			want = sumsOf(order[:lines-1]...)
		}
		if bytes.EqualFold(damaged, raw) {
			continue // a digit of the sum in capitals says the same
		}
		survives(t, damaged, h, want)
	}
}

// TestJournalsOfOthers checks that whatever else lies in the folder is passed over and left alone.
func TestJournalsOfOthers(t *testing.T) {
	folder, h := written(t, 4)
	for name, content := range map[string]string{
		"1.journal": "", "2.journal": "{}", "3.journal": "00000000 {}\n", "../4.journal": "x", "readme.txt": "hello",
		"x.journal": "y", "5.journal": string(bytes.Repeat([]byte{0xff}, 2<<20)), "12345678901234567890.journal": "too long",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(folder, "6.journal"), 0o700); err != nil {
		t.Fatal(err)
	}
	path, _ := journalPath(folder, h.MediaID)
	_ = os.Symlink(path, filepath.Join(folder, "7.journal")) // where the system has such
	raw, _ := os.ReadFile(path)
	if err := os.WriteFile(filepath.Join(folder, "8.journal"), raw, 0o600); err != nil { // another's name
		t.Fatal(err)
	}
	before, _ := os.ReadDir(folder)
	list, err := ListUnfinished(folder)
	if err != nil || len(list) != 1 || list[0].MediaID != h.MediaID {
		t.Errorf("listed %+v, %v", list, err)
	}
	if after, _ := os.ReadDir(folder); len(after) != len(before) {
		t.Errorf("%d of %d are left", len(after), len(before))
	}
	for _, id := range []string{"1", "2", "3", "5", "6", "7", "8", "9", "", "../4", "x"} {
		if j, err := openJournal(folder, id); err == nil {
			t.Errorf("%q was opened", id)
			_ = j.close()
		}
	}
	if list, err := ListUnfinished(filepath.Join(folder, "none")); err != nil || len(list) != 0 {
		t.Errorf("a folder that is not there: %+v, %v", list, err)
	}
}

// TestJournalFind checks that only an upload of the same file, by the same account, to the same place is continued, the
// newest, and none that X has dropped; and that those are deleted after a week.
func TestJournalFind(t *testing.T) {
	folder, h := written(t)
	add := func(id string, change func(*head)) {
		other := h
		other.MediaID = id
		change(&other)
		j, err := createJournal(folder, other)
		if err != nil {
			t.Fatal(err)
		}
		_ = j.close()
	}
	find := func(want string) {
		t.Helper()
		if id, err := findJournal(folder, h); err != nil || id != want {
			t.Errorf("found %q, %v; want %q", id, err, want)
		}
	}
	find(h.MediaID)
	add("1", func(o *head) { o.Account = "other" })
	add("2", func(o *head) { o.File += "x" })
	add("3", func(o *head) { o.API = V1 })
	add("4", func(o *head) { o.BaseURL = "http://127.0.0.1:1" })
	add("5", func(o *head) { o.Category = DMVideo })
	add("6", func(o *head) { o.Began, o.Expires = h.Began.Add(time.Hour), time.Now().Add(-time.Minute) })
	add("7", func(o *head) { o.Began, o.Expires = h.Began.Add(-900*time.Hour), time.Now().Add(-8*24*time.Hour) })
	find(h.MediaID)
	add("8", func(o *head) { o.Began = h.Began.Add(time.Minute) })
	find("8")
	if list, _ := ListUnfinished(folder); len(list) != 8 {
		t.Errorf("%d are listed, want all but the old one", len(list))
	}
	if _, err := os.Stat(filepath.Join(folder, "7.journal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old one is there: %v", err)
	}
}

// TestJournalModel does anything in any order and compares the journal with a map.
func TestJournalModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		folder, h := t.TempDir(), someHead(t)
		j, err := createJournal(folder, h)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = j.close() }()
		model, final := map[int]uint32{}, false
		reopen := func() {
			if j, err = openJournal(folder, h.MediaID); err != nil {
				rt.Fatal(err)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"": func(rt *rapid.T) {
				if !maps.Equal(j.taken(), model) || j.finalizing() != final {
					rt.Fatalf("it has %v, %v; want %v, %v", j.taken(), j.finalizing(), model, final)
				}
			},
			"confirm": func(rt *rapid.T) {
				i := rapid.IntRange(0, 24).Draw(rt, "segment")
				if err := j.confirm(i, sumOf(i), time.Time{}); err != nil {
					rt.Fatal(err)
				}
				model[i] = sumOf(i)
			},
			"finalize": func(rt *rapid.T) {
				final = true
				if err := j.beginFinalize(); err != nil {
					rt.Fatal(err)
				}
			},
			"reopen": func(*rapid.T) { _ = j.close(); reopen() },
			"torn": func(rt *rapid.T) {
				_ = j.close()
				tail := rapid.SliceOfN(rapid.Byte(), 0, 60).Draw(rt, "tail")
				file, err := os.OpenFile(j.path, os.O_APPEND|os.O_WRONLY, 0)
				if err != nil {
					rt.Fatal(err)
				}
				_, _ = file.Write(tail)
				_ = file.Close()
				reopen()
			},
		})
	})
}

// FuzzJournal reads anything: it neither fails nor grows, and what it keeps it reads again.
func FuzzJournal(f *testing.F) {
	folder, h := written(f, 1, 2, 3)
	path, _ := journalPath(folder, h.MediaID)
	raw, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:len(raw)-9])
	f.Add([]byte("00000000 {}\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		j, good, err := readJournal(bytes.NewReader(raw))
		if err != nil {
			return
		}
		if good < 1 || good > int64(len(raw)) {
			t.Fatalf("%d of %d bytes are good", good, len(raw))
		}
		for i := range j.sums {
			if i < 0 || i >= j.h.plan().Segments {
				t.Fatalf("segment %d of %d", i, j.h.plan().Segments)
			}
		}
		again, same, err := readJournal(bytes.NewReader(raw[:good]))
		if err != nil || same != good || !maps.Equal(again.sums, j.sums) || again.h != j.h {
			t.Fatalf("read again: %d of %d, %v", same, good, err)
		}
	})
}
