package ui

import (
	"os"
	"slices"
	"testing"
	"time"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestClosedWhileXProcesses closes the window while X processes, and opens it again: it asks X by itself, sends nothing, and
// nobody is told that anything was interrupted.
func TestClosedWhileXProcesses(t *testing.T) {
	x := startX(t, practice.Options{Processing: []practice.ProcessingStep{
		{State: "in_progress", For: 2 * time.Second, CheckAfter: 1, Percent: 40}, {State: "succeeded", Percent: 100},
	}})
	folder, path := t.TempDir(), noisy(t, "clip.mp4", 1<<20)
	asked := make(chan struct{})
	open := func(asked chan struct{}) *stage {
		return newStage(t, func(d *Deps, _ *practice.Options) {
			d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
			d.Accounts.(*fakeAccounts).asked = asked
			d.Engine = func(a upload.Account, _ home.Settings) (*upload.Engine, error) {
				return upload.New(a, upload.Options{AtOnce: 1, Journals: folder})
			}
			d.Unfinished = func() ([]upload.Unfinished, error) { return upload.ListUnfinished(folder) }
		})
	}
	s := open(nil)
	s.until("the account", func() bool { return s.account != nil })
	s.drop(path)
	s.start(s.videos[0])
	s.until("that X processes it", func() bool { return s.videos[0].state == processing })
	id := s.videos[0].progress.MediaID
	s.onClose()
	if s.asking != nil {
		t.Fatal("it asks")
	}
	s.Close()
	before := x.Counts()

	s = open(asked)
	s.until("the journal", func() bool { return len(s.videos) == 1 })
	v := s.videos[0]
	if v.state != paused || s.frame.news.Visible() {
		t.Errorf("before it is known who is signed in it is %v, and the strip is shown: %v", v.state, s.frame.news.Visible())
	}
	close(asked)
	s.until("its end", func() bool {
		if s.frame.news.Visible() {
			t.Error("it says that something was interrupted")
		}
		return v.state == done || v.state == failed
	})
	if v.state != done || v.progress.Result.MediaID != id {
		t.Fatalf("it ended as %+v, %v", v.progress.Result, v.problem)
	}
	after := x.Counts()
	if after["append"] != before["append"] || after["init"] != 1 || after["finalize"] != 1 {
		t.Errorf("X was asked %v, and before %v", after, before)
	}
}

// TestProcessedOfAnother leaves with the offers what X processed in a name in which nobody is signed in.
func TestProcessedOfAnother(t *testing.T) {
	path := noisy(t, "one.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished {
		f := left(path, "merlin", at, "1")
		f.Finalizing = true
		return []upload.Unfinished{f}
	})
	s.reads(s.words.Count("ui.welcome", 1))
	if v := s.videos[0]; v.job != nil || v.state != paused {
		t.Errorf("it is %v", v.state)
	}
}

// TestFailedComesBack closes the window with what X has refused and with what has no file, and opens it again: they are
// there with their words, and go on in the name that they had, or when the file is back.
func TestFailedComesBack(t *testing.T) {
	x := startX(t, practice.Options{
		Processing: []practice.ProcessingStep{}, Faults: []practice.Fault{{Op: "init", What: "status", Preset: "credits"}},
	})
	kay := upload.Account{Name: "kay", BaseURL: x.URL(), Sign: signer(x.Keys())}
	unpaid, away := clip(t, "unpaid.mp4", 4096), clip(t, "away.mp4", 4096)
	var places *home.Home
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Accounts.(*fakeAccounts).current, places = &kay, d.Home
	})
	s.until("what was there", func() bool { return s.queueRead && s.account != nil })
	s.drop(unpaid)
	s.start(s.videos[0])
	s.until("the failure", func() bool { return s.videos[0].state == failed })
	if err := os.Rename(away, away+".gone"); err != nil {
		t.Fatal(err)
	}
	s.drop(away)
	s.onClose()
	s.Close()
	saved, err := places.Queue()
	want := []home.Queued{{Path: unpaid, Account: "kay", Failed: string(upload.NoCredits)}, {Path: away}}
	if err != nil || !slices.Equal(saved, want) {
		t.Fatalf("saved %+v, %v", saved, err)
	}

	s = newStage(t, func(d *Deps, _ *practice.Options) {
		d.Accounts.(*fakeAccounts).current, d.Home = &kay, places
		d.Accounts.(*fakeAccounts).others = []upload.Account{{Name: "merlin", BaseURL: x.URL(), Sign: kay.Sign}}
	})
	s.until("what was there", func() bool {
		return len(s.videos) == 2 && len(s.UI.accounts) == 2 && !slices.ContainsFunc(s.videos, func(v *video) bool { return v.state == checking })
	})
	first, second := s.videos[0], s.videos[1]
	if first.state != failed || messages.KindOf(first.problem) != string(upload.NoCredits) || second.state != refused {
		t.Fatalf("they are %v (%v) and %v", first.state, first.problem, second.state)
	}
	if s.frame.news.Visible() || s.account.Name != "merlin" {
		t.Errorf("the strip is shown: %v; %s is used", s.frame.news.Visible(), s.account.Name)
	}
	s.reads(s.words.Text("problem.no_credits.title"))
	s.press("ui.retry")
	s.until("its end", func() bool { return first.state == done })
	if first.account.Name != "kay" {
		t.Errorf("it went in the name of %s", first.account.Name)
	}
	if err := os.Rename(away+".gone", away); err != nil {
		t.Fatal(err)
	}
	s.watchFiles()
	s.until("that the other is ready", func() bool { return second.state == ready })
	if second.looking {
		t.Error("it is still being looked for")
	}
}

// TestQueueAfterPractice starts in practice mode and leaves it: what waited for X is there, and what comes is kept beside it.
func TestQueueAfterPractice(t *testing.T) {
	old, fresh := clip(t, "old.mp4", 4096), clip(t, "fresh.mp4", 4096)
	s := practiceStage(t, func(d *Deps, _ *practice.Options) {
		if err := d.Home.SaveQueue([]home.Queued{{Path: old}}); err != nil {
			t.Fatal(err)
		}
	})
	s.drop(fresh)
	if len(s.videos) != 1 {
		t.Fatal("what waits for X is shown in practice mode")
	}
	s.saveQueue()
	s.leavePractice()
	s.until("what waited", func() bool { return len(s.videos) == 2 && s.queueRead })
	s.onClose()
	s.Close()
	saved, err := s.deps.Home.Queue()
	if err != nil || !slices.Equal(saved, []home.Queued{{Path: fresh}, {Path: old}}) {
		t.Errorf("saved %+v, %v", saved, err)
	}
}
