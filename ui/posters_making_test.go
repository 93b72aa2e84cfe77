package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/widgets"
	"hoist/upload"
	media "hoist/upload/video"
)

// halves makes a video of a second whose left half is red and whose right half is blue.
func halves(t *testing.T, name, size string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	made := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i",
		"color=c=red:s="+size+":d=1,drawbox=x=iw/2:y=0:w=iw/2:h=ih:color=blue:t=fill", "-c:v", "libx264", "-pix_fmt", "yuv420p", path)
	if out, err := made.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	ages(t, path)
	return path
}

// ages makes a file one that is not still being written.
func ages(t *testing.T, path string) {
	t.Helper()
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
}

// thumbnailAt returns what a card shows at a place of its thumbnail, in dp.
func (s *stage) thumbnailAt(v *video, x, y float32) color.RGBA {
	s.t.Helper()
	s.settle()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.cards[v]).Add(fyne.NewPos(14+x, 15.5+y))
	return color.RGBAModel.Convert(s.window.Canvas().Capture().At(int(at.X), int(at.Y))).(color.RGBA)
}

// like reports whether a colour is another one, but for what a codec makes of it.
func like(a, b color.RGBA) bool {
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) < 24 }
	return near(a.R, b.R) && near(a.G, b.G) && near(a.B, b.B)
}

var (
	postersRed  = color.RGBA{R: 254, A: 255}
	postersBlue = color.RGBA{B: 254, A: 255}
)

// TestPosterByFFmpeg drops videos that were filmed upright, across, and with the camera turned: their cards show them as they
// are seen.
func TestPosterByFFmpeg(t *testing.T) {
	s := newStage(t, nil)
	s.posters.source, s.posters.limit = s.posters.posterOf, time.Hour
	ground := color.RGBAModel.Convert(s.UI.look.Settings().Theme().Color(widgets.ColorWell, s.UI.look.Settings().ThemeVariant())).(color.RGBA)
	across, upright := halves(t, "across.mp4", "640x360"), halves(t, "upright.mp4", "360x640")
	turned := filepath.Join(filepath.Dir(across), "turned.mp4")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-i", across, "-c", "copy", "-metadata:s:v:0", "rotate=270", turned).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	ages(t, turned)
	s.drop(across, upright, turned)
	s.until("three posters", func() bool { return len(s.posters.kept) == 3 })
	if got := s.videos[2].file.Info.Picture.Rotation; got != 90 { // so that its left is above
		t.Errorf("the one that was turned is to be turned by %d degrees", got)
	}
	for i, places := range []map[fyne.Position]color.RGBA{
		{{X: 8, Y: 22}: postersRed, {X: 36, Y: 5}: postersRed, {X: 44, Y: 40}: postersBlue, {X: 72, Y: 22}: postersBlue},
		{{X: 8, Y: 22}: ground, {X: 34, Y: 22}: postersRed, {X: 46, Y: 22}: postersBlue, {X: 72, Y: 22}: ground},
		{{X: 8, Y: 22}: ground, {X: 40, Y: 8}: postersRed, {X: 40, Y: 36}: postersBlue, {X: 72, Y: 22}: ground},
	} {
		for at, want := range places {
			if got := s.thumbnailAt(s.videos[i], at.X, at.Y); !like(got, want) {
				t.Errorf("%s shows %v at %v, not %v", s.videos[i].name, got, at, want)
			}
		}
	}
	key, _ := s.videos[0].posterKey()
	if picture, err := s.posters.posterOf(t.Context(), key, nil); err != nil || picture.Bounds().Size() != image.Pt(320, 180) {
		t.Errorf("of an upload of an earlier run: %v", err)
	}
	key.bytes++
	if _, err := s.posters.posterOf(t.Context(), key, nil); err == nil {
		t.Error("another file has taken its name, and is shown for it")
	}
}

