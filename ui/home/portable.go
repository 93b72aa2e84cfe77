package home

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

const (
	// portableMark is the file in the folder that is carried about: its presence counts, not what is in it.
	portableMark = "portable.txt"
	// portableData is the folder beside it with all that is stored.
	portableData = "data"
	// consoleFolder is where the program lies that is linked for the console, below the one with the window.
	consoleFolder = "bin"
)

// portable returns the folder for data of a Hoist that is carried about, on a stick say: beside portable.txt, which lies
// beside the program, or beside the folder bin in which the program for the console is. It is empty where there is no such
// file, and so for what was installed.
func portable(program string) (data string) {
	if program == "" {
		return ""
	}
	folder := filepath.Dir(program)
	folders := []string{folder}
	if strings.EqualFold(filepath.Base(folder), consoleFolder) {
		folders = append(folders, filepath.Dir(folder))
	}
	for _, folder := range folders {
		if info, err := os.Stat(filepath.Join(folder, portableMark)); err == nil && info.Mode().IsRegular() {
			return filepath.Join(folder, portableData)
		}
	}
	return ""
}

// Leave takes away what the window's toolkit has made in the profile of a person who carries this program about: on the
// computer of another nothing is to stay. It is called when the window has gone, and does nothing for what was installed.
// What other programs of that toolkit have there stays.
func (h *Home) Leave() error {
	if !h.carried {
		return nil
	}
	var failed []error
	for _, folder := range h.toolkit {
		all, err := h.ours(folder, nil)
		failed = append(failed, err...)
		if err := removeAll(all); err != nil {
			failed = append(failed, err)
		}
		_ = os.Remove(filepath.Dir(folder)) // fails while anything of others is in it, as it should
	}
	return errors.Join(failed...)
}
