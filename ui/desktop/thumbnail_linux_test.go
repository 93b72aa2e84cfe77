package desktop_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"hoist/ui/desktop"
)

// thumbnailRoom is a computer with a video, an empty cache of thumbnails and no program that makes any.
type thumbnailRoom struct{ cache, programs, video string }

func newThumbnailRoom(t *testing.T, name string) thumbnailRoom {
	t.Helper()
	r := thumbnailRoom{cache: t.TempDir(), programs: t.TempDir(), video: filepath.Join(t.TempDir(), name)}
	t.Setenv("XDG_CACHE_HOME", r.cache)
	t.Setenv("PATH", r.programs)
	if err := os.WriteFile(r.video, []byte("moving pictures"), 0o600); err != nil {
		t.Fatal(err)
	}
	return r
}

// mtime is what a thumbnail of the video as it is now says.
func (r thumbnailRoom) mtime(t *testing.T) string {
	t.Helper()
	info, err := os.Stat(r.video)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(info.ModTime().Unix(), 10)
}

// keep puts a file into a folder of the cache, under the name that an address has there.
func (r thumbnailRoom) keep(t *testing.T, folder, uri string, data []byte) {
	t.Helper()
	sum := md5.Sum([]byte(uri))
	path := filepath.Join(r.cache, "thumbnails", folder, hex.EncodeToString(sum[:])+".png")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, data, 0o600)); err != nil {
		t.Fatal(err)
	}
}

// thumbnailPNG is a picture in one colour with texts, as file managers write them.
func thumbnailPNG(t *testing.T, width, height int, c color.Color, texts ...string) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width * height {
		picture.Set(i%width, i/width, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 25 // the signature and IHDR, after which texts may stand
	data := append([]byte(nil), b.Bytes()[:header]...)
	for i := 0; i < len(texts); i += 2 {
		body := append([]byte("tEXt"+texts[i]+"\x00"), texts[i+1]...)
		data = binary.BigEndian.AppendUint32(data, uint32(len(body)-4))
		data = append(data, body...)
		data = binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(body))
	}
	return append(data, b.Bytes()[header:]...)
}

// shows checks the size and the colour of a thumbnail.
func shows(t *testing.T, what, path string, width int, c color.RGBA) {
	t.Helper()
	picture, err := desktop.Thumbnail(t.Context(), path, 320)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if got := picture.Bounds().Dx(); got != width {
		t.Errorf("%s: it is %d pixels wide, not %d", what, got, width)
	}
	if got := color.RGBAModel.Convert(picture.At(1, 1)); got != c {
		t.Errorf("%s: it is %v, not %v", what, got, c)
	}
}

func hasNone(t *testing.T, what, path string) {
	t.Helper()
	if _, err := desktop.Thumbnail(t.Context(), path, 320); err == nil {
		t.Errorf("%s: there is a thumbnail", what)
	}
}

var (
	red  = color.RGBA{R: 200, G: 30, B: 20, A: 255}
	blue = color.RGBA{R: 20, G: 30, B: 200, A: 255}
)

// TestThumbnailOfTheCache looks up what a file manager has kept, under the name that GLib gives it: of the folders, that
// with enough pixels first.
func TestThumbnailOfTheCache(t *testing.T) {
	r := newThumbnailRoom(t, "Élan [4K] #1; 100%?.mp4")
	uri := "file://" + filepath.Dir(r.video) + "/%C3%89lan%20%5B4K%5D%20%231%3B%20100%25%3F.mp4" // as GLib 2.74 writes it
	hasNone(t, "an empty cache", r.video)
	for _, kept := range []struct {
		folder string
		width  int
	}{{"normal", 128}, {"large", 256}, {"xx-large", 1024}, {"x-large", 512}} { // each is wanted more than those before
		r.keep(t, kept.folder, uri, thumbnailPNG(t, kept.width, 72, red, "Thumb::URI", uri, "Thumb::MTime", r.mtime(t)))
		shows(t, kept.folder, r.video, kept.width, red)
	}
}

