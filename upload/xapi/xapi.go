// Package xapi speaks X's media upload API: it builds the requests of INIT, APPEND, FINALIZE and STATUS and reads
// the replies, for both generations that X serves. It sends each request once; whether there is another try is
// decided by package upload, by the kind of the [Error].
//
// v2.go and v1.go hold a generation each, over the same types. caller.go sends a request and takes the reply in;
// segment.go is the streamed body of an APPEND. What comes back is read by decode.go (X's JSON, and what else arrives
// in its place), problem.go (the shapes of X's refusals), classify.go (from a refusal to a [Kind]), network.go (from
// an error of the network to a [Kind]), retryat.go (from headers to a time) and quota.go (how many calls are left).
// error.go is what the caller gets.
//
// The facts about X's wire were collected from its documentation, its OpenAPI file 2.168 and recorded exchanges; the
// comments name the source where it matters. X is not trusted more than any other stranger: replies are cut at
// 64 KiB, numbers and texts are bounded, and a media ID is checked before it goes into an address.
package xapi

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Generation names one of X's two upload APIs.
type Generation string

// The generations, as they are written on the command line.
const (
	// V2 is the dedicated paths of https://api.x.com/2/media/upload (X's docs since 2025-04-30).
	V2 Generation = "v2"
	// V1 is the command style of https://upload.twitter.com/1.1/media/upload.json, which X has announced to remove.
	V1 Generation = "v1.1"
)

// Known reports whether it is one of them.
func (g Generation) Known() bool { return g == V2 || g == V1 }

// DefaultBase returns the address under which X serves the generation.
func (g Generation) DefaultBase() string {
	if g == V1 {
		return "https://upload.twitter.com"
	}
	return "https://api.x.com"
}

// Category is X's media_category: what the video may be used for. It decides X's limits, and that X processes the
// video after FINALIZE instead of within it.
type Category string

// The categories that take a video (X's OpenAPI file 2.167).
const (
	TweetVideo   Category = "tweet_video"   // posts
	AmplifyVideo Category = "amplify_video" // ads
	DMVideo      Category = "dm_video"      // messages
)

// Known reports whether it is one of them.
func (c Category) Known() bool { return c == TweetVideo || c == AmplifyVideo || c == DMVideo }

// InitRequest is what INIT tells X about the video.
type InitRequest struct {
	TotalBytes int64    // exact size of the file in bytes, 1 to 17,179,869,184
	MediaType  string   // MIME type, such as video/mp4
	Category   Category // never empty: without one X processes within FINALIZE and refuses large files
}

// Media is X's view of an upload, as INIT, FINALIZE and STATUS return it.
type Media struct {
	ID         string        // media ID, decimal
	Key        string        // media key, such as 7_1880028106020515840; may be empty
	Size       int64         // bytes that X counted; 0 where X does not say
	ExpiresIn  time.Duration // how long X keeps it from now on; 0 where X does not say
	Processing *Processing   // nil: nothing to wait for
}

// State is how far X's processing is.
type State string

// X's processing states.
const (
	Pending    State = "pending"
	InProgress State = "in_progress"
	Succeeded  State = "succeeded"
	Failed     State = "failed"
)

// Processing is X's processing_info.
type Processing struct {
	State      State
	CheckAfter time.Duration // how long to wait before the next STATUS; 0 where X does not say
	Percent    int           // 0 to 100; -1 where X does not say
	Error      *ProcessingError
}

// ProcessingError is X's reason for giving up on a video. X has been seen to send one beside the state in_progress,
// so that its presence alone means failed.
type ProcessingError struct {
	Code    int
	Name    string // such as InvalidMedia
	Message string // X's own words
}

// Ready reports whether there is nothing left to wait for: no processing, or a processing that succeeded.
func (m Media) Ready() bool {
	return m.Processing == nil || m.Processing.State == Succeeded && m.Processing.Error == nil
}

// Client calls one generation of X's API. Its methods send one request each and may be called by several
// goroutines at once. Every error that they return is an [*Error], except the context's own when ctx is done.
type Client interface {
	// Init opens an upload and returns its media ID. It is not idempotent: each call makes a new ID, and those that
	// are not used expire.
	Init(ctx context.Context, r InitRequest) (Media, error)
	// Append sends one segment. Sending the same bytes under the same index again is allowed. It returns when the
	// upload expires, or the zero time where X does not say.
	Append(ctx context.Context, mediaID string, s Segment) (expires time.Time, err error)
	// Finalize tells X that all segments are there.
	Finalize(ctx context.Context, mediaID string) (Media, error)
	// Status asks how far the processing is. X answers [NotFound] where there is none.
	Status(ctx context.Context, mediaID string) (Media, error)
}

// New returns a client of generation g at the address base, which has a scheme and a host, and may have a path that
// X's paths are put under. hc signs the requests and does not follow redirects (http.ErrUseLastResponse): a redirect
// is an answer of kind [BadReply]. observe, if not nil, is called with what each reply says of its quota, before the
// method returns.
func New(g Generation, base *url.URL, hc *http.Client, observe func(Op, Quota)) Client {
	if observe == nil {
		observe = func(Op, Quota) {}
	}
	own := *hc
	own.Transport = &unfollowed{next: hc.Transport}
	c := caller{base: base, http: &own, observe: observe}
	if g == V1 {
		return &v1{c}
	}
	return &v2{c}
}
