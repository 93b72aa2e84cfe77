package upload

import (
	"context"
	"errors"
	"time"

	"hoist/upload/xapi"
)

// answered is a client that tells the pacer of calls that ended without an answer.
type answered struct {
	next  xapi.Client
	pacer *pacer
}

var _ xapi.Client = (*answered)(nil)

func (c *answered) done(op xapi.Op, err error) {
	var x *xapi.Error
	if err != nil && (!errors.As(err, &x) || x.Status == 0) {
		c.pacer.lost(op)
	}
}

// Init implements [xapi.Client].
func (c *answered) Init(ctx context.Context, r xapi.InitRequest) (xapi.Media, error) {
	m, err := c.next.Init(ctx, r)
	c.done(xapi.OpInit, err)
	return m, err
}

// Append implements [xapi.Client].
func (c *answered) Append(ctx context.Context, mediaID string, s xapi.Segment) (time.Time, error) {
	expires, err := c.next.Append(ctx, mediaID, s)
	c.done(xapi.OpAppend, err)
	return expires, err
}

// Finalize implements [xapi.Client].
func (c *answered) Finalize(ctx context.Context, mediaID string) (xapi.Media, error) {
	m, err := c.next.Finalize(ctx, mediaID)
	c.done(xapi.OpFinalize, err)
	return m, err
}

// Status implements [xapi.Client].
func (c *answered) Status(ctx context.Context, mediaID string) (xapi.Media, error) {
	m, err := c.next.Status(ctx, mediaID)
	c.done(xapi.OpStatus, err)
	return m, err
}
