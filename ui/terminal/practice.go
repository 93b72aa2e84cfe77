package terminal

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"hoist/ui/messages"
)

// StandIn is a stand-in for X that listens. Its keys open nothing else and are made to be printed.
type StandIn struct {
	BaseURL        string `json:"base_url"`
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	AccessToken    string `json:"access_token"`
	AccessSecret   string `json:"access_secret"`

	Close func() error `json:"-"`
}

// Practice is the command `hoist practice`.
type Practice struct {
	Out   io.Writer // gets the stand-in's address and keys, as one JSON object on a line
	Err   io.Writer // everything else
	Words *messages.Catalog

	Start func(o Options) (StandIn, error)
}

// Run starts the stand-in, writes where it is, and lets it serve until ctx ends. It returns the exit code.
func (p *Practice) Run(ctx context.Context, o Options) int {
	standIn, err := p.Start(o)
	if err != nil {
		p.say("terminal.practice.not_started", "Cause", messages.Clean(err.Error(), 300))
		return ExitFailed
	}
	defer standIn.Close() //nolint:errcheck // the program ends
	encoder := json.NewEncoder(p.Out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(standIn); err != nil { //nolint:gosec // keys that are made to be printed
		p.say("terminal.practice.not_started", "Cause", messages.Clean(err.Error(), 300))
		return ExitFailed
	}
	p.say("terminal.practice.serving", "URL", standIn.BaseURL)
	<-ctx.Done()
	return ExitInterrupted
}

func (p *Practice) say(id string, args ...any) {
	fmt.Fprintln(p.Err, p.Words.Text(id, args...)) //nolint:errcheck // nobody to tell
}
