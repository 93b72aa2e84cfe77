package desktop

import (
	"context"
	"log/slog"
	"net/url"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	askLimit  = 2 * time.Second  // for the desktop's answer
	answerFor = 30 * time.Second // how long it holds
	mostHosts = 16               // whose answers are kept; an upload talks to one
)

// systemProxy asks the system, and keeps its answers for a while: net/http asks for each request.
type systemProxy struct {
	log *slog.Logger
	ask func(ctx context.Context, to *url.URL) (*url.URL, error)

	turn    chan struct{} // full while somebody asks, or looks at what follows
	answers map[string]systemAnswer
	told    string // the last reason that is in the log
}

type systemAnswer struct {
	via  *url.URL
	till time.Time
}

func newSystemProxy(log *slog.Logger, ask func(context.Context, *url.URL) (*url.URL, error)) *systemProxy {
	return &systemProxy{log: log, ask: ask, turn: make(chan struct{}, 1), answers: map[string]systemAnswer{}}
}

// proxy returns by which proxy to go to an address; nil: by none. Where the system gives no answer that can be used, it
// is by none. It fails when ctx is done.
func (s *systemProxy) proxy(ctx context.Context, to *url.URL) (*url.URL, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	place := to.Scheme + "://" + to.Host
	if known, ok := s.answers[place]; ok && time.Now().Before(known.till) {
		return known.via, nil
	}
	bounded, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	via, err := s.ask(bounded, to)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		via = nil
		s.tell(err)
	}
	if len(s.answers) >= mostHosts {
		clear(s.answers)
	}
	s.answers[place] = systemAnswer{via, time.Now().Add(answerFor)}
	return via, nil
}

// tell writes a reason into the log when it is a new one.
func (s *systemProxy) tell(err error) {
	if why := err.Error(); why != s.told {
		s.told = why
		s.log.Info("the system names no proxy that can be used", "err", why)
	}
}

// askSystem returns by which proxy the system goes to an address; nil: by none, or that cannot be found out, and the
// error says why. A program that was started by a double click sees no variables of a shell, so where the environment
// names no proxy the desktop is asked.
func askSystem(ctx context.Context, to *url.URL) (*url.URL, error) {
	if environment := httpproxy.FromEnvironment(); environment.HTTPProxy != "" || environment.HTTPSProxy != "" {
		return environment.ProxyFunc()(to)
	}
	return desktopProxy(ctx, to)
}
