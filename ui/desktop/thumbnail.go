package desktop

import (
	"context"
	"errors"
	"image"
	"path/filepath"
)

// errNoThumbnail says that the desktop has no picture of a file.
var errNoThumbnail = errors.New("the desktop has no thumbnail of it")

// Thumbnail returns the picture that the desktop shows for a video at an absolute path: as it is shown, and about as large
// as size by size pixels, or smaller where the desktop keeps no larger one. It fails where the desktop has none, or can only
// offer the icon of a kind of files. It uses the disk, may run a program of the desktop's, and ends with ctx: what the
// system does not let end, as with a drive that does not answer, is left to itself.
func Thumbnail(ctx context.Context, path string, size int) (image.Image, error) {
	if !filepath.IsAbs(path) { // else a name could be taken for an option
		return nil, errors.New("a thumbnail needs an absolute path")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return systemThumbnail(ctx, path, size)
}
