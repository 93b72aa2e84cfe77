package upload

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// whole returns what the whole lines of a journal tell, and how many records there are; -1 without a head.
func whole(data []byte) (records int, taken map[int]uint32, finalizing bool) {
	taken = map[int]uint32{}
	for n := range bytes.Count(data, []byte("\n")) - 1 {
		i := n // a journal of written has FINALIZE as its 11th record
		if n == 10 {
			finalizing = true
			continue
		}
		if n > 10 {
			i--
		}
		taken[19-i] = uint32(i) * 0x01234567
	}
	return bytes.Count(data, []byte("\n")) - 1, taken, finalizing
}

// recovers checks that a journal with these bytes continues with what good tells, and keeps what is added.
func recovers(t *testing.T, folder string, data, good []byte) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(folder, testID+".journal"), data, 0o600))
	records, taken, finalizing := whole(good)
	j, err := openJournal(folder, testID)
	if records < 0 {
		if !errors.Is(err, errForeign) {
			t.Fatalf("without a head: %v", err)
		}
		if after, err := os.ReadFile(filepath.Join(folder, testID+".journal")); err != nil || !bytes.Equal(after, data) {
			t.Fatalf("it was changed to %q, %v", after, err)
		}
		return
	}
	must(t, err)
	if !maps.Equal(j.taken(), taken) || j.finalizing() != finalizing {
		t.Fatalf("%d records: got %v, %v; want %v", records, j.taken(), j.finalizing(), taken)
	}
	for i := range 20 {
		if _, there := taken[i]; !there {
			taken[i] = 42
			must(t, j.confirm(i, 42, time.Time{}))
			break
		}
	}
	must(t, j.close())
	again, err := openJournal(folder, testID)
	must(t, err)
	if !maps.Equal(again.taken(), taken) || again.finalizing() != finalizing {
		t.Fatalf("after another: got %v, want %v", again.taken(), taken)
	}
	must(t, again.close())
}

// TestJournalCutAnywhere cuts a journal at every byte.
func TestJournalCutAnywhere(t *testing.T) {
	t.Parallel()
	data := written(t, testHead())
	const atOnce = 8 // most of the time is spent waiting for the disk
	for first := range atOnce {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			for n := first; n <= len(data); n += atOnce {
				recovers(t, folder, data[:n], data[:n])
			}
		})
	}
}

// TestJournalZeroTail reads what a power cut leaves on some file systems: the new length, with zeros.
func TestJournalZeroTail(t *testing.T) {
	t.Parallel()
	data, folder := written(t, testHead()), t.TempDir()
	for n := 0; n < len(data); n += 7 {
		recovers(t, folder, append(bytes.Clone(data[:n]), make([]byte, len(data)-n)...), data[:n])
	}
}

// TestJournalFlippedAnywhere spoils each byte in three ways: what stands before its line is kept.
func TestJournalFlippedAnywhere(t *testing.T) {
	t.Parallel()
	data := written(t, testHead())
	for i := range data {
		for _, flip := range []byte{0x01, 0x20, 0xff} {
			spoiled := bytes.Clone(data)
			spoiled[i] ^= flip
			good := data[:bytes.LastIndexByte(data[:i], '\n')+1]
			records, taken, finalizing := whole(good)
			s, err := readJournal(bytes.NewReader(spoiled), testID)
			switch {
			case records < 0 && !errors.Is(err, errForeign):
				t.Fatalf("byte %d ^ %#x: %v", i, flip, err)
			case records >= 0 && (err != nil || s.size != int64(len(good)) || !maps.Equal(s.taken, taken) || s.finalizing != finalizing):
				t.Fatalf("byte %d ^ %#x: %v, %d of %d bytes", i, flip, err, s.size, len(good))
			}
		}
	}
	folder := t.TempDir()
	for i := 0; i < len(data); i += 41 {
		spoiled := bytes.Clone(data)
		spoiled[i] ^= 0x10
		recovers(t, folder, spoiled, data[:bytes.LastIndexByte(data[:i], '\n')+1])
	}
}
