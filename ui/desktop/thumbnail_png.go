//go:build !windows

package desktop

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
)

// Bounds of a picture that the desktop hands over. The largest kind of thumbnail has 1,024 by 1,024 pixels.
const (
	longestPNG = 8 << 20 // bytes
	widestPNG  = 2048    // pixels, and as many lines
)

// readPNG reads a file that holds a thumbnail.
func readPNG(path string) ([]byte, error) {
	file, err := os.Open(path) //nolint:gosec // a name that the desktop's own rules give
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, errNoThumbnail)
	}
	data, err := io.ReadAll(io.LimitReader(file, longestPNG+1))
	if err == nil && len(data) > longestPNG {
		err = errTooLarge
	}
	return data, err
}

var errTooLarge = errors.New("the thumbnail is larger than thumbnails are")

// decodePNG decodes a thumbnail. It looks at the size first: a few bytes can stand for more pixels than there is memory.
func decodePNG(data []byte) (image.Image, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if config.Width > widestPNG || config.Height > widestPNG {
		return nil, errTooLarge
	}
	return png.Decode(bytes.NewReader(data))
}

// pngTexts returns the plain texts in a PNG, by their keywords. It stops where the file does not go on as a PNG.
func pngTexts(data []byte) map[string]string {
	const signature, frame = 8, 12 // bytes: of a section its length, its type and its checksum
	texts := map[string]string{}
	if len(data) < signature {
		return texts
	}
	for data = data[signature:]; len(data) >= frame; {
		length := binary.BigEndian.Uint32(data)
		if int64(length) > int64(len(data)-frame) {
			break
		}
		body := data[8 : 8+length]
		if string(data[4:8]) == "tEXt" {
			if keyword, text, found := bytes.Cut(body, []byte{0}); found {
				texts[string(keyword)] = string(text)
			}
		}
		data = data[frame+length:]
	}
	return texts
}

// runThumbnailer runs a program that writes a PNG to its standard output, without a shell, and returns what it wrote.
func runThumbnailer(ctx context.Context, program string, arguments ...string) ([]byte, error) {
	out := &roomy{}
	cmd := exec.CommandContext(ctx, program, arguments...) //nolint:gosec // a program that its caller names; no argument of it is one
	cmd.Stdout, cmd.WaitDelay = out, programEnds
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w", program, err)
	}
	return out.data.Bytes(), nil
}

// roomy is a buffer with room for a thumbnail. It does not embed one, whose other methods would take in all that comes.
type roomy struct{ data bytes.Buffer }

// Write fails where there is no more room: then the program that wrote ends, too.
func (r *roomy) Write(p []byte) (int, error) {
	if r.data.Len()+len(p) > longestPNG {
		return 0, errTooLarge
	}
	return r.data.Write(p)
}
