package upload

import (
	"context"
	"fmt"
	"time"

	"hoist/upload/xapi"
)

// unsaidCheck is how long to wait between two STATUS when X does not say.
const unsaidCheck = 3 * time.Second

// lostStatus is after how many "not found" in a row X is believed to have lost an upload that it was processing.
const lostStatus = 3

// finish calls FINALIZE and waits until X has processed the video.
func (t *transfer) finish(ctx context.Context) (*Result, error) {
	if changed := t.src.unchanged(); changed != nil {
		return nil, t.failure(ctx, changed, -1)
	}
	media, err := t.finalize(ctx)
	if err != nil {
		return nil, err
	}
	if media, err = t.process(ctx, media); err != nil {
		return nil, err
	}
	if media.Key != "" {
		t.mediaKey = media.Key
	}
	_, expires := t.ledger.state()
	if media.ExpiresIn > 0 {
		expires = time.Now().Add(media.ExpiresIn)
	}
	_, resent := t.ledger.progress()
	t.engine.log.Info("done", "media_id", t.mediaID, "bytes", t.plan.Bytes, "resent", resent)
	return &Result{
		MediaID: t.mediaID, MediaKey: t.mediaKey, Expires: expires, Bytes: t.plan.Bytes, Segments: t.plan.Segments,
	}, nil
}

// finalize calls FINALIZE until its outcome is known. When the answer was lost, or this program with it, X may have
// finalized all the same: STATUS tells, where X has begun to process; in any other case FINALIZE is called again.
func (t *transfer) finalize(ctx context.Context) (xapi.Media, error) {
	if t.journal.finalizing() {
		if media, begun := t.begunProcessing(ctx); begun {
			return media, nil
		}
	}
	if err := t.journal.beginFinalize(); err != nil {
		t.engine.log.Warn("the journal cannot be written", "err", err)
	}
	for n := 1; ; n++ {
		if late := t.outOfTime(-1); late != nil {
			return xapi.Media{}, late
		}
		if err := t.pass(ctx, xapi.OpFinalize); err != nil {
			return xapi.Media{}, err
		}
		media, err := t.engine.client.Finalize(ctx, t.mediaID)
		if err == nil {
			return media, nil
		}
		failed := t.failure(ctx, err, -1)
		if !again(failed.Kind, true) {
			return xapi.Media{}, failed
		}
		if failed.Kind != RateLimited { // that one was refused, not lost
			if media, begun := t.begunProcessing(ctx); begun {
				return media, nil
			}
		}
		if err := t.stand(ctx, n, failed); err != nil {
			return xapi.Media{}, err
		}
	}
}

// begunProcessing asks once whether X has finalized the upload: that is sure only where it has begun to process.
func (t *transfer) begunProcessing(ctx context.Context) (xapi.Media, bool) {
	media, err := t.engine.client.Status(ctx, t.mediaID)
	return media, err == nil && media.Processing != nil
}

// process asks for STATUS until the video is ready. A reply without processing_info means that there is nothing to
// wait for.
func (t *transfer) process(ctx context.Context, media xapi.Media) (xapi.Media, error) {
	for !media.Ready() {
		p := *media.Processing
		if p.State == xapi.Failed || p.Error != nil {
			return xapi.Media{}, t.failure(ctx, processingFailed(p), -1)
		}
		t.post(Processing{Percent: p.Percent})
		check := p.CheckAfter
		if check <= 0 {
			check = unsaidCheck
		}
		if err := t.sleeper.sleep(ctx, time.Now().Add(check)); err != nil {
			return xapi.Media{}, err
		}
		var err error
		if media, err = t.status(ctx); err != nil {
			return xapi.Media{}, err
		}
	}
	return media, nil
}

// status calls STATUS until it is answered.
func (t *transfer) status(ctx context.Context) (xapi.Media, error) {
	missing := 0
	for n := 1; ; n++ {
		if late := t.outOfTime(-1); late != nil {
			return xapi.Media{}, late
		}
		if err := t.pass(ctx, xapi.OpStatus); err != nil {
			return xapi.Media{}, err
		}
		media, err := t.engine.client.Status(ctx, t.mediaID)
		if err == nil {
			return media, nil
		}
		failed := t.failure(ctx, err, -1)
		if failed.Kind == NotFound {
			missing++
		}
		if !again(failed.Kind, true) && (failed.Kind != NotFound || missing == lostStatus) {
			return xapi.Media{}, failed
		}
		if err := t.stand(ctx, n, failed); err != nil {
			return xapi.Media{}, err
		}
	}
}

// processingFailed returns X's reason as the error of a call.
func processingFailed(p xapi.Processing) error {
	x := &xapi.Error{Op: xapi.OpStatus, Kind: ProcessingFailed}
	if p.Error != nil {
		x.Code = p.Error.Code
		x.Message = p.Error.Message
		if p.Error.Name != "" {
			x.Message = fmt.Sprintf("%s: %s", p.Error.Name, p.Error.Message)
		}
	}
	return x
}
