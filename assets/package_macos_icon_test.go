//go:build packages && linux

package assets_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// TestPackageMacIcon checks that Hoist.icns has every size, and that each is what icon.svg is drawn as now.
func TestPackageMacIcon(t *testing.T) {
	data, err := os.ReadFile("installers/macos/Hoist.icns")
	if err != nil {
		t.Fatal(err)
	}
	if len(data) < 8 || string(data[:4]) != "icns" || int(binary.BigEndian.Uint32(data[4:])) != len(data) {
		t.Fatal("it is no icon of macOS")
	}
	sizes := map[string]int{"ic11": 32, "ic12": 64, "ic07": 128, "ic13": 256, "ic08": 256, "ic14": 512, "ic09": 512, "ic10": 1024}
	var kinds []string
	for rest := data[8:]; len(rest) > 0; {
		kind, length := string(rest[:4]), int(binary.BigEndian.Uint32(rest[4:]))
		kinds = append(kinds, kind)
		if size := sizes[kind]; size > 0 {
			macIconDrawn(t, kind, macPicture(t, rest[8:length]), size)
		}
		rest = rest[length:]
	}
	want := append([]string{"is32", "s8mk", "il32", "l8mk"}, slices.Collect(maps.Keys(sizes))...)
	slices.Sort(kinds)
	slices.Sort(want)
	if !slices.Equal(kinds, want) {
		t.Errorf("it has %v, not %v", kinds, want)
	}
	folder := t.TempDir() // the two smallest are packed in a way of their own
	command(t, "icns2png", "-x", "-o", folder, "installers/macos/Hoist.icns")
	for _, size := range []int{16, 32} {
		small, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("Hoist_%dx%dx32.png", size, size)))
		if err != nil {
			t.Fatal(err)
		}
		macIconDrawn(t, fmt.Sprint(size), macPicture(t, small), size)
	}
}

func macPicture(t *testing.T, data []byte) *image.NRGBA {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain := image.NewNRGBA(picture.Bounds())
	draw.Draw(plain, plain.Bounds(), picture, image.Point{}, draw.Src)
	return plain
}

// macIconDrawn compares a picture with icon.svg: from 64 pixels on its tile has 824 of 1024, below as many as in the source.
// Another version of what draws may round in another way.
func macIconDrawn(t *testing.T, kind string, got *image.NRGBA, size int) {
	t.Helper()
	source, err := os.ReadFile("icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	if size >= 64 {
		source = bytes.Replace(source, []byte(`viewBox="0 0 512 512"`), []byte(`viewBox="-22.37 -22.37 556.74 556.74"`), 1)
	}
	draw := exec.CommandContext(t.Context(), "rsvg-convert", "--width", strconv.Itoa(size), "--height", strconv.Itoa(size))
	draw.Stdin = bytes.NewReader(source)
	drawn, err := draw.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := macPicture(t, drawn)
	if got.Bounds() != want.Bounds() {
		t.Errorf("%s is of %v, not %v", kind, got.Bounds(), want.Bounds())
		return
	}
	var apart float64
	for i := range got.Pix {
		if alpha := got.Pix[i|3]; alpha > 0 || want.Pix[i|3] > 0 { // what is behind nothing has no colour
			apart += max(float64(got.Pix[i])-float64(want.Pix[i]), float64(want.Pix[i])-float64(got.Pix[i]))
		}
	}
	if apart /= float64(len(got.Pix)); apart > 1 {
		t.Errorf("%s is %.1f of 255 away from icon.svg: run assets/installers/macos/icon.sh", kind, apart)
	}
}
