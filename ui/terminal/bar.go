package terminal

import (
	"fmt"
	"strings"

	"hoist/ui/messages"
	"hoist/upload"
)

// What the bar is made of: X has it, the network has it, it is still here. They differ by shape, so that no colour is
// needed to tell them apart.
const (
	barConfirmed = "█"
	barOnWire    = "▒"
	barRest      = "·"
)

// The widest and the narrowest bar in columns, and the same for a name beside it.
const (
	barMost   = 60
	barLeast  = 10
	nameMost  = 28
	nameLeast = 12
)

// Escape sequences. The bar itself is drawn without: the cursor goes back to the beginning of the line.
const (
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
	colorBar   = "\x1b[36m" // cyan, which can be read on light and on dark
	colorDim   = "\x1b[2m"
	colorOff   = "\x1b[0m"
)

// bar draws over one line of standard error while an upload is under way, and leaves a line for each that has ended.
type bar struct {
	lines
	screen Screen

	shown  string // the line as it stands
	drawn  int    // how many columns it takes; 0: nothing stands
	hidden bool   // the cursor
}

func (b *bar) begin(t *track) {
	b.lines.begin(t)
	b.tick(t)
}

// event leaves a line for what a person has to know of this upload later, too. All else tick shows: an upload can have
// thousands of events a second.
func (b *bar) event(t *track, e upload.Event) {
	switch e := e.(type) {
	case upload.Opened:
		if !t.resumed(e) && e.Anew == nil {
			return
		}
	case upload.Waiting:
		if !b.unsaid(t) {
			return
		}
	default:
		return
	}
	b.clear()
	b.lines.event(t, e)
	b.tick(t)
}

func (b *bar) tick(t *track) {
	if b.screen.Escapes && !b.hidden {
		b.hidden = true
		fmt.Fprint(b.err, hideCursor) //nolint:errcheck // nobody to tell
	}
	most := b.screen.columns()
	line, columns := compose(b.words, t, most, b.screen.Color)
	if line == b.shown {
		return
	}
	fmt.Fprint(b.err, "\r", line, strings.Repeat(" ", max(0, min(b.drawn, most)-columns))) //nolint:errcheck // nobody to tell
	b.shown, b.drawn = line, columns
}

func (b *bar) done(t *track, r *upload.Result) {
	b.clear()
	b.lines.done(t, r)
}

func (b *bar) failed(f failure) {
	b.clear()
	b.lines.failed(f)
}

func (b *bar) end() { b.clear() }

// clear takes the bar away and gives the cursor back.
func (b *bar) clear() {
	if b.drawn > 0 {
		fmt.Fprint(b.err, "\r", strings.Repeat(" ", min(b.drawn, b.screen.columns())), "\r") //nolint:errcheck // nobody to tell
		b.shown, b.drawn = "", 0
	}
	if b.hidden {
		b.hidden = false
		fmt.Fprint(b.err, showCursor) //nolint:errcheck // nobody to tell
	}
}

// compose returns the line of an upload for so many columns, and how many of them it takes. What has no room is left
// out.
func compose(words *messages.Catalog, t *track, columns int, color bool) (line string, taken int) {
	if t.Stage == upload.StageOpening || t.Stage == upload.StageProcessing || t.Bytes == 0 {
		text := fit(t.name+"  "+status(words, t), columns)
		return text, columnsOf(text)
	}
	percent := words.Percent(t.Confirmed, t.Bytes)
	percent = strings.Repeat(" ", max(0, 5-columnsOf(percent))) + percent
	room := columns - columnsOf(percent) - 1 // for the name, the bar and the tail, with two spaces between
	name, tail := arrange(t.name, tails(words, t), room)
	width := max(0, min(barMost, room-columnsOf(name)-columnsOf(tail)))
	line = name + drawing(t, width, color) + " " + percent + tail
	return line, columnsOf(name) + width + 1 + columnsOf(percent) + columnsOf(tail)
}

// arrange returns the name and the tail that there is room for beside a bar. What is told about the upload matters
// more than its name in full, and the name more than the tail in full.
func arrange(name string, tails []string, room int) (fitted, tail string) {
	short := min(nameLeast, columnsOf(name))
	for _, reserved := range []int{short + 2, 0} {
		for _, tail := range tails {
			left := room - columnsOf(tail) - 2 - barLeast
			if left < reserved {
				continue
			}
			if reserved > 0 {
				most := max(short, min(nameMost, left-barLeast))
				fitted = fit(name, most) + "  "
			}
			return fitted, "  " + tail
		}
	}
	return "", ""
}

// tails returns what can stand behind the bar, what says most first.
func tails(words *messages.Catalog, t *track) []string {
	done, now := amount(words, t), status(words, t)
	all := []string{done + " · " + now, now}
	if t.Trouble == nil && t.Speed > 0 && t.Confirmed < t.Bytes {
		all = append(all, words.Left(t.Left()))
	}
	return all
}

// drawing draws the bar: as many cells of each kind as fit, never one more than is true.
func drawing(t *track, width int, color bool) string {
	cells := func(bytes int64) int { return int(float64(width) * float64(bytes) / float64(t.Bytes)) }
	confirmed := min(width, cells(t.Confirmed))
	wire := min(width, cells(t.Confirmed+t.InFlight())) - confirmed
	paint := func(code, cell string, n int) string {
		text := strings.Repeat(cell, n)
		if color && n > 0 {
			text = code + text + colorOff
		}
		return text
	}
	return paint(colorBar, barConfirmed, confirmed) +
		paint(colorDim+colorBar, barOnWire, wire) +
		paint(colorDim, barRest, width-confirmed-wire)
}

// status says what goes on: the speed and the time left, or why it does not go on.
func status(words *messages.Catalog, t *track) string {
	switch {
	case t.Trouble != nil:
		return words.Text("terminal.bar.trouble", "What", problem(words, t.Trouble, t.Until).Title, "When", when(words, t.Until))
	case t.Stage == upload.StageOpening:
		return words.Text("terminal.bar.opening")
	case t.Stage == upload.StageProcessing && t.Percent < 0:
		return words.Text("terminal.processing")
	case t.Stage == upload.StageProcessing:
		return words.Text("terminal.processing.percent", "Percent", words.Percent(int64(t.Percent), 100))
	case t.Confirmed == t.Bytes:
		return words.Text("terminal.bar.finishing")
	case t.Speed <= 0:
		return words.Left(-1)
	}
	return words.Speed(t.Speed) + " · " + words.Left(t.Left())
}
