package video

import (
	"context"
	"os/exec"
	"strings"
	"time"
	"unicode"
)

// goodbye is how long a program that was killed may keep its output open.
const goodbye = 5 * time.Second

// program prepares ffmpeg or ffprobe to be run: without a shell, without a window, out of reach of the terminal's keys, with
// nothing to read. It is killed when ctx ends, and with it what it has started.
func program(ctx context.Context, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...) //nolint:gosec // a program that FFmpeg or FFprobe found; files are named by literal
	cmd.Env = append(cmd.Environ(), "AV_LOG_FORCE_NOCOLOR=1")
	cmd.WaitDelay = goodbye
	apart(cmd)
	return cmd
}

// execute starts a program with less priority than what a person looks at, and waits for it.
func execute(cmd *exec.Cmd) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	yield(cmd)
	return cmd.Wait()
}

// literal returns a path in the form in which ffmpeg takes it for the name of a file and for nothing else: not for an option,
// a protocol, a list of files or a pattern of numbers.
func literal(path string) string { return "file:" + path }

// input returns the arguments that have ffmpeg or ffprobe read a file as what its content has been found to be, and no other
// file, whatever it names.
func input(kind Type, path string) []string {
	args := []string{"-protocol_whitelist", "file"}
	if demuxer := demuxer(kind); demuxer != "" {
		args = append(args, "-f", demuxer)
	}
	return append(args, "-i", literal(path))
}

// demuxer returns what ffmpeg calls a container where it reads one; empty: it has to find out.
func demuxer(kind Type) string {
	switch kind {
	case MP4, QuickTime:
		return "mov"
	case WebM:
		return "matroska"
	case MPEGTS:
		return "mpegts"
	}
	return ""
}

// tail keeps the end of what is written to it.
type tail struct {
	end []byte
}

const tailBytes = 4 << 10

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.end = append(t.end, p[max(0, len(p)-tailBytes):]...)
	if over := len(t.end) - tailBytes; over > 0 {
		t.end = append(t.end[:0], t.end[over:]...)
	}
	return len(p), nil
}

// empty are beginnings of lines with which ffmpeg says that it gives up, after it has said why.
var empty = []string{
	"Conversion failed!", "Error initializing output stream", "Error while opening encoder", "Error opening output",
	"Error while filtering", "Error sending frames to consumers", "Task finished with error", "Terminating thread",
	"Nothing was written into output file", "Could not open encoder before EOF",
}

// said returns the last line that says something, without what does not belong in a line and without the part of ffmpeg
// that says it, since its address differs each time.
func (t *tail) said() string {
	lines := strings.FieldsFunc(strings.ToValidUTF8(string(t.end), "�"), func(r rune) bool { return r == '\n' || r == '\r' })
	last := ""
	for _, line := range lines {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			if unicode.IsGraphic(r) {
				return r
			}
			return -1
		}, line))
		for strings.HasPrefix(line, "[") {
			_, rest, ok := strings.Cut(line, "] ")
			if !ok {
				break
			}
			line = rest
		}
		if line != "" && (last == "" || !saysNothing(line)) {
			last = line
		}
	}
	return last
}

func saysNothing(line string) bool {
	for _, begin := range empty {
		if strings.HasPrefix(line, begin) {
			return true
		}
	}
	return false
}
