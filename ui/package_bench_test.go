//go:build packages && program

package ui_test

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPackageBench prints how soon the programs in the packages have drawn their window, as the README tells it.
func TestPackageBench(t *testing.T) {
	if os.Getenv("HOIST_BENCH") == "" {
		t.Skip("it takes a minute, on a machine that does nothing else: HOIST_BENCH=1")
	}
	var b table
	defer b.print()
	installed := unpackedProgram(t, packageFile(t, "hoist_*.deb"))
	b.addStart(t, "the program of the .deb: start to first frame", 1, func() (*desk, func()) {
		d := newDesk(t, dark)
		d.starts = []string{installed}
		return d, func() { d.launch(nil) }
	})
	prefix, folder := winePrefix(t), unpacked(t)
	b.addStart(t, "Hoist.exe of the zip, under Wine: start to first frame", 2, func() (*desk, func()) {
		w := newWine(t, prefix)
		w.must("cmd", "/c", "ver") // Windows itself runs by then
		return w.desk, func() { w.begins(filepath.Join(folder, "Hoist.exe"), nil) }
	})
	for _, miss := range b.gross {
		t.Error(miss)
	}
}
