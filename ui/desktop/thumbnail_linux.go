package desktop

import (
	"context"
	"crypto/md5" //nolint:gosec // names of thumbnails are made with it
	"encoding/hex"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// thumbnailFolders are the folders of the cache that all desktops share, with the pixels of what is in them, as
// freedesktop.org's Thumbnail Managing Standard has them.
var thumbnailFolders = []struct {
	name   string
	pixels int
}{{"normal", 128}, {"large", 256}, {"x-large", 512}, {"xx-large", 1024}}

// makers are programs of desktops that make a thumbnail, in the order in which they are asked: ffmpegthumbnailer is
// that of most, the other of GNOME. They write to where they are told; that it is a pipe keeps the picture from the disk.
var makers = []struct {
	program   string
	arguments func(path, size string) []string
}{
	{"ffmpegthumbnailer", func(path, size string) []string {
		return []string{"-i", path, "-o", "/dev/stdout", "-c", "png", "-s", size}
	}},
	{"totem-video-thumbnailer", func(path, size string) []string { return []string{"-s", size, path, "/dev/stdout"} }},
}

// systemThumbnail looks into the cache of the desktop, and then asks its programs.
func systemThumbnail(ctx context.Context, path string, size int) (image.Image, error) {
	picture, err := cachedThumbnail(path, size)
	for _, t := range makers {
		if err == nil || ctx.Err() != nil {
			break
		}
		program, missing := exec.LookPath(t.program)
		if missing != nil {
			continue
		}
		var data []byte
		if data, err = runThumbnailer(ctx, program, t.arguments(path, strconv.Itoa(size))...); err == nil {
			picture, err = decodePNG(data)
		}
	}
	return picture, err
}

// cachedThumbnail returns what a file manager has kept: the smallest that has as many pixels as are wanted, else the
// largest.
func cachedThumbnail(path string, size int) (image.Image, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	of := fileURI(path)
	sum := md5.Sum([]byte(of)) //nolint:gosec // the standard's
	for _, folder := range bySize(size) {
		data, err := readPNG(filepath.Join(cache, "thumbnails", folder, hex.EncodeToString(sum[:])+".png"))
		if err != nil || !current(pngTexts(data), of, info) {
			continue
		}
		if picture, err := decodePNG(data); err == nil {
			return picture, nil
		}
	}
	return nil, errNoThumbnail
}

// bySize returns the folders of the cache in the order in which they are wanted.
func bySize(size int) []string {
	enough := 0
	for enough < len(thumbnailFolders) && thumbnailFolders[enough].pixels < size {
		enough++
	}
	var names []string
	for _, folder := range thumbnailFolders[enough:] {
		names = append(names, folder.name)
	}
	for _, folder := range slices.Backward(thumbnailFolders[:enough]) {
		names = append(names, folder.name)
	}
	return names
}

// current reports whether a thumbnail with these texts is of the file as it is now. KDE compresses long texts, so that the
// address may not be among those that can be read: the name of the thumbnail has it, too.
func current(texts map[string]string, of string, info os.FileInfo) bool {
	if named, has := texts["Thumb::URI"]; has && named != of {
		return false
	}
	return texts["Thumb::MTime"] == strconv.FormatInt(info.ModTime().Unix(), 10)
}

// fileURI returns the address of a file in the form in which GLib writes it, which names thumbnails.
func fileURI(path string) string {
	const plain = "!$&'()*+,-./:=@_~"
	var b strings.Builder
	b.WriteString("file://")
	for i := range len(path) {
		c := path[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if letter || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
			continue
		}
		const digits = "0123456789ABCDEF"
		b.Write([]byte{'%', digits[c>>4], digits[c&0xF]})
	}
	return b.String()
}
