// Package upload brings one video from a file to a media ID on X.
//
// X's protocol has four calls (package xapi has their wire format):
//
//	INIT      tells X the size and type; X answers with a media ID
//	APPEND    sends one segment, a range of the file; X takes at most 1,000, in any order
//	FINALIZE  says that all are sent; X counts the bytes
//	STATUS    asks how far X's processing is, until the video is ready
//
// An [Engine] holds what an account needs: who signs, where X is, the connections. It makes a [Job] per file. A job
// runs in a goroutine of its own and tells everything through [Job.Events]; nothing else is shared with whoever
// started it. A [Queue] runs jobs one after the other.
//
// The files follow the life of an upload: source.go opens the file and watches that it stays the same, plan.go cuts
// it into segments, job.go and queue.go are what a person has of it, run.go goes through the four calls, resume.go goes
// on with one that was interrupted, send.go decides which segment is sent when, flight.go sends one, land.go takes in how
// that ended, width.go says how many at once, straggler.go which are sent again because they are late, finish.go ends the
// upload.
//
// What X has confirmed is in ledger.go, and on the disk in journal.go before it is counted; shelf.go finds journals,
// journals.go lists them, lock_*.go let one program at a time have one. retry.go says what is tried again and when,
// pace.go how many calls X still takes, wake.go notices that the computer has slept.
//
// transport.go owns the connections: watched.go is one of them, warm.go opens them ahead of need, limit.go says how fast
// bytes may go out. trace.go and trace_block.go write down what was sent and what came back. mailbox.go hands events over
// without ever holding the upload up, and progress.go puts them together.
//
// What fails is retried when its kind says that trying again can help; a retry is a new request, signed anew. There is no
// number of tries after which the engine gives up: it goes on until X's time for the upload has run out, or until it is
// cancelled; whoever has a job can see in its events that nothing moves, why, and until when.
package upload
