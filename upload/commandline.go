package upload

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"hoist/upload/xapi"
)

// Tool is a program of the command line that can send the requests of an upload by hand.
type Tool string

// The tools. twurl signs by itself; for curl the signature has to be put where the … stands.
const (
	Curl  Tool = "curl"
	Twurl Tool = "twurl"
)

// Append returns a line for a POSIX shell that sends segment index of a file as [Job] does, and holds no secret. It
// fails where the account's address or the media ID cannot be used.
func (t Tool) Append(a Account, mediaID, file string, plan Plan, index int) (string, error) {
	base, err := a.base()
	if err != nil {
		return "", err
	}
	r, err := xapi.RecordAppend(a.API, base, mediaID, index)
	if err != nil {
		return "", err
	}
	offset, size := plan.segment(index)
	section := fmt.Sprintf("tail -c +%d %s | head -c %d", offset+1, quoted(file), size)
	if t == Twurl { // which reads files alone
		name := fmt.Sprintf("segment-%d", index)
		return fmt.Sprintf("%[1]s > %[2]s && %[3]s --file %[2]s --file-field %[4]s; rm -f %[2]s", section, name, t.line(r), r.File), nil
	}
	media := r.File + "=@-;filename=segment"
	if r.Type != "" {
		media += ";type=" + r.Type
	}
	return fmt.Sprintf("%s | %s --form %s", section, t.line(r), quoted(media)), nil
}

// Status returns a line for a POSIX shell that asks X how far a video is, and holds no secret. It fails as Append does.
func (t Tool) Status(a Account, mediaID string) (string, error) {
	base, err := a.base()
	if err != nil {
		return "", err
	}
	r, err := xapi.RecordStatus(a.API, base, mediaID)
	if err != nil {
		return "", err
	}
	return t.line(r), nil
}

// base returns the address that requests in the name of an account go to.
func (a Account) base() (*url.URL, error) {
	address := a.BaseURL
	if address == "" {
		address = a.API.DefaultBase()
	}
	return CheckBaseURL(address)
}

// line returns the request without the segment.
func (t Tool) line(r *xapi.Recorded) string {
	parts := []string{string(t), "--request", r.Method, quoted(r.URL.String()), "--header", quoted("Authorization: OAuth …")}
	field := "--form"
	if t == Twurl {
		parts = []string{string(t), "--request-method", r.Method, "--host", quoted(r.URL.Host), quoted(r.URL.RequestURI())}
		field = "--data"
		if r.URL.Scheme == "http" { // a stand-in on this computer
			parts = slices.Insert(parts, 1, "--no-ssl")
		}
	}
	if r.File == "" {
		return strings.Join(parts, " ")
	}
	var data []string
	for _, f := range r.Fields {
		if t == Twurl {
			data = append(data, f.Name+"="+f.Value)
			continue
		}
		parts = append(parts, field, quoted(f.Name+"="+f.Value))
	}
	if t == Twurl {
		parts = append(parts, field, quoted(strings.Join(data, "&")))
	}
	return strings.Join(parts, " ")
}

// quoted puts a text between quotes in which a POSIX shell finds nothing to expand.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
