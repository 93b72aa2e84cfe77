package desktop_test

import (
	"os/exec"
	"testing"

	"hoist/ui/desktop"
)

// TestCanDraw holds the answer to that of fontconfig, where there is one.
func TestCanDraw(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	fonts := func(query string) bool {
		out, err := exec.CommandContext(t.Context(), "fc-list", query, "family").Output()
		if err != nil {
			t.Skip("fontconfig is not there to ask:", err)
		}
		return len(out) > 0
	}
	for text, query := range map[string]string{"日本語のセグメント": ":lang=ja", "Zażółć": ":lang=pl", "\U0010FFFD": ":charset=10FFFD"} {
		if got, want := desktop.CanDraw(text), fonts(query); got != want {
			t.Errorf("%q can be drawn: %v; fontconfig knows a font: %v", text, got, want)
		}
	}
}