// TestPosterWithoutFFmpeg has a computer without ffmpeg, and a desktop without thumbnails: a placeholder has the shape.
func TestPosterWithoutFFmpeg(t *testing.T) {
	path := halves(t, "upright.mp4", "360x640")
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	s := newStage(t, nil)
	s.posters.source = s.posters.posterOf
	s.drop(path)
	s.until("that there is none", func() bool { return len(s.posters.kept) == 1 })
	v := s.videos[0]
	if got := s.thumbnailOf(v); got.Picture != nil || got.Width != 360 || got.Height != 640 {
		t.Errorf("the card shows %+v", got)
	}
	if edge, middle := s.thumbnailAt(v, 8, 22), s.thumbnailAt(v, 40, 22); edge == middle {
		t.Error("the placeholder of an upright video is as wide as another")
	}
}

// TestPosterOfAHangingFFmpeg ends an ffmpeg that does not end by itself, and does not try it again.
func TestPosterOfAHangingFFmpeg(t *testing.T) {
	path, programs := halves(t, "film.mp4", "640x360"), t.TempDir()
	ran := filepath.Join(t.TempDir(), "ran")
	script := fmt.Sprintf("#!/bin/sh\necho once >>%s\nexec /bin/sleep 600\n", ran)
	if err := os.WriteFile(filepath.Join(programs, "ffmpeg"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", programs)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	s := newStage(t, nil)
	source, inTime := s.posters.posterOf, make(chan error, 1)
	s.posters.limit = time.Hour
	s.posters.source = func(ctx context.Context, of posterKey, info *media.Info) (image.Image, error) {
		ctx, cancel := context.WithCancel(ctx) // in place of the limit: when ffmpeg has begun, however long that takes
		go func() {
			for _, err := os.Stat(ran); err != nil && ctx.Err() == nil; _, err = os.Stat(ran) {
				time.Sleep(time.Millisecond)
			}
			cancel()
		}()
		picture, err := source(ctx, of, info)
		inTime <- err
		return picture, err
	}
	s.drop(path)
	s.until("its end", func() bool { return len(s.posters.kept) == 1 })
	if err := <-inTime; err == nil {
		t.Error("it has made a picture")
	}
	s.refreshAll()
	if got, err := os.ReadFile(ran); err != nil || string(got) != "once\n" || len(s.posters.making) > 0 {
		t.Errorf("it ran %q: %v", got, err)
	}
}

// darkroom is a source of posters that a test lets go on, one after the other.
type darkroom struct {
	mu      sync.Mutex
	begun   []string // names of files, in the order in which they were begun
	now     int      // how many are in it
	most    int
	release chan image.Image // what becomes of those that are in it; nil: nothing
	deaf    bool             // it does not end with its context, as a drive that does not answer
}

func newDarkroom() *darkroom { return &darkroom{release: make(chan image.Image, 100)} }

func (d *darkroom) source(ctx context.Context, of posterKey, _ *media.Info) (image.Image, error) {
	d.mu.Lock()
	d.begun = append(d.begun, filepath.Base(of.path))
	d.now++
	d.most = max(d.most, d.now)
	d.mu.Unlock()
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.now--
	}()
	ended := ctx.Done()
	if d.deaf {
		ended = nil
	}
	select {
	case picture := <-d.release:
		if picture == nil {
			return nil, errors.New("no picture")
		}
		return picture, nil
	case <-ended:
		return nil, ctx.Err()
	}
}

func (d *darkroom) names() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.begun)
}

// films are videos of which all is known, in a folder; there is no file behind them.
func films(s *stage, folder string, n int) []looked {
	all := make([]looked, n)
	for i := range all {
		path := filepath.Join(folder, fmt.Sprintf("film %04d.mp4", i+1))
		plan, err := upload.NewPlan(300_000, s.segmentBytes())
		if err != nil {
			s.t.Fatal(err)
		}
		all[i] = looked{path: path, file: upload.File{
			Path: path, Name: filepath.Base(path), Bytes: 300_000, ModTime: wednesday, Plan: plan, Info: goodInfo(300_000),
		}}
	}
	return all
}

