package ui

import (
	"os"
	"testing"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestFileComesBack takes the file of a video away in the middle of its upload, as a drive does that is unplugged: what
// is sent is safe, and it goes on by itself when the file is back.
func TestFileComesBack(t *testing.T) {
	folder := t.TempDir()
	x := startX(t, practice.Options{Processing: []practice.ProcessingStep{}, RateMbit: 8})
	kay := upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys()), SegmentBytes: 256 << 10}
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Accounts.(*fakeAccounts).current = &kay
		d.Engine = func(a upload.Account, _ home.Settings) (*upload.Engine, error) {
			return upload.New(a, upload.Options{AtOnce: 1, Journals: folder})
		}
	})
	s.until("the account", func() bool { return s.account != nil })
	path := noisy(t, "film.mp4", 3<<20)
	s.drop(path)
	v := s.videos[0]
	s.start(v)
	s.until("some of it", func() bool { return v.progress.Confirmed > 0 })
	s.pause(v)
	s.until("it to stand", func() bool { return v.progress.Stage == upload.StagePaused })
	if err := os.Rename(path, path+".gone"); err != nil {
		t.Fatal(err)
	}
	s.resume(v)
	s.until("the end of it", func() bool { return v.state == failed })
	if kind := messages.KindOf(v.problem); kind != string(upload.FileMissing) {
		t.Fatalf("it has failed as %s", kind)
	}
	s.reads(s.words.Text("problem.file_missing.do.watched"))
	s.watchFiles()
	s.until("an answer", func() bool { return !v.looking })
	if v.state != failed {
		t.Fatalf("without its file it is %v", v.state)
	}
	if err := os.Rename(path+".gone", path); err != nil {
		t.Fatal(err)
	}
	s.watchFiles()
	s.until("it to arrive", func() bool { return v.state == done })
	if n := x.Counts()["init"]; n != 1 {
		t.Errorf("%d uploads were opened", n)
	}
}