// TestThumbnailThatIsStale passes over thumbnails of what the file was before, of another file, and of no known time.
func TestThumbnailThatIsStale(t *testing.T) {
	r := newThumbnailRoom(t, "film.mp4")
	uri := "file://" + r.video
	for what, texts := range map[string][]string{
		"of before":       {"Thumb::URI", uri, "Thumb::MTime", "1"},
		"of another file": {"Thumb::URI", "file:///films/other.mp4", "Thumb::MTime", r.mtime(t)},
		"of no time":      {"Thumb::URI", uri},
	} {
		r.keep(t, "large", uri, thumbnailPNG(t, 256, 144, red, texts...))
		hasNone(t, what, r.video)
	}
	r.keep(t, "large", uri, thumbnailPNG(t, 256, 144, red, "Thumb::MTime", r.mtime(t))) // as KDE writes a long address
	shows(t, "of the file", r.video, 256, red)
	if err := os.Chtimes(r.video, time.Time{}, time.Now().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	hasNone(t, "of a file that has changed", r.video)
}

// TestThumbnailThatIsHostile has files in the cache that are no thumbnails: none is taken, and none takes memory or time.
func TestThumbnailThatIsHostile(t *testing.T) {
	r := newThumbnailRoom(t, "film.mp4")
	uri := "file://" + r.video
	right := thumbnailPNG(t, 256, 144, red, "Thumb::MTime", r.mtime(t))
	huge := bytes.Clone(right)
	binary.BigEndian.PutUint32(huge[16:], 1<<30) // pixels wide
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	endless := bytes.Clone(right)
	binary.BigEndian.PutUint32(endless[33:], 0xFFFFFFFF) // of the first text
	for what, data := range map[string][]byte{
		"empty": nil, "cut off": right[:len(right)/2], "of a billion pixels": huge, "with a text without end": endless,
		"of 9 MB": append(bytes.Clone(right), make([]byte, 9<<20)...), "no PNG": []byte("GIF89a, said somebody"),
	} {
		r.keep(t, "large", uri, data)
		hasNone(t, what, r.video)
	}
	r.keep(t, "large", uri, right)
	shows(t, "what was right", r.video, 256, red)
}

// TestThumbnailOfAProgram asks the desktop's program where the cache has nothing, and lets it go when nobody waits any more.
func TestThumbnailOfAProgram(t *testing.T) {
	r := newThumbnailRoom(t, "-i film.mp4")
	made := filepath.Join(t.TempDir(), "made.png")
	if err := os.WriteFile(made, thumbnailPNG(t, 320, 180, blue), 0o600); err != nil {
		t.Fatal(err)
	}
	asked := filepath.Join(t.TempDir(), "asked")
	program := func(name, script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(r.programs, name), []byte("#!/bin/sh\n"+script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	program("ffmpegthumbnailer", fmt.Sprintf("echo \"$@\" >%s; exit 1", asked))
	hasNone(t, "a program that fails", r.video)
	if got, err := os.ReadFile(asked); err != nil || string(got) != "-i "+r.video+" -o /dev/stdout -c png -s 320\n" {
		t.Errorf("it was asked for %q: %v", got, err)
	}
	program("totem-video-thumbnailer", "/bin/cat "+made)
	shows(t, "the next program", r.video, 320, blue)
	program("ffmpegthumbnailer", "exec /bin/cat /dev/zero")
	program("totem-video-thumbnailer", "exit 1")
	hasNone(t, "a program that never stops writing", r.video)

	program("ffmpegthumbnailer", fmt.Sprintf("echo started >%s; exec /bin/sleep 600", asked))
	if err := os.Remove(asked); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := desktop.Thumbnail(ctx, r.video, 320)
		ended <- err
	}()
	for _, err := os.Stat(asked); err != nil; _, err = os.Stat(asked) {
		select {
		case err := <-ended:
			t.Fatalf("it ended before the program did: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("a program that was ended has made a thumbnail")
	}
}

// TestThumbnailNeedsAnAbsolutePath does not let a name be an option of a program.
func TestThumbnailNeedsAnAbsolutePath(t *testing.T) {
	if _, err := desktop.Thumbnail(t.Context(), "--version", 320); err == nil {
		t.Error("a name that is none has a thumbnail")
	}
}
