package home

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestQueueComesBack(t *testing.T) {
	h, root := under(t)
	if got, err := h.Queue(); err != nil || got != nil {
		t.Fatalf("a first start has %v, %v", got, err)
	}
	folder := t.TempDir()
	want := []Queued{{Path: filepath.Join(folder, "映画 \n\"1\".mp4"), Account: "kay"}, {Path: filepath.Join(folder, "b.mov")}}
	if err := h.SaveQueue(want); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Queue(); err != nil || !slices.Equal(got, want) {
		t.Errorf("read %+v, %v", got, err)
	}
	wantMode(t, filepath.Join(root, "queue.jsonl"), 0o600)
	if err := h.SaveQueue(nil); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Queue(); err != nil || len(got) != 0 {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestQueueTrustsNothing(t *testing.T) {
	h, root := under(t)
	good := filepath.ToSlash(filepath.Join(t.TempDir(), "a.mp4"))
	write(t, filepath.Join(root, "queue.jsonl"), strings.Join([]string{
		`{"path":"relative.mp4"}`, `garbage`, `{"path":7}`, `{"path":"/` + strings.Repeat("x", 40_000) + `"}`,
		`{"path":"` + good + `","account":"` + strings.Repeat("k", 99) + `"}`, `{"path":"` + good + `","more":1}`, `{"path":`,
	}, "\n"))
	got, err := h.Queue()
	if err != nil || len(got) != 1 || got[0].Path != filepath.FromSlash(good) && got[0].Path != good {
		t.Errorf("read %+v, %v", got, err)
	}
}
