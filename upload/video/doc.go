// Package video knows what is in a video file, and what X takes.
//
// [Sniff] names the container by the file's content, since INIT has to tell X the right media type and names lie. It
// reads a few kilobytes and trusts none of them: sizes and offsets that come from the file are checked against the
// file's length.
//
// limits.go holds X's limits as data: sizes of segments and uploads, and what each kind of account may send, with the
// place and the date that each was read. When X changes a limit, that table changes and nothing else.
//
// The package imports no other room. What it is given is an io.ReaderAt, so that a test needs no disk.
package video
