package ui

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// otherSpeed stands for a speed that is yet to be typed.
const otherSpeed = math.MaxInt64

// Bounds of a speed that is typed, in bytes per second. The settings have the same.
const (
	leastSpeed = 10_000
	mostSpeed  = 10_000_000_000
)

// uploadingRows are the settings of uploads.
type uploadingRows struct {
	byItself, awake *widgets.Check
	premium         *widgets.Check
	atStart         *choices[home.Restart]
	atOnce          *choices[int]
	segmentBytes    *choices[int64]
	limit           *choices[int64]
	typed           *fyne.Container // where a speed is typed
	speed           *widgets.Entry
	speedSays       *widgets.Text
}

func (p *settingsPage) buildUploading() []fyne.CanvasObject {
	set := &p.ui.settings
	p.byItself = p.check("ui.settings.start_by_itself", func(on bool) { set.StartByItself = on })
	p.premium = p.check("ui.settings.premium", p.ui.choosePremium)
	p.awake = p.check("ui.settings.keep_awake", func(on bool) { set.KeepAwake = on })
	p.atStart = newChoices(p.text("ui.settings.at_start"), func(r home.Restart) string { return p.text("ui.settings.at_start." + string(r)) },
		func(r home.Restart) {
			set.AtStart = r
			p.changed()
		}, home.Ask, home.Resume)
	p.atOnce = newChoices(p.text("ui.settings.at_once"), func(n int) string { return p.orAutomatic(n == 0, strconv.Itoa(n)) },
		func(n int) {
			set.AtOnce = n
			p.pinned()
		}, 0, 1, 2, 3, 4, 5, 6, 7, 8)
	p.segmentBytes = newChoices(p.text("ui.settings.segment_bytes"), func(n int64) string { return p.orAutomatic(n == 0, p.ui.words.Bytes(n)) },
		func(n int64) {
			set.SegmentBytes = n
			p.pinned()
		}, 0, 1_000_000, 2_000_000, 4_000_000, 5_000_000, 8_000_000)
	p.limit = newChoices(p.text("ui.settings.limit"), p.speedLabel, p.chooseSpeed, append(slices.Clone(limits), otherSpeed)...)
	return []fyne.CanvasObject{
		p.byItself,
		p.premium,
		p.row("ui.settings.at_start", p.atStart.Select),
		p.row("ui.settings.at_once", p.atOnce.Select),
		p.row("ui.settings.segment_bytes", p.segmentBytes.Select),
		container.New(layout.NewCustomPaddedVBoxLayout(8), p.row("ui.settings.limit", p.limit.Select), p.buildTyped()),
		p.awake,
	}
}

// buildTyped makes the field in which a speed is typed that is not offered.
func (p *settingsPage) buildTyped() fyne.CanvasObject {
	p.speed = widgets.NewEntry("")
	p.speed.SetName(p.text("ui.settings.limit.entry"))
	p.speed.OnSubmitted = func(string) { p.typeSpeed() }
	p.speedSays = widgets.NewHint("")
	p.typed = container.New(layout.NewCustomPaddedVBoxLayout(4),
		widgets.NewStrong(p.text("ui.settings.limit.entry")),
		container.NewHBox(atWidth(140, p.speed), widgets.NewButton(p.text("ui.settings.limit.set"), nil, widgets.ButtonSecondary, p.typeSpeed)),
		p.speedSays)
	p.typed.Hide()
	return p.typed
}

func (p *settingsPage) orAutomatic(automatic bool, label string) string {
	if automatic {
		return p.text("ui.settings.automatic")
	}
	return label
}

func (p *settingsPage) speedLabel(limit int64) string {
	switch limit {
	case 0:
		return p.text("ui.limit.none")
	case otherSpeed:
		return p.text("ui.settings.limit.other")
	default:
		return p.ui.words.Speed(float64(limit))
	}
}

func (p *settingsPage) applyUploading() {
	set := p.ui.settings
	p.byItself.Set(set.StartByItself)
	p.premium.Set(set.Premium)
	p.awake.Set(set.KeepAwake)
	p.atStart.set(set.AtStart)
	p.atOnce.set(set.AtOnce)
	p.segmentBytes.set(set.SegmentBytes)
	p.limit.set(set.SpeedLimit)
}

// pinned keeps what pins the engine, and lets uploads that begin from now on have one that knows it.
func (p *settingsPage) pinned() {
	p.ui.outdated = len(p.ui.engines)
	p.changed()
}

// chooseSpeed limits the speed, or asks for one.
func (p *settingsPage) chooseSpeed(limit int64) {
	if limit != otherSpeed {
		p.typed.Hide()
		p.ui.setLimit(limit)
		p.relaid()
		return
	}
	p.speed.SetText("")
	p.typed.Show()
	p.ui.window.Canvas().Focus(p.speed)
	p.say(p.speedSays, widgets.ToneNeutral, p.text("ui.settings.limit.how"))
}

// typeSpeed takes the speed that was typed, with a point or a comma.
func (p *settingsPage) typeSpeed() {
	number, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(p.speed.Text), ",", ".", 1), 64)
	speed := math.Round(number * 1e6)
	if err != nil || !(speed >= leastSpeed && speed <= mostSpeed) { // NaN is neither
		p.ui.window.Canvas().Focus(p.speed)
		p.say(p.speedSays, widgets.ToneError, p.text("ui.settings.limit.refused", "Text", messages.Clean(p.speed.Text, 40)))
		return
	}
	p.chooseSpeed(int64(speed))
	p.ui.window.Canvas().Focus(p.limit.Select)
}
