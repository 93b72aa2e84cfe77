// Package widgets draws what Fyne's own widgets do not: the segment bar and the map of segments, the video card and the list of cards, a video's poster and what is known of it, the step line, the notice and
// the small pieces around them (buttons that Return activates, panels, fields for IDs and secrets).
//
// The package knows nothing of uploads. Every word comes in as a string, every state as one of a few constants, and a
// widget is changed by handing it its whole new view with Set; calling Set twice with the same view costs nothing. All
// of it belongs to the window's goroutine.
//
// Colours and sizes are looked up by name in the theme each time that a widget is refreshed, so a switch between light
// and dark shows at once. [PaletteColor] and [PaletteSize] hold the values; ui.NewTheme serves them to Fyne.
//
// Every widget here can be reached with Tab when it can be used, shows that it has the focus with an outline of 2 dp,
// tells assistive tools what a person would say of it, and never says anything by colour alone.
//
// Lengths are in Fyne's device-independent pixels (dp) unless a name says otherwise.
package widgets
