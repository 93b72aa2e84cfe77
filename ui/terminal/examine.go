package terminal

import (
	"context"
	"time"

	"hoist/ui/messages"
	"hoist/upload"
	"hoist/upload/video"
)

// probeLimit is how long ffprobe may take for what the file's own index does not tell.
const probeLimit = 20 * time.Second

// examined is a video that was looked at.
type examined struct {
	file    string // as it was written on the command line
	found   upload.File
	verdict video.Verdict
	err     error // why it cannot be sent at all; the rest is not known then
}

// What comes of a video that was looked at, as --json tells it.
const (
	verdictFine      = "fine"           // X should take it; there may be something to know
	verdictWarnings  = "warnings"       // X may refuse it
	verdictWouldFail = "would_fail"     // X refuses it, as far as is known
	verdictUnsent    = "cannot_be_sent" // it is not there, no video, not whole, too large
)

// examine looks at a video. One that is still being written is waited for, and waits is called where that is so.
func examine(ctx context.Context, file string, o Options, waits func()) examined {
	found, err := upload.Await(ctx, file, o.SegmentBytes, o.Wait, waits)
	if err != nil {
		return examined{file: file, err: err}
	}
	return examined{file, found, judge(ctx, found, o.Category, o.Premium), nil}
}

// judge says what X is likely to make of a file. What its index does not tell, ffprobe may, where it is installed.
func judge(ctx context.Context, f upload.File, category upload.Category, premium bool) video.Verdict {
	if !f.Info.Complete() {
		if ffprobe := video.FFprobe(); ffprobe != "" {
			ctx, cancel := context.WithTimeout(ctx, probeLimit)
			defer cancel()
			_ = f.Info.Probe(ctx, ffprobe, f.Path) // what stays unknown is not judged
		}
	}
	limit, _ := video.LimitFor(string(category), premium) // each category that the command line takes has one
	return video.Judge(f.Info, limit)
}

// outcome is what came of the look.
func (e examined) outcome() string {
	switch {
	case e.err != nil:
		return verdictUnsent
	case e.verdict.Class() == video.Refuse:
		return verdictWouldFail
	case e.verdict.Class() == video.Warn:
		return verdictWarnings
	}
	return verdictFine
}

// refused returns why a video is not sent that X would refuse, as far as is known.
func (e examined) refused() error {
	return &upload.Error{Kind: upload.WouldFail, File: e.found.Path, Segment: -1, Bytes: e.found.Bytes, Err: e.verdict.Err()}
}

// cure returns a line for the shell that makes a copy in which the faults are mended; empty: ffmpeg cannot help.
func (e examined) cure() string {
	if e.err != nil {
		return ""
	}
	cure, ok := video.CureFor(e.verdict)
	if !ok {
		return ""
	}
	return cure.Command(video.ThisShell(), e.file, video.FreeCopyPath(e.file))
}

// fault says a finding in one line: "Video codec: HEVC (H.265). Its picture is stored as HEVC (H.265). X takes H.264 only. …"
func fault(words *messages.Catalog, f video.Finding, v video.Verdict) string {
	w := words.Finding(f, v)
	if w.Why == "" {
		return w.Title
	}
	return w.Title + ". " + w.Why + " " + w.Do
}
