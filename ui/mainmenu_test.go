package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// TestMainMenuAsks quits by the menu that macOS shows: it asks, as every other way does.
func TestMainMenuAsks(t *testing.T) {
	s := newStage(t, nil)
	s.show(onItsWay())
	var quit *fyne.MenuItem
	for _, menu := range s.mainMenu().Items {
		for _, item := range menu.Items {
			if item.IsQuit {
				quit = item
			}
		}
	}
	if quit == nil {
		t.Fatal("there is no way to quit")
	}
	quit.Action()
	if s.asking == nil || s.ctx.Err() != nil {
		t.Error("it does not ask")
	}
}
