//go:build !linux

package desktop

import (
	"net/url"

	"fyne.io/fyne/v2"
)

// OpenURL opens a page in the person's browser, and returns why it could not.
func OpenURL(app fyne.App, page *url.URL) error { return app.OpenURL(page) }
