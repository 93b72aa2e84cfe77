package widgets_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/widgets"
)

// TestSheet draws every widget on one sheet, light and dark, and checks that nothing is larger than the place it has.
// With HOIST_SHEET=1 the pictures are kept in the temporary folder, for people to look at.
func TestSheet(t *testing.T) {
	for name, variant := range variants {
		for _, scale := range []float32{1, 1.5} {
			start(t, variant)
			w := show(t, sheet(), 1080, 1000)
			w.Canvas().(software.WindowlessCanvas).SetScale(scale)
			settle(w, 1080, 1000)
			assertFits(t, w.Content())
			picture := w.Canvas().Capture()
			if os.Getenv("HOIST_SHEET") != "" {
				writePNG(t, filepath.Join(os.TempDir(), fmt.Sprintf("hoist_sheet_%s_%g.png", name, scale)), picture)
			}
		}
	}
}

// assertFits fails for every visible child of a container that is smaller than it has to be.
func assertFits(t *testing.T, o fyne.CanvasObject) {
	t.Helper()
	c, ok := o.(*fyne.Container)
	if !ok {
		return
	}
	for _, child := range c.Objects {
		if !child.Visible() {
			continue
		}
		if least, size := child.MinSize(), child.Size(); least.Width > size.Width+0.5 || least.Height > size.Height+0.5 {
			t.Errorf("%T has %v and needs %v", child, size, least)
		}
		assertFits(t, child)
	}
}

// TestLightAndDarkSwitchLive changes the theme under a window that is open.
func TestLightAndDarkSwitchLive(t *testing.T) {
	app := start(t, theme.VariantLight)
	w := show(t, sheet(), 1080, 1000)
	app.Settings().SetTheme(look{Theme: theme.DefaultTheme(), variant: theme.VariantDark})
	settle(w, 1080, 1000)
	changed := w.Canvas().Capture()

	start(t, theme.VariantDark)
	fresh := show(t, sheet(), 1080, 1000).Canvas().Capture()
	differing := 0
	for y := range fresh.Bounds().Dy() {
		for x := range fresh.Bounds().Dx() {
			if !close8(changed.At(x, y), fresh.At(x, y)) {
				differing++
			}
		}
	}
	if differing > 0 {
		t.Errorf("%d pixels kept the old colours", differing)
	}
}

func column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedVBoxLayout(gap), objects...)
}

func sheet() fyne.CanvasObject {
	account := widgets.NewAccountButton(nil)
	account.Set("Kestrel Films", "@kestrelfilms")
	nobody := widgets.NewAccountButton(nil)
	nobody.Set("Not signed in", "")
	header := container.NewStack(
		widgets.NewGround(widgets.ColorHeader),
		container.New(layout.NewCustomPaddedLayout(6, 6, 8, 8), container.NewBorder(nil, nil,
			nil, container.NewHBox(
				container.NewCenter(widgets.NewButton("Add video", theme.ContentAddIcon(), widgets.ButtonPrimary, nil)),
				container.NewCenter(widgets.NewIconButton("History", theme.HistoryIcon(), nil)),
				container.NewCenter(widgets.NewIconButton("Settings", theme.SettingsIcon(), nil)),
			), container.NewGridWithColumns(2, account, nobody))),
	)
	banner := widgets.NewBanner("Practice mode – nothing is sent to X")
	banner.SetAction("Use a real account", func() {})

	left := column(8,
		container.NewBorder(nil, nil, nil, container.NewCenter(widgets.NewCaption("4 videos · 5.4 GB")), widgets.NewHeading("Queue")))
	for _, name := range []string{"uploading", "waiting", "problem", "ready"} {
		card := widgets.NewVideoCard()
		card.Set(cardViews()[name])
		left.Add(card)
	}
	focused := widgets.NewVideoCard()
	focused.Set(cardViews()["waiting"])
	focused.FocusGained()
	left.Add(focused)

	body := container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(380, 800), left), nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), rightColumn()))
	return container.NewStack(widgets.NewGround(theme.ColorNameBackground), container.NewBorder(column(0, header, banner), nil, nil, nil,
		container.New(layout.NewCustomPaddedLayout(12, 12, 16, 16), body)))
}

