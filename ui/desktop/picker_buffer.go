package desktop

import (
	"errors"
	"strings"
	"unicode/utf16"
)

// Windows writes the names of chosen files into a buffer. What is in it is read here, where it can be tested anywhere.

// errBufferTooSmall says that more was chosen than there was room for.
var errBufferTooSmall = errors.New("more was chosen than there is room for")

// bufferSizes are how much room there is for the names of chosen files, in characters: for some ten thousand, and, when
// somebody has chosen more and is asked again, for a hundred thousand.
var bufferSizes = []int{1 << 20, 1 << 24}

// withRoom asks again with more room where there was too little.
func withRoom(ask func(buffer []uint16) error) ([]string, error) {
	var err error
	for _, size := range bufferSizes {
		buffer := make([]uint16, size)
		if err = ask(buffer); err == nil {
			return bufferedPaths(buffer), nil
		}
		if !errors.Is(err, errBufferTooSmall) {
			break
		}
	}
	return nil, err
}

// bufferedPaths reads one path, or a folder and the names of several files in it, each ended by a zero and all of them by
// another.
func bufferedPaths(buffer []uint16) []string {
	var parts []string
	for len(buffer) > 0 && buffer[0] != 0 {
		end := 0
		for end < len(buffer) && buffer[end] != 0 {
			end++
		}
		parts = append(parts, string(utf16.Decode(buffer[:end])))
		buffer = buffer[min(end+1, len(buffer)):]
	}
	if len(parts) < 2 {
		return parts
	}
	folder := strings.TrimSuffix(parts[0], `\`) + `\`
	paths := parts[1:]
	for i, name := range paths {
		paths[i] = folder + name
	}
	return paths
}

// filterText is a kind of files as Windows's dialogs want it: what it is called, the patterns, and the end of the list.
func filterText(kind string, extensions []string) []uint16 {
	return utf16.Encode([]rune(strings.ReplaceAll(kind, "\x00", "") + "\x00*" + strings.Join(extensions, ";*") + "\x00\x00"))
}