// TestPostersOfWhatIsSeen puts a thousand videos into the queue: only those in sight have a poster made, the selected one
// first, and two at a time.
func TestPostersOfWhatIsSeen(t *testing.T) {
	s := newStage(t, nil)
	room := newDarkroom()
	s.posters.source = room.source
	s.take(films(s, "/films", 1000), false)
	s.choose(s.videos[5])
	s.settle()
	seen := len(s.cards)
	if seen > 30 || seen < 6 {
		t.Fatalf("%d cards are in sight", seen)
	}
	develop := func(n int) {
		t.Helper()
		for range n {
			room.release <- quarterTone()
		}
		s.until("all posters that are wanted", func() bool { return len(s.posters.making) == 0 })
	}
	s.until("two are begun", func() bool { return len(room.names()) == 2 })
	develop(seen)
	begun := room.names()
	// Two are made at once, and say in any order that they have begun.
	if want := "film 0006.mp4"; !slices.Contains(begun[:2], "film 0001.mp4") || !slices.Contains(begun[2:4], want) {
		t.Errorf("they were begun in the order %v, and %s is selected", begun, want)
	}
	for v := range s.cards {
		if !slices.Contains(begun, v.name) || s.thumbnailOf(v).Picture == nil {
			t.Errorf("%s is in sight without a poster", v.name)
		}
	}
	s.choose(s.videos[999])
	s.settle()
	fresh := 0
	for v := range s.cards {
		if !slices.Contains(begun, v.name) {
			fresh++
		}
	}
	develop(fresh)
	if got := len(room.names()); got != seen+fresh || room.most != postersAtOnce {
		t.Errorf("%d were made of %d in sight, %d at once", got, seen+fresh, room.most)
	}
	s.choose(s.videos[0])
	s.settle()
	if got := len(room.names()); got != seen+fresh {
		t.Errorf("back at the top, %d more were made", got-seen-fresh)
	}
}

// quarterTone is a picture as a source makes one.
func quarterTone() image.Image { return image.NewRGBA(image.Rect(0, 0, 640, 360)) }

// TestPostersPassOverADriveThatHangs has two videos on a drive that does not answer: what lies elsewhere has its poster, and
// the rest of that drive has its own when it answers again.
func TestPostersPassOverADriveThatHangs(t *testing.T) {
	s := newStage(t, nil)
	hung := newDarkroom()
	hung.deaf = true
	s.posters.limit = time.Millisecond
	s.posters.source = func(ctx context.Context, of posterKey, info *media.Info) (image.Image, error) {
		if filepath.Dir(of.path) == filepath.Clean("/mnt/nas") {
			return hung.source(ctx, of, info)
		}
		return quarterTone(), nil
	}
	s.take(films(s, "/mnt/nas", 4), false)
	s.take(films(s, "/films", 3), false)
	s.settle()
	s.until("the posters of the others", func() bool { return len(s.posters.kept) == 3 })
	if got := hung.names(); len(got) != 2 {
		t.Errorf("of the drive that hangs %v are waited for", got)
	}
	for _, v := range s.videos[4:] {
		if s.thumbnailOf(v).Picture == nil {
			t.Errorf("%s has no poster", v.path)
		}
	}
	s.posters.limit = time.Hour
	for range 4 {
		hung.release <- quarterTone()
	}
	s.until("those of the drive", func() bool { return len(s.posters.kept) == 7 && len(s.posters.late) == 0 })
	if got := hung.names(); len(got) != 4 {
		t.Errorf("of the drive %v were made", got)
	}
}

