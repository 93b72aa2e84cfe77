//go:build !linux && !windows && !darwin

package desktop

import (
	"context"
	"image"
)

// systemThumbnail has nobody to ask on systems whose desktop is not reached.
func systemThumbnail(context.Context, string, int) (image.Image, error) { return nil, errNoThumbnail }
