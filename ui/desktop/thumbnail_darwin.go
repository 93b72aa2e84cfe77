package desktop

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// systemThumbnail asks Quick Look. Its program can only write files: it gets a folder of its own, which nobody else may
// read, and which goes at once.
func systemThumbnail(ctx context.Context, path string, size int) (image.Image, error) {
	folder, err := os.MkdirTemp("", "hoist-thumbnail-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	const program = "/usr/bin/qlmanage"
	cmd := exec.CommandContext(ctx, program, "-t", "-s", strconv.Itoa(size), "-o", folder, path) //nolint:gosec // the path is absolute, and no option
	cmd.WaitDelay = programEnds
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w", program, err)
	}
	data, err := readPNG(filepath.Join(folder, filepath.Base(path)+".png"))
	if err != nil { // of a file for which it has none it says so, and ends well
		return nil, errNoThumbnail
	}
	return decodePNG(data)
}
