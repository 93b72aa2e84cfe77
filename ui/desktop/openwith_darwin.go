//go:build cgo

package desktop

/*
#cgo LDFLAGS: -framework Foundation -framework AppKit
#include <stdbool.h>

bool hoistHearOpened(void);
*/
import "C"

import (
	"context"
	"log/slog"
	"unsafe"
)

// fromFinder are the files that Finder, the Dock and others have asked for. The callback from Objective-C knows no other
// way to them than by their name.
var fromFinder = newOpenings()

// OpenWith begins to hear which files the system asks this program to open: by a double click, Open With, or a drop on the
// Dock. macOS never names them on the command line, and starts no second program for them. It is called before the first
// window is made, while which macOS tells what the program was started for. What it returns calls take for them, those
// first that have come already, until ctx ends; it is called once, and take is called one at a time.
func OpenWith() (serve func(ctx context.Context, take func(paths []string))) {
	if !C.hoistHearOpened() {
		slog.Warn("files that the system asks to be opened are not heard of: GLFW has no delegate that we know")
	}
	return fromFinder.serve
}

// hoistOpened is called by openwith_darwin.m, on the window's goroutine.
//
//export hoistOpened
func hoistOpened(paths **C.char, count C.int) {
	all := make([]string, 0, count)
	for _, path := range unsafe.Slice(paths, count) {
		all = append(all, C.GoString(path))
	}
	fromFinder.put(all)
}
