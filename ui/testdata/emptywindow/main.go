// Command emptywindow is a window of Fyne's with nothing in it, for what Hoist's own costs more.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/layout"
)

func main() {
	w := app.NewWithID("app.hoist.EmptyWindow").NewWindow("Empty")
	w.SetContent(layout.NewSpacer())
	w.Resize(fyne.NewSize(1080, 720))
	w.ShowAndRun()
}
