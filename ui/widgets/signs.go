package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Signs of states that Fyne has no icon for, drawn as its own are: one shape on a square of 24.
var (
	IconProcessing = drawn("processing", "M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16z M12 6.5v5.5h5.5a5.5 5.5 0 0 0-5.5-5.5z")
	IconSlowed     = drawn("slowed", "M9 1h6v2h-6z M12 4a9 9 0 1 0 0 18a9 9 0 1 0 0-18z M12 6a7 7 0 1 1 0 14a7 7 0 1 1 0-14z M11 8h2v6h-2z")
	IconHourglass  = drawn("hourglass", "M6 2h12v5.5l-4.5 4.5l4.5 4.5v5.5h-12v-5.5l4.5-4.5l-4.5-4.5z M8 4v2.7l4 4l4-4v-2.7z M10 19h4l-2-2z")
)

func drawn(name, path string) fyne.Resource {
	svg := `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path fill="#000000" d="` + path + `"/></svg>`
	return theme.NewThemedResource(fyne.NewStaticResource(name+".svg", []byte(svg)))
}
