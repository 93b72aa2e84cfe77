package upload

import (
	"reflect"
	"testing"
	"testing/synctest"
)

// TestMailbox checks the promise of Job.Events: order is kept, no change is dropped, only the latest byte progress
// of a segment is delivered, and whoever posts never waits for the reader.
func TestMailbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newMailbox()
		synctest.Wait()
		b.post(Opened{MediaID: "1"}) // the delivering goroutine takes this one and waits for the reader
		synctest.Wait()
		b.post(SegmentStarted{Index: 0, Attempt: 1})
		b.post(SegmentStarted{Index: 1, Attempt: 1})
		for n := range int64(1000) {
			b.post(SegmentProgressed{Index: 0, Bytes: n})
			b.post(SegmentProgressed{Index: 1, Bytes: 2 * n})
		}
		b.post(SegmentRetrying{Index: 0, Attempt: 1})
		b.post(SegmentProgressed{Index: 0, Bytes: 5})
		b.post(SegmentConfirmed{Index: 0, Attempt: 2})
		last := Finished{Result: &Result{MediaID: "1"}}
		b.close(last)
		b.post(SegmentStarted{Index: 7}) // after the end: nobody sees it

		var got []Event
		for e := range b.out {
			got = append(got, e)
		}
		want := []Event{
			Opened{MediaID: "1"},
			SegmentStarted{Index: 0, Attempt: 1},
			SegmentStarted{Index: 1, Attempt: 1},
			SegmentProgressed{Index: 0, Bytes: 999},
			SegmentProgressed{Index: 1, Bytes: 1998},
			SegmentRetrying{Index: 0, Attempt: 1},
			SegmentProgressed{Index: 0, Bytes: 5},
			SegmentConfirmed{Index: 0, Attempt: 2},
			last,
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v", got, want)
		}
	})
}
