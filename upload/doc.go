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
// it into segments, job.go and run.go go through the four calls, send.go sends the segments over several
// connections, finish.go ends the upload, retry.go says what is tried again and when, pace.go how many calls X still
// takes, mailbox.go hands events over without ever holding the upload up. transport.go owns the sockets: watched.go is
// one of them, warm.go opens them ahead of need, limit.go says how fast bytes may go out.
//
// What fails is retried when its kind says that trying again can help; a retry is a new request, signed anew. Before
// INIT has succeeded the engine gives up after Options.OpenFor; afterwards it goes on until X's time for the upload
// has run out, or until it is cancelled.
package upload