func rightColumn() fyne.CanvasObject {
	uploading := widgets.NewPanel(column(10,
		container.NewBorder(nil, nil, nil, container.New(layout.NewCustomPaddedHBoxLayout(4),
			widgets.NewButton("Pause", theme.MediaPauseIcon(), widgets.ButtonSecondary, nil),
			widgets.NewButton("Cancel", theme.CancelIcon(), widgets.ButtonQuiet, nil)), widgets.NewHeading("Uploading to X")),
		bar(412, 235, 220), bar(1000, 600, 20), bar(60, 31, 28), bar(7, 3, 6),
		container.NewGridWithColumns(4, stat("941 MB", "sent of 1.61 GB"), stat("1.9 MB/s", "speed"),
			stat("about 6 min", "left"), stat("Tue 14:05", "resume until")),
	))
	steps := widgets.NewStepLine()
	steps.Set([]widgets.Step{
		{Label: "Checked", State: widgets.StepDone},
		{Label: "Sent", State: widgets.StepDone},
		{Label: "Processed", State: widgets.StepActive},
		{Label: "Posted"},
	})
	id := widgets.NewMonoField("Copy media ID", nil)
	id.SetText("1880028106020515840")
	secret := widgets.NewSecretEntry("API key secret", "Paste", "Show", "Hide")
	secret.SetText("abcdefghijklmnop")
	pin := widgets.NewPinEntry()
	pin.SetText("1234567")
	done := widgets.NewPanel(column(10, steps,
		widgets.NewTitle("Your video is ready on X"),
		widgets.NewBody("Use it within 23 h 59 min (until Mon 17:02). After that X drops it and it has to be uploaded again."),
		id,
		widgets.NewFlow(
			widgets.NewButton("Create post", theme.MailSendIcon(), widgets.ButtonPrimary, nil),
			widgets.NewButton("Copy as cURL", theme.ContentCopyIcon(), widgets.ButtonQuiet, nil),
			focusedButton(widgets.ButtonPrimary), focusedButton(widgets.ButtonSecondary), disabledButton(),
		),
		widgets.NewHint("1.61 GB in 14 min 08 s · 412 segments, 6 resent · average 1.9 MB/s"),
		container.NewBorder(nil, nil, nil, pin, container.NewCenter(container.NewGridWrap(fyne.NewSize(360, 38), secret))),
	))
	zone := widgets.NewDropZone(column(8,
		container.NewCenter(widgets.NewStrong("Drop videos anywhere in this window")), widgets.NewCentredFlow(
			widgets.NewButton("No X keys yet? Try practice mode – nothing leaves this computer.", nil, widgets.ButtonLink, nil))))
	return column(12, uploading, notice(widgets.ToneError), done, container.NewGridWrap(fyne.NewSize(640, 110), zone))
}

func stat(value, caption string) fyne.CanvasObject {
	s := widgets.NewStat()
	s.Set(value, caption)
	return s
}

func focusedButton(kind widgets.ButtonKind) fyne.CanvasObject {
	b := widgets.NewButton("Focused", nil, kind, nil)
	b.FocusGained()
	return b
}

func disabledButton() fyne.CanvasObject {
	b := widgets.NewButton("Upload", theme.UploadIcon(), widgets.ButtonPrimary, nil)
	b.Disable()
	return b
}

func notice(tone widgets.Tone) fyne.CanvasObject {
	n := widgets.NewNotice()
	n.Set(widgets.NoticeView{
		Tone:  tone,
		Title: "X won't accept this video as it is",
		Body: "Its picture is stored as HEVC (H.265). X takes H.264 only. Nothing has been sent. " +
			"Export it again as H.264, or copy a ready-made ffmpeg command that does it.",
		DetailsLabel: "Details", Details: "400 {\"errors\":[{\"code\":324,\"message\":\"Unsupported codec\"}]}",
		Actions: []widgets.Action{
			{Label: "Copy ffmpeg command", Icon: theme.ContentCopyIcon(), Primary: true},
			{Label: "Choose another file…", Icon: theme.FolderOpenIcon()},
			{Label: "Upload anyway", Icon: theme.MailSendIcon()},
		},
	})
	return n
}

// bar returns a marked bar of n segments: the first sent, three on the wire, and one of those before them in trouble.
func bar(n, sent, trouble int) *widgets.SegmentBar {
	b := widgets.NewSegmentBar(16, true)
	b.SetSegments(segments(n, sent, trouble))
	return b
}

func segments(n, sent, trouble int) []widgets.Segment {
	all := make([]widgets.Segment, n)
	for i := range all {
		switch {
		case i == trouble:
			all[i].State = widgets.SegmentRetrying
		case i == trouble/2 && trouble > 6:
			all[i].State = widgets.SegmentFailed
		case i < sent:
			all[i].State = widgets.SegmentSent
		case i < sent+3 && i < n:
			all[i] = widgets.Segment{State: widgets.SegmentSending, Part: float32(i-sent+1) / 4}
		}
	}
	return all
}

func cardViews() map[string]widgets.CardView {
	return map[string]widgets.CardView{
		"uploading": {
			Title: "Launch film – final v7.mp4", Line: "Uploading · 57 % · about 6 min left", Tone: widgets.ToneNeutral,
			Thumbnail: widgets.Thumbnail{Name: "Launch film – final v7.mp4", Width: 1920, Height: 1080},
			Segments:  segments(412, 235, 220), Selected: true, ActionLabel: "Cancel", ActionIcon: theme.CancelIcon(),
		},
		"waiting": {
			Title: "Behind the scenes, the long version that nobody asked for.mov", Line: "Waiting · 1.2 GB · starts next",
			Thumbnail:   widgets.Thumbnail{Name: "Behind the scenes.mov", Width: 1080, Height: 1920},
			ActionLabel: "Remove", ActionIcon: theme.CancelIcon(),
		},
		"problem": {
			Title: "Interview 03 HEVC.mov", Line: "Can't upload yet · video is HEVC (H.265)", Tone: widgets.ToneError,
			Icon: theme.ErrorIcon(), Thumbnail: widgets.Thumbnail{Name: "Interview 03 HEVC.mov", Width: 1000, Height: 1000},
			ActionLabel: "Remove", ActionIcon: theme.DeleteIcon(),
		},
		"ready": {
			Title: "Teaser 15s.mp4", Line: "Ready on X · use within 23 h 41 min", Tone: widgets.ToneGood,
			Icon: theme.ConfirmIcon(), Thumbnail: widgets.Thumbnail{Name: "Teaser 15s.mp4"},
		},
	}
}
