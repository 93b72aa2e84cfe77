package video_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tools skips a test where ffmpeg and ffprobe are not installed. `make test` installs them.
func tools(t testing.TB) {
	t.Helper()
	for _, name := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(err)
		}
	}
}

// batch is a number of clips with the same picture and tone, which one ffmpeg makes: it takes longer to start than to make most of
// them. Whichever test comes first has them made.
type batch struct {
	once  sync.Once
	clips []clip
	err   error
}

// batches sorts clips into batches, by their names.
func batches(clips []clip) map[string]*batch {
	const most = 6
	byName, open := map[string]*batch{}, map[string]*batch{}
	for _, c := range clips {
		b := open[c.picture]
		if b == nil || len(b.clips) == most {
			b = &batch{}
			open[c.picture] = b
		}
		b.clips = append(b.clips, c)
		byName[c.name] = b
	}
	return byName
}

// make makes all clips of the batch, once.
func (b *batch) make(t *testing.T, dir string) {
	t.Helper()
	b.once.Do(func() {
		args := b.clips[0].sources()
		for _, c := range b.clips {
			args = slices.Concat(args, c.encoded(), c.atFront(), []string{c.name})
		}
		b.err = runFFmpeg(t.Context(), dir, args...)
	})
	if b.err != nil {
		t.Fatal(b.err)
	}
}

// alone makes a clip that is in no batch, and returns its path.
func (c clip) alone(t *testing.T, dir string) string {
	t.Helper()
	(&batch{clips: []clip{c}}).make(t, dir)
	return c.finish(t, dir)
}

// finish does what is done to the clip once it is there, and returns its path.
func (c clip) finish(t *testing.T, dir string) string {
	t.Helper()
	path := filepath.Join(dir, c.name)
	if c.again != "" {
		first := "first " + c.name
		if err := os.Rename(path, filepath.Join(dir, first)); err != nil {
			t.Fatal(err)
		}
		if err := runFFmpeg(t.Context(), dir, slices.Concat(c.copied(first), c.atFront(), []string{c.name})...); err != nil {
			t.Fatal(err)
		}
	}
	if c.edit != nil {
		change(t, path, c.edit)
	}
	return path
}

// change puts what edit makes of a file in its place.
func change(t *testing.T, path string, edit func(*testing.T, []byte) []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, edit(t, data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// copied returns the arguments of a second ffmpeg, which copies the first file, without the name of its own.
func (c clip) copied(first string) []string {
	again := c.again
	if !strings.Contains(again, "{}") {
		again = "-i {} " + again
	}
	args := strings.Fields(again)
	inputs := 0
	for i, arg := range args {
		switch arg {
		case "-i":
			inputs = i + 2
		case "{}":
			args[i] = first
		}
	}
	return slices.Insert(args, inputs, "-c", "copy")
}

// atFront returns the option that puts the index at the front, where there is one.
func (c clip) atFront() []string {
	if strings.Contains(c.args, "-movflags") || slices.Contains([]string{".webm", ".ts", ".m2ts"}, filepath.Ext(c.name)) {
		return nil
	}
	return []string{"-movflags", "+faststart"}
}

// x264 is how a picture is stored unless a clip says otherwise.
const x264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"

// sources returns the arguments that name the picture and the tone.
func (c clip) sources() []string {
	size, rate, length := "320x180", "30", "1"
	if c.picture != "" && c.picture != "-" {
		parts := strings.Fields(c.picture)
		size, rate, length = parts[0], parts[1], parts[2]
	}
	return []string{
		"-f", "lavfi", "-i", fmt.Sprintf("testsrc2=size=%s:rate=%s:duration=%s", size, rate, length),
		"-f", "lavfi", "-i", "sine=sample_rate=48000:duration=" + length,
	}
}

// encoded returns the arguments that say how the clip is stored.
func (c clip) encoded() []string {
	var args []string
	if c.picture != "-" {
		args = append(args, "-map", "0:v")
	}
	if c.sound != "-" {
		args = append(args, "-map", "1:a")
		args = append(args, strings.Fields("-ac 2 -c:a "+cmp.Or(c.sound, "aac"))...)
	}
	if more, added := strings.CutPrefix(c.args, "+"); added || c.args == "" {
		return append(args, strings.Fields(x264+" "+more)...)
	}
	return append(args, strings.Fields(c.args)...)
}

// runFFmpeg runs ffmpeg in the folder.
func runFFmpeg(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, "ffmpeg", append([]string{"-nostdin", "-v", "error", "-y"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "SVT_LOG=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return nil
}

// replaced returns an edit that puts bytes in the place of others, wherever they are. They must be there.
func replaced(old, now string) func(*testing.T, []byte) []byte {
	return func(t *testing.T, data []byte) []byte {
		t.Helper()
		if len(old) != len(now) || !bytes.Contains(data, []byte(old)) {
			t.Fatalf("%q is not there to be replaced by %q", old, now)
		}
		return bytes.ReplaceAll(data, []byte(old), []byte(now))
	}
}

// ingredients makes what clips take in beside their picture and tone: sounds in HE-AAC, subtitles, a cover, and a megabyte and
// a half of metadata.
func ingredients(t *testing.T, dir string) {
	t.Helper()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) {
		if err := runFFmpeg(t.Context(), dir, args...); err != nil {
			t.Fatal(err)
		}
	}
	for _, he := range []struct {
		name, channels string
		config         []byte // AudioSpecificConfig: HE-AAC, 24 kHz doubled to 48 kHz, stereo; HE-AACv2, the same, mono
	}{{"he", "2", []byte{0x2b, 0x11, 0x88, 0x00}}, {"hev2", "1", []byte{0xeb, 0x09, 0x88, 0x00}}} {
		run("-f", "lavfi", "-i", "sine=sample_rate=24000:duration=1", "-ac", he.channels, "-c:a", "aac", he.name+".aac")
		change(t, filepath.Join(dir, he.name+".aac"), withSBR)
		run("-i", he.name+".aac", "-c", "copy", he.name+".m4a")
		change(t, filepath.Join(dir, he.name+".m4a"), withConfig(he.config))
	}
	write("words.srt", []byte("1\n00:00:00,100 --> 00:00:00,900\nHello.\n"))
	write("huge.txt", []byte(";FFMETADATA1\ncomment="+strings.Repeat("All work and no play. ", 75_000)+"\n"))
	run("-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1", "-update", "1", "cover.jpg")
}
