package video

import (
	"os/exec"
	"path/filepath"
	"runtime"
)

// FFmpeg returns where ffmpeg is installed, as an absolute path; empty: nowhere that programs are looked for. It uses the disk.
func FFmpeg() string { return find("ffmpeg", beyondPath(runtime.GOOS)) }

// FFprobe is FFmpeg for ffprobe.
func FFprobe() string { return find("ffprobe", beyondPath(runtime.GOOS)) }

// beyondPath returns the folders in which programs lie that PATH does not name. A program that is started from the Dock of
// macOS gets none of what the shell adds to PATH: not Homebrew's folders (Apple silicon, Intel), nor that of MacPorts.
func beyondPath(system string) []string {
	if system != "darwin" {
		return nil
	}
	return []string{"/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"}
}

// find returns where a program lies: in a folder of PATH, else in one of the others. What lies in the current folder does not
// count, whatever PATH says: the folder may be one that somebody else has filled, and exec.LookPath tells by exec.ErrDot.
func find(program string, others []string) string {
	if path, err := exec.LookPath(program); err == nil && filepath.IsAbs(path) {
		return path
	}
	for _, folder := range others {
		if path, err := exec.LookPath(filepath.Join(folder, program)); err == nil {
			return path
		}
	}
	return ""
}
