package video_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"hoist/upload/video"
)

// stand puts a program into a folder.
func stand(t *testing.T, path, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("scripts of Unix")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestToolsOfPath(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	t.Setenv("PATH", first+string(os.PathListSeparator)+second)
	if got := video.FFmpeg(); got != "" && runtime.GOOS != "darwin" {
		t.Errorf("found where there is none: %s", got)
	}
	ffmpeg := stand(t, filepath.Join(second, "ffmpeg"), "")
	ffprobe := stand(t, filepath.Join(second, "ffprobe"), "")
	if err := os.WriteFile(filepath.Join(first, "ffmpeg"), nil, 0o600); err != nil { // it cannot be run
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(first, "ffprobe"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := video.FFmpeg(); got != ffmpeg {
		t.Errorf("got %q, want %q", got, ffmpeg)
	}
	if got := video.FFprobe(); got != ffprobe {
		t.Errorf("got %q, want %q", got, ffprobe)
	}
}

// A program that lies beside the videos is not the one that the person has installed.
func TestToolsNotOfTheCurrentFolder(t *testing.T) {
	folder := t.TempDir()
	stand(t, filepath.Join(folder, "ffmpeg"), "")
	stand(t, filepath.Join(folder, "bin", "ffmpeg"), "")
	t.Chdir(folder)
	for _, path := range []string{".", "", "bin", "." + string(os.PathListSeparator) + "bin"} {
		t.Setenv("PATH", path)
		if got := video.Find("ffmpeg", "linux", ""); got != "" {
			t.Errorf("PATH=%q: got %q", path, got)
		}
	}
}

// What the Dock of macOS starts has a PATH without the folders of Homebrew and MacPorts.
func TestToolsBeyondPath(t *testing.T) {
	for _, folder := range []string{"/opt/homebrew/bin", "/usr/local/bin", "/opt/local/bin"} {
		root := t.TempDir()
		want := stand(t, root+folder+"/ffmpeg", "")
		t.Setenv("PATH", "/nowhere")
		if got := video.Find("ffmpeg", "darwin", root); got != want {
			t.Errorf("macOS: got %q, want %q", got, want)
		}
		for _, system := range []string{"linux", "windows"} {
			if got := video.Find("ffmpeg", system, root); got != "" {
				t.Errorf("%s: got %q", system, got)
			}
		}
		inPath := stand(t, filepath.Join(root, "own", "ffmpeg"), "")
		t.Setenv("PATH", filepath.Dir(inPath))
		if got := video.Find("ffmpeg", "darwin", root); got != inPath {
			t.Errorf("PATH comes first: got %q", got)
		}
	}
}
