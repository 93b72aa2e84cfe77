// Package practice is a stand-in for X on this computer: practice mode, the tests and the benchmarks upload to it. It
// speaks both generations of X's media upload API and OAuth 1.0a, as strictly as X is known to, with X's replies as
// they were recorded (see reference/x-api.md of the project). It imports no room of ours, so that a mistake in the
// client is not a mistake here too.
//
//	s, err := practice.Start(practice.Options{RateMbit: 20})
//	...
//	defer s.Close()
//	upload to s.URL(), signing with s.Keys(); then compare s.Uploads()[0].SHA256
//
// # What is served
//
//	POST /2/media/upload/initialize           INIT, JSON
//	POST /2/media/upload/{id}/append          APPEND, multipart (streamed) or JSON with base64 (held in memory)
//	POST /2/media/upload/{id}/finalize        FINALIZE, no body or {}
//	GET  /2/media/upload?media_id=            STATUS, with or without command=STATUS
//	GET  /2/users/me
//	POST /1.1/media/upload.json               command=INIT, APPEND, FINALIZE
//	GET  /1.1/media/upload.json               command=STATUS
//	POST /oauth/request_token                 then the page /oauth/authorize, then
//	POST /oauth/access_token
//	GET  /practice/uploads                    [Server.Uploads] as JSON, unsigned; X has nothing like it
//
// POST /2/media/upload, X's older command style, is answered as X answers it today: 400. Uploads in one request are not
// served.
//
// A request is checked in this order: the script of faults, the signature, the app's permission, the rate limit, the
// operation. The bytes of segments go to a temporary file without a name; memory does not grow with the video. The
// disk space is given back when FINALIZE has succeeded, when an upload has expired and the next one begins, and by
// [Server.Close].
//
// # Faults
//
// [Options.Faults] is a script of what goes wrong; [ParseFaults] reads it from JSON, as `hoist practice --faults FILE`
// does:
//
//	[
//	  {"op": "append", "segment": 3, "what": "drop", "when": "mid", "times": 2},
//	  {"op": "append", "after": 10, "what": "status", "preset": "rate-limit", "seconds": 2},
//	  {"op": "append", "segment": 7, "what": "stall", "seconds": 90},
//	  {"op": "finalize", "what": "drop", "when": "after"},
//	  {"op": "finalize", "what": "processing", "preset": "too-long"},
//	  {"op": "init", "what": "status", "status": 500, "headers": {"Retry-After": "1"}, "body": "<h1>oops</h1>"},
//	  {"op": "status", "what": "garbage", "preset": "truncated", "times": -1}
//	]
//
// Each fault says which requests it hits:
//
//	op        init, append, finalize, status, request_token, access_token, users_me, or * for all of these
//	segment   of an append, 0 to 999; left out: any. Not known, and so never hit, where a client sends the bytes
//	          before the index, or both in JSON
//	after     how many matching requests pass before the first hit; 0 if left out
//	times     how many are hit; 1 if left out or 0; -1: all that follow
//
// For each request the list is gone through from the top, and the first fault that hits takes it. A fault counts the
// matching requests that no earlier one took. Which request is hit depends on the order in which requests come and on
// nothing else.
//
// And what happens to them:
//
//	what=status      an answer instead of the operation: "preset", or "status" (200 to 599) and "body"; "headers" are
//	                 added to either
//	what=drop        the connection closes: when=before the segment is read (its first 32 KiB may be), mid: after half
//	                 of the body, after: all is done and accepted and the answer lost
//	what=stall       when=mid (the default): half of the body is read and no more; reply: all is done and the answer
//	                 held. For "seconds", or if left out until the server closes or the client is seen to have gone,
//	                 which TCP does not show while nothing is read
//	what=slow        body and answer pass at "bytes_per_second"
//	what=garbage     the operation is done and the answer spoiled: preset truncated, text, html or empty
//	what=delay       nothing happens for "seconds", then all goes on
//	what=processing  for op finalize: X's processing of this upload ends as preset invalid-media, unsupported, too-long,
//	                 stuck (in_progress at 99 % with an error), no-check-after, endless or none (no processing_info)
//
// The presets of status, with X's own bodies where there are records:
//
//	unauthorized (32)  unauthorized-bare  revoked (89)  clock (135, and a Date 10 minutes ahead)
//	credits  read-only  not-enrolled  forbidden  suspended (64)  locked (326)  closed (453 on v1.1)
//	gone  not-found  segments  json-body  too-large (413)  headers-too-large (431)
//	rate-limit  usage-capped (both with a window that ends after "seconds", 5 if left out)
//	server (500)  unavailable (503)  html-502  html-503  captive-portal (200 and a page)  redirect (302)
package practice
