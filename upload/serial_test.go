package upload_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"strconv"
	"strings"

	"hoist/upload/practice"
)

// serial is what the engine is measured against: one connection that is kept, and one segment after the other. X's own
// command-line client, xurl, uploads in this way, with the same 4 MiB; but xurl copies each segment into memory, and
// this one streams it from the file as the engine does, so that what is compared is the one connection.
type serial struct {
	base    string
	segment int64
	client  *http.Client
	line    *http.Transport
}

func newSerial(base string, keys practice.Keys, segment int64) *serial {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	line := &http.Transport{MaxConnsPerHost: 1, Protocols: &http1, DisableCompression: true}
	return &serial{base: base, segment: segment, client: &http.Client{Transport: signer(keys)(line)}, line: line}
}

func (s *serial) close() { s.line.CloseIdleConnections() }

// upload brings a file to X and returns its media ID.
func (s *serial) upload(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	start := fmt.Sprintf(`{"media_type":"video/mp4","total_bytes":%d,"media_category":"tweet_video"}`, info.Size())
	answer, err := s.post(ctx, "initialize", "application/json", int64(len(start)), strings.NewReader(start))
	if err != nil {
		return "", err
	}
	var reply struct{ Data struct{ ID string } }
	if err := json.Unmarshal(answer, &reply); err != nil {
		return "", err
	}
	id := reply.Data.ID
	for i, at := 0, int64(0); at < info.Size(); i, at = i+1, at+s.segment {
		if err := s.append(ctx, id, i, io.NewSectionReader(file, at, min(s.segment, info.Size()-at))); err != nil {
			return "", err
		}
	}
	_, err = s.post(ctx, id+"/finalize", "", 0, nil)
	return id, err
}

// append sends one segment.
func (s *serial) append(ctx context.Context, id string, index int, data *io.SectionReader) error {
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	if err := w.WriteField("segment_index", strconv.Itoa(index)); err != nil {
		return err
	}
	if _, err := w.CreateFormFile("media", "segment"); err != nil {
		return err
	}
	head := form.Len()
	if err := w.Close(); err != nil {
		return err
	}
	b := form.Bytes()
	body := io.MultiReader(bytes.NewReader(b[:head]), data, bytes.NewReader(b[head:]))
	_, err := s.post(ctx, id+"/append", w.FormDataContentType(), int64(len(b))+data.Size(), body)
	return err
}

// post sends one request and returns the answer.
func (s *serial) post(ctx context.Context, path, contentType string, length int64, body io.Reader) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+"/2/media/upload/"+path, body)
	if err != nil {
		return nil, err
	}
	r.ContentLength = length
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode/100 != 2 {
		err = fmt.Errorf("%s: %s: %s", path, resp.Status, answer)
	}
	return answer, err
}
