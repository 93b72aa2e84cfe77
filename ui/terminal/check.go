package terminal

import (
	"context"
	"io"
	"strings"
	"time"

	"hoist/ui/messages"
	"hoist/upload/video"
)

// Check is the command `hoist check`: it says what X is likely to make of videos, and how to mend what it would refuse. Nothing
// is sent or written.
type Check struct {
	Out   io.Writer // gets what was found
	Err   io.Writer // everything else
	Words *messages.Catalog
}

// Run checks the videos of the options one after the other and returns the exit code, which is that of the worst. One that is
// still being written is waited for, until ctx ends.
func (c *Check) Run(ctx context.Context, o Options) int {
	out := &recorder{to: c.Out}
	exit := ExitDone
	for _, file := range o.Videos {
		e := examine(ctx, file, o, func() { c.waits(file) })
		if ctx.Err() != nil {
			return ExitInterrupted
		}
		if o.JSON {
			(&objects{out: out, words: c.Words}).checked(e)
		} else {
			c.tell(out, e)
		}
		exit = worse(exit, exitOf(e))
	}
	if out.err != nil {
		out.complain(c.Err, c.Words)
		return ExitFailed
	}
	return exit
}

// exitOf returns the exit code for one video.
func exitOf(e examined) int {
	switch e.outcome() {
	case verdictFine:
		return ExitDone
	case verdictWarnings:
		return ExitWarnings
	}
	return ExitFailed
}

// waits says that a video is still being written.
func (c *Check) waits(file string) {
	say(c.Err, c.Words.Text("terminal.line", "File", nameOf(file), "Text", c.Words.Text("terminal.check.waits")))
}

// tell writes what was found about a video: what it is, what X would refuse, what it may refuse, what there is to know, and
// how many checks have passed.
func (c *Check) tell(out io.Writer, e examined) {
	if e.err != nil {
		p := c.Words.Problem(e.err, messages.Facts{Now: time.Now()})
		say(out, sentences(c.Words, failure{Problem: p, file: e.file, cause: e.err}))
		return
	}
	say(out, c.Words.Text("terminal.line", "File", nameOf(e.file), "Text", c.head(e)))
	line := func(text string) { say(out, "  "+text) }
	line(c.Words.Verdict(e.verdict).Title)
	passed := 0
	for _, f := range e.verdict.Findings {
		if f.Class == video.Pass {
			passed++
			continue
		}
		w := c.Words.Finding(f, e.verdict)
		line(c.Words.Text("terminal.check."+f.Class.String(), "Text", joined(w.Title, w.Hint)))
		line("  " + w.Why + " " + w.Do)
	}
	if passed > 0 {
		line(c.Words.Count("terminal.check.passed", passed))
	}
	if cure := e.cure(); cure != "" {
		line(c.Words.Text("terminal.check.cure"))
		line("  " + cure)
	}
}

// head says what a video is.
func (c *Check) head(e examined) string {
	length := ""
	if e.found.Info.Duration > 0 {
		length = c.Words.Lasts(e.found.Info.Duration)
	}
	return joined(c.Words.Bytes(e.found.Bytes), length, c.codec(e), c.Words.Picture(e.found.Info), c.Words.Sound(e.found.Info))
}

func (c *Check) codec(e examined) string {
	if p := e.found.Info.Picture; p != nil {
		return c.Words.CodecName(p.Codec)
	}
	return ""
}

// joined puts a dot between what is not empty.
func joined(parts ...string) string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, " · ")
}
