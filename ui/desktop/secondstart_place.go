package desktop

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const (
	lockEnd   = ".lock"
	socketEnd = ".sock"

	longestSocket = 103 // bytes of a socket's path on macOS, the least of all systems
)

// meetingPlace is where the starts with this key meet: the path of a socket and of a lock, both without their ends. The
// folder is there, and only this person can enter it.
func meetingPlace(key string) (string, error) {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:16])
	for _, folder := range meetingFolders() {
		place := filepath.Join(folder, name)
		if !filepath.IsAbs(place) || len(place+socketEnd) > longestSocket {
			continue
		}
		if err := os.Mkdir(folder, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return "", err
		}
		return place, checkPrivate(folder)
	}
	return "", fmt.Errorf("no folder has a path that leaves room for a socket's, of %d bytes", longestSocket)
}
