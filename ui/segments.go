package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
)

// segmentMap shows each segment of the selected video, for those who want to know: a map that opens on demand, how many
// there are of each kind, and what is true of the one under the pointer or the cursor.
type segmentMap struct {
	ui   *UI
	root *fyne.Container

	toggle *widgets.Button
	inside *fyne.Container
	grid   *widgets.SegmentGrid
	legend *widgets.Legend
	line   *widgets.Text
	open   bool
	at     int // the segment that is read out; -1: none
}

func newSegmentMap(u *UI) *segmentMap {
	m := &segmentMap{ui: u, grid: widgets.NewSegmentGrid(), legend: widgets.NewLegend(), line: widgets.NewMono("").Ellipsize(), at: -1}
	m.toggle = widgets.NewButton("", nil, widgets.ButtonLink, func() {
		m.open = !m.open
		u.details.apply(u.selected)
	})
	m.grid.OnRead = func(index int) {
		m.at = index
		m.readOut()
	}
	m.grid.OnAct = m.tryNow
	m.grid.OnMenu = m.showMenu
	m.inside = container.New(layout.NewCustomPaddedVBoxLayout(10), m.grid, m.legend, m.line)
	m.root = container.New(layout.NewCustomPaddedVBoxLayout(10), widgets.NewFlow(m.toggle), m.inside)
	return m
}

// apply shows the segments of a video.
func (m *segmentMap) apply(v *video) {
	words, p := m.ui.words, &v.progress
	counts := map[upload.SegmentState]int{}
	for _, s := range p.Segments {
		counts[s.State]++
	}
	label := words.Text("ui.segments.toggle", "Sent", counts[upload.SegmentTaken], "Total", len(p.Segments))
	if n := counts[upload.SegmentTroubled]; n > 0 {
		label = words.Count("ui.segments.toggle.retrying", n, "Sent", counts[upload.SegmentTaken], "Total", len(p.Segments))
	}
	m.toggle.SetText(label)
	arrow := theme.MenuExpandIcon()
	if m.open {
		arrow = theme.MenuDropDownIcon()
	}
	m.toggle.SetIcon(arrow)
	visible(m.inside, m.open)
	if !m.open {
		return
	}
	m.grid.Set(barOf(p))
	m.grid.SetLabel(label)
	m.legend.Set(m.entries(counts))
	m.readOut()
}

// entries are the kinds of segments that there are, and how many of each.
func (m *segmentMap) entries(counts map[upload.SegmentState]int) []widgets.LegendEntry {
	var all []widgets.LegendEntry
	for _, kind := range []struct {
		id   string
		of   upload.SegmentState
		look widgets.SegmentState
	}{
		{"ui.legend.sent", upload.SegmentTaken, widgets.SegmentSent},
		{"ui.legend.sending", upload.SegmentSending, widgets.SegmentSending},
		{"ui.legend.retrying", upload.SegmentTroubled, widgets.SegmentRetrying},
		{"ui.legend.waiting", upload.SegmentUnsent, widgets.SegmentWaiting},
	} {
		if n := counts[kind.of]; n > 0 {
			all = append(all, widgets.LegendEntry{State: kind.look, Label: m.ui.words.Text(kind.id, "Count", n)})
		}
	}
	return all
}

// readOut says what is true of the segment under the pointer or the cursor, and how to get to one while there is none.
func (m *segmentMap) readOut() {
	v := m.ui.selected
	if v == nil || m.at < 0 || m.at >= len(v.progress.Segments) {
		m.line.SetText(m.ui.words.Text("ui.segment.none"))
		return
	}
	m.line.SetText(m.ui.segmentLine(v, m.at, m.ui.now()))
}

// segmentLine says in one line what is true of a segment.
func (u *UI) segmentLine(v *video, i int, now time.Time) string {
	words, p := u.words, &v.progress
	s := p.Segments[i]
	size := min(p.SegmentBytes, p.Bytes-int64(i)*p.SegmentBytes)
	head := words.Text("ui.segment", "Number", i+1, "Total", len(p.Segments), "Size", words.Bytes(size))
	switch s.State {
	case upload.SegmentTaken:
		return head + " · " + words.Text("ui.segment.sent")
	case upload.SegmentSending:
		return head + " · " + words.Text("ui.segment.sending", "Attempt", s.Attempt, "Size", words.Bytes(s.Bytes))
	case upload.SegmentTroubled:
		cause := words.Problem(s.Cause, messages.Facts{Now: now}).Title
		return head + " · " + words.Text("ui.segment.retrying", "Attempt", s.Attempt+1, "Cause", cause, "Wait", words.Elapsed(max(0, s.Until.Sub(now).Round(time.Second))))
	default:
		return head + " · " + words.Text("ui.segment.waiting")
	}
}

// tryNow sends a segment again at once that waits for another try.
func (m *segmentMap) tryNow(index int) {
	v := m.ui.selected
	if v != nil && v.job != nil && index < len(v.progress.Segments) && v.progress.Segments[index].State == upload.SegmentTroubled {
		v.job.TryNow()
	}
}

// showMenu shows what can be done with a segment.
func (m *segmentMap) showMenu(index int, at fyne.Position) {
	u := m.ui
	v := u.selected
	if v == nil || index < 0 || index >= len(v.progress.Segments) {
		return
	}
	again := fyne.NewMenuItem(u.words.Text("ui.segment.try_now"), func() { m.tryNow(index) })
	again.Disabled = v.progress.Segments[index].State != upload.SegmentTroubled
	menu := fyne.NewMenu("", again, fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(u.words.Text("ui.copy_curl"), func() { u.copySegment(upload.Curl, v, index) }),
		fyne.NewMenuItem(u.words.Text("ui.copy_twurl"), func() { u.copySegment(upload.Twurl, v, index) }))
	widget.NewPopUpMenu(menu, u.window.Canvas()).ShowAtPosition(at)
}

// copySegment copies the request of a segment, as a line for a shell, without its signature.
func (u *UI) copySegment(tool upload.Tool, v *video, index int) {
	line, err := tool.Append(v.account, v.progress.MediaID, v.path, v.file.Plan, index)
	u.copyLine(line, err)
}

// copyRequest copies the request that matters most for a video: of the segment under the cursor, else that which asks how
// far it is.
func (u *UI) copyRequest(tool upload.Tool) {
	v := u.selected
	if v == nil || v.progress.MediaID == "" && v.state != done {
		return
	}
	if m := u.details.segments; m.open && m.at >= 0 && m.at < len(v.progress.Segments) {
		u.copySegment(tool, v, m.at)
		return
	}
	id := v.progress.MediaID
	if v.state == done {
		id = v.progress.Result.MediaID
	}
	u.copyLine(tool.Status(v.account, id))
}

func (u *UI) copyLine(line string, err error) {
	if err != nil {
		u.status(u.words.Problem(err, messages.Facts{Now: u.now()}).Message())
		return
	}
	u.deps.App.Clipboard().SetContent(line)
	u.status(u.words.Text("ui.status.request_copied"))
}
