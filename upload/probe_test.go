package upload_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"hoist/upload"
	"hoist/upload/video"
)

// What the index of a file leaves open is asked of ffprobe, where it is installed; where it is not, or fails, it stays open.
func TestInspectAsksFFprobe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a script of Unix stands in for ffprobe")
	}
	whole, err := os.ReadFile(filepath.Join("video", "testdata", "plain.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	known := filepath.Join(folder, "known.mp4")
	open := filepath.Join(folder, "open.mp4")
	odd := bytes.Replace(whole, []byte("avc1\x00"), []byte("mp4v\x00"), 1) // a codec whose header says nothing here
	odd = bytes.Replace(odd, []byte("avcC"), []byte("free"), 1)
	for path, content := range map[string][]byte{known: whole, open: odd} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bin := t.TempDir()
	t.Setenv("PATH", bin)
	inspect := func(path string) video.Scan {
		t.Helper()
		f, err := upload.Inspect(path, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f.Info.Picture.Scan
	}
	if got := inspect(open); got != "" {
		t.Fatalf("known without ffprobe: %s", got)
	}
	for script, want := range map[string]video.Scan{
		`echo '{"streams": [{"codec_type": "video", "width": 64, "height": 64, "field_order": "tt"}]}'`: video.Interlaced,
		"exit 1": "",
	} {
		if err := os.WriteFile(filepath.Join(bin, "ffprobe"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if got := inspect(open); got != want {
			t.Errorf("%s: got %q, want %q", script, got, want)
		}
		if got := inspect(known); got != video.Progressive {
			t.Errorf("%s: what is known became %q", script, got)
		}
	}
}
