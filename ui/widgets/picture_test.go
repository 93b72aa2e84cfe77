package widgets_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// TestPictures holds the widgets whose look cannot be said in numbers to pictures that people have agreed to.
func TestPictures(t *testing.T) {
	for name, variant := range variants {
		for _, picture := range []struct {
			name          string
			content       func() fyne.CanvasObject
			width, height float32
		}{
			{"segmentbar", barPicture, 320, 124},
			{"videocard", cardPicture, 380, 448},
			{"notice", noticePicture, 560, 490},
			{"stepline", stepPicture, 420, 64},
			{"segmentgrid", gridPicture, 340, 116},
			{"poster", posterPicture, 520, 500},
			{"facts", factsPicture, 300, 110},
		} {
			t.Run(picture.name+"_"+name, func(t *testing.T) {
				start(t, variant)
				content := container.NewStack(widgets.NewGround(theme.ColorNameBackground),
					container.New(layout.NewCustomPaddedLayout(8, 8, 8, 8), picture.content()))
				w := show(t, content, picture.width, picture.height)
				assertFits(t, content)
				assertPicture(t, picture.name+"_"+name, w.Canvas().Capture())
			})
		}
	}
}

// barPicture is each way to draw segments: shared columns, cells, wide cells, and the low bar of a card.
func barPicture() fyne.CanvasObject {
	low := widgets.NewSegmentBar(10, false)
	low.SetSegments(segments(412, 200, 90))
	failed := widgets.NewSegmentBar(16, true)
	failed.SetSegments([]widgets.Segment{
		{State: widgets.SegmentSent},
		{State: widgets.SegmentFailed},
		{State: widgets.SegmentRetrying},
		{State: widgets.SegmentSending, Part: 0.5},
		{State: widgets.SegmentWaiting},
	})
	return column(6, bar(1000, 600, 20), bar(60, 31, 28), failed, low)
}

func cardPicture() fyne.CanvasObject {
	cards := column(8)
	for _, name := range []string{"uploading", "waiting", "problem", "ready"} {
		card := widgets.NewVideoCard()
		card.Set(cardViews()[name])
		cards.Add(card)
	}
	focused := widgets.NewVideoCard()
	focused.Set(cardViews()["ready"])
	focused.FocusGained()
	cards.Add(focused)
	return cards
}

func noticePicture() fyne.CanvasObject {
	plain := widgets.NewNotice()
	plain.Set(widgets.NoticeView{
		Tone: widgets.ToneWarning, Title: "No connection",
		Body:    "941 MB is safely on X. We'll carry on by ourselves when the connection is back.",
		Actions: []widgets.Action{{Label: "Try now"}, {Label: "Pause", Icon: theme.MediaPauseIcon()}},
	})
	open := notice(widgets.ToneError).(*widgets.Notice)
	tapDetails(open)
	return column(12, open, plain)
}

func stepPicture() fyne.CanvasObject {
	line := widgets.NewStepLine()
	line.Set([]widgets.Step{
		{Label: "Checked", State: widgets.StepDone}, {Label: "Sent", State: widgets.StepActive}, {Label: "Posted"},
	})
	failed := widgets.NewStepLine()
	failed.Set([]widgets.Step{
		{Label: "Checked", State: widgets.StepDone},
		{Label: "Sent", State: widgets.StepDone},
		{Label: "Processing at X", State: widgets.StepFailed},
		{Label: "Posted"},
	})
	return column(4, line, failed)
}
