package ui

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"hoist/ui/home"
	"hoist/ui/widgets"
)

// Heights of the room for a file of the diagnostics, in dp: it is as high as its lines and what is around them, within
// these.
const (
	leastFileHeight = 120
	mostFileHeight  = 280
	fileLineHeight  = 19
	fileMargin      = 28
)

// diagnosticsRow leads to the diagnostics.
func (u *UI) diagnosticsRow() fyne.CanvasObject {
	return u.row("ui.diagnostics", widgets.NewButton(u.words.Text("ui.diagnostics.export"), nil, widgets.ButtonSecondary, u.showDiagnostics))
}

// showDiagnostics gathers the diagnostics and shows them, unless they are there. Who has gone elsewhere meanwhile stays
// there.
func (u *UI) showDiagnostics() {
	if u.shows(u.words.Text("ui.diagnostics")) {
		return
	}
	from, about := u.page, u.aboutThis()
	videos := make([]string, len(u.videos))
	for i, v := range u.videos {
		videos[i] = v.path
	}
	said := u.words.Text("ui.diagnostics.gathering")
	u.status(said)
	u.work.Go(func() {
		parts := u.deps.Home.Diagnostics(about, videos)
		u.do(func() {
			if u.frame.status.Text() == said {
				u.hush()
			}
			if u.page == from {
				u.showFrame(u.diagnosticsPage(parts))
			}
		})
	})
}

// diagnosticsPage shows each file of the diagnostics, and saves these and no others.
func (u *UI) diagnosticsPage(parts []home.Part) *pageFrame {
	text := u.words.Text
	save := widgets.NewButton(text("ui.diagnostics.save"), theme.DocumentSaveIcon(), widgets.ButtonPrimary, func() { u.onSaveDiagnostics(parts) })
	sections := []section{{title: text("ui.diagnostics.what"), rows: []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(10),
		widgets.NewBody(text("ui.diagnostics.what.words")), widgets.NewHint(text("ui.diagnostics.private")), container.NewHBox(save))}}}
	for _, part := range parts {
		shown := strings.TrimRight(part.Text, "\n")
		height := min(max(leastFileHeight, fileMargin+fileLineHeight*float32(strings.Count(shown, "\n")+1)), mostFileHeight)
		sections = append(sections, section{title: part.Name, rows: []fyne.CanvasObject{container.New(layout.NewCustomPaddedVBoxLayout(8),
			widgets.NewHint(u.words.Bytes(int64(len(part.Text)))), atHeight(height, widgets.NewLines(part.Name, shown)))}})
	}
	return u.newPage(text("ui.diagnostics"), sections...)
}

// onSaveDiagnostics writes the diagnostics to a file that the person chooses.
func (u *UI) onSaveDiagnostics(parts []home.Part) {
	u.saveAs("ui.diagnostics.save", ".zip", func(path string) { u.saveDiagnostics(path, parts) })
}

// saveDiagnostics writes the diagnostics to a file.
func (u *UI) saveDiagnostics(path string, parts []home.Part) {
	u.write(path, func(path string) error { return home.ExportDiagnostics(path, parts) },
		func(file string) string { return u.words.Text("ui.diagnostics.saved", "File", file) })
}

// stateNames are what the states of videos are called in the diagnostics, which are for those who know the program.
var stateNames = map[state]string{
	checking: "checking", refused: "refused", ready: "ready", waiting: "waiting", uploading: "uploading", paused: "paused",
	processing: "processing", done: "done", failed: "failed",
}

// aboutThis says what the program is and runs on, and how it stands: in English, for whoever looks for a fault.
func (u *UI) aboutThis() string {
	var b strings.Builder
	line := func(what string, value any) { fmt.Fprintf(&b, "%-12s %v\n", what+":", value) }
	size := u.window.Canvas().Size()
	line("Hoist", u.deps.Version)
	line("system", runtime.GOOS+"/"+runtime.GOARCH)
	line("Go", runtime.Version())
	line("processors", runtime.NumCPU())
	line("time", u.now().Format("2006-01-02 15:04:05 -0700"))
	line("language", u.words.Language())
	line("window", fmt.Sprintf("%.0f x %.0f, scale %.2f", size.Width, size.Height, u.window.Canvas().Scale()))
	line("accounts", len(u.accounts))
	line("practice", u.practice != nil)
	states, verdicts := map[string]int{}, map[string]int{}
	for _, v := range u.videos {
		states[stateNames[v.state]]++
		if len(v.verdict.Findings) > 0 {
			verdicts[v.verdict.Class().String()]++
		}
	}
	line("videos", len(u.videos))
	for _, name := range slices.Sorted(maps.Keys(states)) {
		line("  "+name, states[name])
	}
	for _, class := range slices.Sorted(maps.Keys(verdicts)) {
		line("  checked as "+class, verdicts[class])
	}
	return b.String()
}
