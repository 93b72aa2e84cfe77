package credentials

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// callbackPorts are tried in turn. They are fixed, because X compares the whole address with the app's settings, port
// and all (reference: x-api.md 4.1).
var callbackPorts = []int{47821, 47822, 47823}

const callbackPath = "/callback"

const opWait = "wait for the browser"

// CallbackURLs returns the addresses on this computer to which a browser may come back, in the order in which [Listen]
// tries them. They have to stand in the app's settings letter by letter; usually the first is enough.
func CallbackURLs() []string {
	urls := make([]string, len(callbackPorts))
	for i, port := range callbackPorts {
		urls[i] = callbackURL(port)
	}
	return urls
}

// callbackURL names the loopback address by its number: X does not take localhost.
func callbackURL(port int) string { return "http://" + callbackHost(port) + callbackPath }

func callbackHost(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// Callback waits on this computer for the browser to come back from X. Nobody but programs of this computer can reach
// it, and it takes one answer, to one sign-in.
type Callback struct {
	listener net.Listener
	url      string
	host     string // what a request has to name
	server   http.Server

	answer chan string // gets the one answer
	once   sync.Once   // Wait begins to serve
	served chan struct{}

	mu      sync.Mutex
	pending *Pending
	say     func(Landing) Page
	taken   bool
}

// Landing is what the browser's last page has to tell.
type Landing string

// What the last page tells.
const (
	LandedGranted Landing = "granted" // X's answer has arrived
	LandedDenied  Landing = "denied"  // the person said no at X
	LandedForeign Landing = "foreign" // the answer belongs to another sign-in, or is none
	LandedTwice   Landing = "twice"   // an answer has arrived before
)

// Listen takes the first port that is free. Where none is, the error's kind is [PortTaken].
func Listen(ctx context.Context) (*Callback, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var errs []error
	for _, port := range callbackPorts {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", callbackHost(port))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		c := &Callback{
			listener: listener, url: callbackURL(port), host: callbackHost(port),
			answer: make(chan string, 1), served: make(chan struct{}),
		}
		c.server = http.Server{
			Handler: http.HandlerFunc(c.serve), ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
			MaxHeaderBytes: 16 << 10, ErrorLog: log.New(io.Discard, "", 0), // its lines would quote requests
		}
		c.server.SetKeepAlivesEnabled(false)
		return c, nil
	}
	return nil, &Error{Op: opWait, Kind: PortTaken, Err: errors.Join(errs...)}
}

// URL is the address to which X has to send the browser.
func (c *Callback) URL() string { return c.url }

// Page is what the browser shows in the end.
type Page struct {
	Language     string // of the words, as a tag such as pt-BR
	Title, Words string
}

// Wait waits until the browser brings an answer to the sign-in p, and returns it for [Pending.Complete]. A no is an
// answer, too. Other requests get a page that says so, and are not waited for. say returns those pages.
// Wait is for one call; the browser gets pages until [Callback.Close].
func (c *Callback) Wait(ctx context.Context, p *Pending, say func(Landing) Page) (string, error) {
	c.mu.Lock()
	c.pending, c.say = p, say
	c.mu.Unlock()
	c.once.Do(func() {
		go func() {
			defer close(c.served)
			_ = c.server.Serve(c.listener) // it says that it was closed
		}()
	})
	select {
	case answer := <-c.answer:
		return answer, nil
	case <-c.served:
		return "", &Error{Op: opWait, Kind: PortTaken, Err: net.ErrClosed}
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// Close gives the port back. It waits for what serves the browser, and may be called twice.
func (c *Callback) Close() {
	_ = c.listener.Close() // nothing is lost with it
	_ = c.server.Close()
	c.once.Do(func() { close(c.served) })
	<-c.served
}

// serve answers the browser.
func (c *Callback) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer") // the page's address has X's answer in it
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case r.Host != c.host: // a page from elsewhere that has given its own name this computer's address
		http.Error(w, "not here", http.StatusMisdirectedRequest)
	case r.URL.Path != callbackPath:
		http.NotFound(w, r)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "only GET", http.StatusMethodNotAllowed)
	default:
		c.land(w, r.URL.RequestURI())
	}
}

// land takes an answer and shows the page that goes with it.
func (c *Callback) land(w http.ResponseWriter, address string) {
	landing, say := c.take(address)
	status := http.StatusOK
	if landing == LandedForeign {
		status = http.StatusBadRequest
	}
	showLanding(w, status, landing, say)
	if landing == LandedGranted || landing == LandedDenied {
		c.answer <- address
	}
}

// take decides what an address is, and lets one be the answer.
func (c *Callback) take(address string) (Landing, func(Landing) Page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	landing := LandedTwice
	if !c.taken {
		landing = c.pending.landing(address)
		c.taken = landing != LandedForeign
	}
	return landing, c.say
}

// landing says what an address means for this sign-in.
func (p *Pending) landing(address string) Landing {
	_, err := p.read(address)
	if err == nil {
		return LandedGranted
	}
	if known, ok := errors.AsType[*Error](err); ok && known.Kind == Denied {
		return LandedDenied
	}
	return LandedForeign
}

var (
	//go:embed landing.html
	landingSource string
	//go:embed landing.css
	landingStyle string

	landingPage = template.Must(template.New("landing").Parse(landingSource))
	// landingPolicy lets the page load nothing at all, and use its own style alone.
	landingPolicy = func() string {
		sum := sha256.Sum256([]byte(landingStyle))
		return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			base64.StdEncoding.EncodeToString(sum[:]))
	}()
)

func showLanding(w http.ResponseWriter, status int, landing Landing, say func(Landing) Page) {
	says := say(landing)
	var page bytes.Buffer
	err := landingPage.Execute(&page, struct {
		Page
		Good  bool
		Style template.CSS
	}{says, landing == LandedGranted, template.CSS(landingStyle)}) //nolint:gosec // compiled in
	if err != nil {
		http.Error(w, says.Title, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", landingPolicy)
	w.Header().Set("Content-Length", strconv.Itoa(page.Len()))
	w.WriteHeader(status)
	if _, err := w.Write(page.Bytes()); err == nil {
		_ = http.NewResponseController(w).Flush() // before the answer is used, and the port given back
	}
}