// TestPosterOfAVideoThatGoes removes a video whose poster is being made: that ends, and is begun anew when the video is back.
// With the window the rest ends.
func TestPosterOfAVideoThatGoes(t *testing.T) {
	s := newStage(t, nil)
	room := newDarkroom()
	s.posters.source = room.source
	all := films(s, "/films", 2)
	s.take(all, false)
	s.until("two are begun", func() bool { return len(room.names()) == 2 })
	s.dropCard(s.videos[0])
	s.until("one is left", func() bool { return len(s.posters.making) == 1 })
	if len(s.posters.kept) != 0 {
		t.Error("that nobody wanted it is remembered as a failure")
	}
	s.take(all[:1], false)
	s.until("it is begun anew", func() bool { return len(room.names()) == 3 })
	if got := room.names()[2]; got != "film 0001.mp4" {
		t.Errorf("%s is begun", got)
	}
}

// TestPosterOfAFileThatChanges has a poster for each of the files that a name stands for, one after the other.
func TestPosterOfAFileThatChanges(t *testing.T) {
	s := newStage(t, nil)
	room := newDarkroom()
	s.posters.source = room.source
	s.take(films(s, "/films", 1), false)
	v := s.videos[0]
	room.release <- quarterTone()
	s.until("its poster", func() bool { return s.thumbnailOf(v).Picture != nil })
	before := s.thumbnailOf(v).Picture
	v.file.ModTime = v.file.ModTime.Add(time.Second)
	s.refreshAll()
	if s.thumbnailOf(v).Picture != nil {
		t.Error("what it was before is shown for what it is now")
	}
	room.release <- quarterTone()
	s.until("the poster of now", func() bool { return s.thumbnailOf(v).Picture != nil })
	if s.thumbnailOf(v).Picture == before || len(room.names()) != 2 {
		t.Errorf("%d were made", len(room.names()))
	}
	v.file.Bytes++
	s.refreshAll()
	room.release <- nil
	s.until("that there is none", func() bool { return len(s.posters.kept) == 3 })
	for range 3 {
		s.refreshAll()
	}
	if got := len(room.names()); got != 3 {
		t.Errorf("what cannot be made was tried %d times", got-2)
	}
}

// TestNoPosterOfWhatIsNone makes none of what is still being looked at, cannot be sent, is encrypted, or has sound alone.
func TestNoPosterOfWhatIsNone(t *testing.T) {
	s := newStage(t, nil)
	room := newDarkroom()
	s.posters.source = room.source
	checked, silent, locked := newVideo("/films/new.mp4"), s.film("sound.mp4", nil), s.film("locked.mp4", nil)
	checked.file.Info = goodInfo(1) // of before: it is looked at once more
	silent.file.Info.Picture = nil
	locked.file.Info.Picture.Protected = true
	for _, v := range []*video{checked, refusedVideo(), silent, locked} {
		s.addCard(v)
	}
	s.selected = locked
	s.refreshAll()
	s.settle()
	if len(s.posters.making) != 0 {
		t.Errorf("posters are made of %v", room.names())
	}
	checked.state = ready
	s.refreshAll()
	if len(s.posters.making) != 1 {
		t.Error("none is made of what was found to be a video")
	}
}

// TestPostersAreBounded keeps as many as there is room for: those that were seen last.
func TestPostersAreBounded(t *testing.T) {
	s := newStage(t, nil)
	var first, second posterKey
	for i := range 400 {
		key := posterKey{path: fmt.Sprintf("/films/%d.mp4", i)}
		s.posters.keep(&keptPoster{key: key, picture: image.NewRGBA(image.Rectangle{Max: posterMost})})
		switch i {
		case 0:
			first = key
		case 1:
			second = key
		}
		s.posters.of(&video{path: first.path, earlier: &upload.Unfinished{}, state: ready})
	}
	if s.posters.bytes > 32<<20 || len(s.posters.kept) < 100 || s.posters.recent.Len() != len(s.posters.kept) {
		t.Errorf("%d are kept in %d MB", len(s.posters.kept), s.posters.bytes>>20)
	}
	if s.posters.kept[first] == nil || s.posters.kept[second] != nil {
		t.Error("those are gone that were seen last")
	}
}
