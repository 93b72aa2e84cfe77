package video_test

import (
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"hoist/upload/video"
)

// cure makes a copy of a video of which X would refuse something, or may, and checks the copy.
func (c clip) cure(t *testing.T, v video.Verdict, path string) {
	t.Helper()
	cure, ok := video.CureFor(v)
	if sick := v.Class() >= video.Warn && c.incurable == ""; ok != sick {
		t.Errorf("there is a cure: %t, want %t (%s)", ok, sick, c.incurable)
	}
	if !ok {
		return
	}
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(filepath.Dir(path), "copy of "+c.name+".mp4")
	if err := cure.Convert(t.Context(), program, path, out, func(time.Duration) {}); err != nil {
		t.Fatalf("converting: %v", err)
	}
	converted := readFile(t, out)
	again := verdictOn(t, converted)
	if again.Class() > video.Note {
		t.Errorf("the copy: %s", describe(again))
	}
	if missing := missingChecks(again); missing != "" {
		t.Errorf("too little is known of the copy for: %s", missing)
	}
	if converted.Index != video.IndexFront {
		t.Errorf("the index of the copy is %s", converted.Index)
	}
	if (converted.Sound == nil) != (v.Info.Sound == nil) {
		t.Errorf("the file has sound: %t, its copy: %t", v.Info.Sound != nil, converted.Sound != nil)
	}
	if d := converted.Duration - v.Info.Duration; d.Abs() > 150*time.Millisecond {
		t.Errorf("the file lasts %s, and its copy %s", v.Info.Duration, converted.Duration)
	}
	if _, ok := video.CureFor(again); ok {
		t.Error("the copy has a cure again")
	}
}
