package desktop

import "testing"

// TestCrashed says what helps: Windows has a screen wherever a program can start, so that it was the drawing that failed.
func TestCrashed(t *testing.T) {
	for system, want := range map[string]Kind{"linux": NoDisplay, "darwin": NoDisplay, "windows": NoOpenGL} {
		if got := crashed(system); got != want {
			t.Errorf("%s: %s, want %s", system, got, want)
		}
	}
}
