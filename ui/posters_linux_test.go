package ui

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// TestPosterOfTheDesktop has a computer without ffmpeg, whose file manager has kept a picture of the video: the card shows
// that.
func TestPosterOfTheDesktop(t *testing.T) {
	path, cache := clip(t, "film.mp4", 4096), t.TempDir()
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", cache)
	keepThumbnail(t, cache, path)
	s := newStage(t, nil)
	s.posters.source = s.posters.posterOf
	s.drop(path)
	s.until("its poster", func() bool { return len(s.posters.kept) == 1 })
	v := s.videos[0]
	if picture := s.thumbnailOf(v).Picture; picture == nil || picture.Rect.Size() != image.Pt(256, 144) {
		t.Fatal("the card has not the picture of the file manager")
	}
	if left, right := s.thumbnailAt(v, 8, 22), s.thumbnailAt(v, 72, 22); !like(left, postersRed) || !like(right, postersBlue) {
		t.Errorf("it shows %v and %v", left, right)
	}
}

// keepThumbnail puts a picture of a file into the cache of the desktop: red at the left, blue at the right.
func keepThumbnail(t *testing.T, cache, path string) {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 256, 144))
	for i := range 256 * 144 {
		picture.SetRGBA(i%256, i/256, postersRed)
		if i%256 >= 128 {
			picture.SetRGBA(i%256, i/256, postersBlue)
		}
	}
	var whole bytes.Buffer
	info, err := os.Stat(path)
	if err = errors.Join(err, png.Encode(&whole, picture)); err != nil {
		t.Fatal(err)
	}
	const header = 8 + 25 // the signature and IHDR, after which texts may stand
	text := []byte("tEXtThumb::MTime\x00" + strconv.FormatInt(info.ModTime().Unix(), 10))
	data := append([]byte(nil), whole.Bytes()[:header]...)
	data = append(binary.BigEndian.AppendUint32(data, uint32(len(text)-4)), text...)
	data = binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(text))
	data = append(data, whole.Bytes()[header:]...)
	sum := md5.Sum([]byte("file://" + path))
	name := filepath.Join(cache, "thumbnails", "large", hex.EncodeToString(sum[:])+".png")
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, data, 0o600)); err != nil {
		t.Fatal(err)
	}
}
