package xapi

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// problem is what a refusal says, whichever of X's shapes it has:
//
//	{"errors":[{"code":32,"message":"…"}]}                          v1.1, and v2 behind the same door
//	{"request":"…","error":"…"}                                     v1.1, FINALIZE
//	{"title":"…","detail":"…","type":"https://…/2/problems/credits"}  v2, RFC 7807
//	{"errors":[{"message":"…"}],"title":"…","detail":"…","type":"…"}  v2, invalid requests
//	{"code":123,"message":"…"}                                      v2, the fallback of the OpenAPI file
//	<errors><error code="415">…</error></errors>                    OAuth
//	<hash><error>…</error><request>…</request></hash>               OAuth, older
//
// and plain text. Pages, empty bodies and broken JSON say nothing.
type problem struct {
	code    int
	kind    string // last part of the type's address, such as "credits": the part before it has varied
	title   string
	message string
}

func readProblem(body []byte) problem {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return problem{}
	case body[0] == '{':
		return parseObject(body).problem(0)
	case body[0] == '<':
		return xmlProblem(body)
	case body[0] == '[' || !utf8.Valid(body):
		return problem{}
	}
	return problem{message: oneLine(string(body), maxText)}
}

// problem reads an object of any of the JSON shapes. X's words about the very mistake stand in the first of the
// errors; the title and detail around it only say that there was one.
func (o object) problem(depth int) problem {
	p := problem{code: o.code(), title: o.text("title")}
	if address := o.text("type"); strings.Contains(address, "/") {
		p.kind = address[strings.LastIndex(address, "/")+1:]
	}
	for _, name := range []string{"detail", "message", "error", "errors", "title"} {
		if p.message = o.text(name); p.message != "" {
			break
		}
	}
	inner := o.inner()
	if inner == nil || depth > 0 {
		return p
	}
	first := inner.problem(depth + 1)
	if first.message != "" {
		p.message = first.message
	}
	if first.code != 0 {
		p.code = first.code
	}
	if p.kind == "" {
		p.kind, p.title = first.kind, first.title
	}
	return p
}

// inner returns the first of the errors, or the error where it is an object.
func (o object) inner() object {
	var list []json.RawMessage
	if json.Unmarshal(o["errors"], &list) == nil && len(list) > 0 {
		if first := parseObject(list[0]); first != nil {
			return first
		}
		return object{"message": list[0]} // a bare text
	}
	return o.object("error")
}

// xmlProblem reads OAuth's shapes. The root's name tells them from a page.
func xmlProblem(body []byte) problem {
	d := xml.NewDecoder(bytes.NewReader(body))
	root := ""
	for {
		token, err := d.Token()
		if err != nil {
			return problem{}
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
			continue
		case root == "" && start.Name.Local != "errors" && start.Name.Local != "hash":
			return problem{}
		case root == "":
			root = start.Name.Local
		case start.Name.Local == "error":
			return xmlError(d, start)
		}
	}
}

func xmlError(d *xml.Decoder, start xml.StartElement) problem {
	var e struct {
		Code string `xml:"code,attr"`
		Text string `xml:",chardata"`
	}
	if d.DecodeElement(&e, &start) != nil {
		return problem{}
	}
	p := problem{message: oneLine(e.Text, maxText)}
	if n, err := strconv.ParseInt(e.Code, 10, 32); err == nil && n > 0 {
		p.code = int(n)
	}
	return p
}
