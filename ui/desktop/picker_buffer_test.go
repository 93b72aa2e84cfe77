package desktop

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestBufferedPaths reads what Windows writes about the files that were chosen.
func TestBufferedPaths(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                 nil,
		"C:\\films\\a b.mp4\x00\x00":       {`C:\films\a b.mp4`},
		"C:\\films\\a.mp4\x00\x00left.mp4": {`C:\films\a.mp4`},
		"C:\\films\x00a.mp4\x00映画 🎬.mov\x00\x00left": {`C:\films\a.mp4`, `C:\films\映画 🎬.mov`},
		"D:\\\x00a.mp4\x00b.mp4\x00\x00":             {`D:\a.mp4`, `D:\b.mp4`},
		"\\\\nas\\films\x00a.mp4\x00b.mp4":           {`\\nas\films\a.mp4`, `\\nas\films\b.mp4`}, // cut off
	} {
		if got := bufferedPaths(utf16.Encode([]rune(text))); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestTooManyForTheBuffer asks again with more room, and gives up where that is not enough either.
func TestTooManyForTheBuffer(t *testing.T) {
	var sizes []int
	paths, err := withRoom(func(buffer []uint16) error {
		sizes = append(sizes, len(buffer))
		if len(sizes) < 2 {
			return errBufferTooSmall
		}
		copy(buffer, utf16.Encode([]rune("C:\\films\x00"+strings.Repeat("a.mp4\x00", 20_000))))
		return nil
	})
	if err != nil || len(paths) != 20_000 || !slices.Equal(sizes, bufferSizes) {
		t.Errorf("%d paths with %v, %v", len(paths), sizes, err)
	}
	calls := 0
	for want, times := range map[error]int{errBufferTooSmall: len(bufferSizes), errors.New("no dialog"): 1} {
		calls = 0
		_, err := withRoom(func([]uint16) error { calls++; return want })
		if !errors.Is(err, want) || calls != times {
			t.Errorf("%v after %d times, want %v", err, calls, want)
		}
	}
}

// TestFilterText is the list of kinds of files that Windows's dialogs take.
func TestFilterText(t *testing.T) {
	if got := string(utf16.Decode(filterText("Videos", []string{".mp4", ".mov"}))); got != "Videos\x00*.mp4;*.mov\x00\x00" {
		t.Errorf("it is %q", got)
	}
}
