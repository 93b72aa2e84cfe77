package widgets_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

func labels(n fyne.CanvasObject) []string {
	var all []string
	for _, b := range find[*widgets.Button](n) {
		all = append(all, b.AccessibilityLabel())
	}
	return all
}

func tapDetails(n *widgets.Notice) {
	for _, b := range find[*widgets.Button](n) {
		if b.AccessibilityLabel() == "Details" {
			test.Tap(b)
		}
	}
}

func TestNoticeButtons(t *testing.T) {
	start(t, theme.VariantLight)
	var done []string
	action := func(name string) widgets.Action {
		return widgets.Action{Label: name, OnTapped: func() { done = append(done, name) }}
	}
	n := widgets.NewNotice()
	n.Set(widgets.NoticeView{Title: "No connection", Body: "It will be back.", Actions: []widgets.Action{action("Try now"), action("Pause")}})
	w := show(t, n, 500, 200)
	if got := labels(n); !slices.Equal(got, []string{"Try now", "Pause"}) {
		t.Fatalf("buttons are %q", got)
	}
	w.Canvas().Focus(find[*widgets.Button](n)[0])

	n.Set(widgets.NoticeView{Title: "No connection", Body: "Next try in 3 s.", Actions: []widgets.Action{action("Try at once")}})
	if got := labels(n); !slices.Equal(got, []string{"Try at once"}) {
		t.Fatalf("buttons are %q", got)
	}
	if w.Canvas().Focused() != find[*widgets.Button](n)[0] {
		t.Error("new words took the focus away")
	}
	test.Tap(find[*widgets.Button](n)[0])
	if !slices.Equal(done, []string{"Try at once"}) {
		t.Errorf("done %q", done)
	}
	if got, want := n.AccessibilityLabel(), "No connection Next try in 3 s. Try at once"; got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}
}

func TestNoticeDetails(t *testing.T) {
	start(t, theme.VariantLight)
	n := widgets.NewNotice()
	view := widgets.NoticeView{Title: "X refused", Details: "HTTP 403\nrequest 17", DetailsLabel: "Details"}
	n.Set(view)
	closed := n.MinSize().Height
	tapDetails(n)
	if opened := n.MinSize().Height; opened < closed+30 {
		t.Errorf("%v high closed, %v opened", closed, opened)
	}
	view.Body = "Something else in the same notice."
	n.Set(view)
	tapDetails(n) // it was still open, so this closes it
	view.Body = ""
	n.Set(view)
	if again := n.MinSize().Height; again != closed {
		t.Errorf("%v high after closing, %v before", again, closed)
	}
	tapDetails(n)
	n.Set(widgets.NoticeView{Title: "Another matter", Details: "more", DetailsLabel: "Details"})
	if again := n.MinSize().Height; again != closed {
		t.Error("the details of another notice are open")
	}
	n.Set(widgets.NoticeView{Title: "Another matter"})
	if got := labels(n); len(got) != 0 {
		t.Errorf("buttons without details: %q", got)
	}
}

// TestNoticeWrapsButtons makes a notice narrower than its buttons side by side.
func TestNoticeWrapsButtons(t *testing.T) {
	start(t, theme.VariantLight)
	n := notice(widgets.ToneError)
	show(t, n, 700, 300)
	wide := n.MinSize()
	show(t, n, 330, 500)
	if narrow := n.MinSize(); narrow.Width > 330 || narrow.Height <= wide.Height+38 {
		t.Errorf("narrow it needs %v, wide %v", narrow, wide)
	}
}

func TestStepLineSays(t *testing.T) {
	start(t, theme.VariantLight)
	l := widgets.NewStepLine()
	steps := []widgets.Step{{Label: "Checked", State: widgets.StepDone}, {Label: "Sent"}, {Label: "Posted"}}
	for _, c := range []struct {
		states [3]widgets.StepState
		want   string
	}{
		{[3]widgets.StepState{widgets.StepActive}, "Step 1 of 3: Checked"},
		{[3]widgets.StepState{widgets.StepDone, widgets.StepActive}, "Step 2 of 3: Sent"},
		{[3]widgets.StepState{widgets.StepDone, widgets.StepFailed}, "Step 2 of 3: Sent"},
		{[3]widgets.StepState{widgets.StepDone, widgets.StepDone, widgets.StepDone}, "Step 3 of 3: Posted"},
	} {
		for i, s := range c.states {
			steps[i].State = s
		}
		l.Set(steps)
		if got := l.AccessibilityLabel(); got != c.want {
			t.Errorf("%v says %q, want %q", c.states, got, c.want)
		}
	}
	l.SetLabel("Schritt 3 von 3")
	if got := l.AccessibilityLabel(); got != "Schritt 3 von 3" {
		t.Errorf("says %q", got)
	}
}

// TestTextKeepsToItsWidth lays out text that is too long, wrapped and cut.
func TestTextKeepsToItsWidth(t *testing.T) {
	start(t, theme.VariantLight)
	long := "Use it within 23 h 59 min. /a/path/without/blanks/that/is/wider/than/the/text/may/be.mp4 動画をアップロードする"
	body, name := widgets.NewBody(long), widgets.NewStrong(long).Ellipsize()
	for _, width := range []float32{400, 120, 40} {
		before := body.MinSize().Height
		body.Resize(fyne.NewSize(width, 1000))
		if body.MinSize().Height <= before {
			t.Errorf("%v wide it is %v high, wider it was %v", width, body.MinSize().Height, before)
		}
		if least := body.MinSize().Width; least > 40 {
			t.Errorf("asks for %v", least)
		}
		name.Resize(fyne.NewSize(width, 20))
		if height := name.MinSize().Height; height > 20 {
			t.Errorf("cut at %v it is %v high", width, height)
		}
		for _, o := range []fyne.CanvasObject{body, name} {
			for _, line := range find[fyne.CanvasObject](o)[1:] {
				if line.MinSize().Width > width {
					t.Errorf("at %v a line is %v wide", width, line.MinSize().Width)
				}
			}
		}
	}
	body.Resize(fyne.NewSize(2000, 100))
	body.SetText("short")
	if lines := find[fyne.CanvasObject](body)[1:]; len(lines) != 1 {
		t.Errorf("a short text has %d lines", len(lines))
	}
	if !strings.HasPrefix(long, "Use") || name.AccessibilityLabel() != long {
		t.Error("what is cut for the eyes is not said in full")
	}
}
