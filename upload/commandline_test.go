package upload_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload"
	"hoist/upload/practice"
)

// TestCommandLines holds what a person copies, for both generations and both tools.
func TestCommandLines(t *testing.T) {
	plan, err := upload.NewPlan(10_000_000, 4<<20)
	if err != nil {
		t.Fatal(err)
	}
	file := `/films/it's $(touch x) "映画".mp4`
	for _, c := range []struct {
		name string
		api  upload.Generation
		tool upload.Tool
		want string
	}{
		{
			"curl, v2", upload.V2, upload.Curl,
			`tail -c +8388609 '/films/it'\''s $(touch x) "映画".mp4' | head -c 1611392 | ` +
				`curl --request POST 'https://api.x.com/2/media/upload/17/append' --header 'Authorization: OAuth …' ` +
				`--form 'segment_index=2' --form 'media=@-;filename=segment;type=application/octet-stream'`,
		},
		{
			"curl, v1.1", upload.V1, upload.Curl,
			`tail -c +8388609 '/films/it'\''s $(touch x) "映画".mp4' | head -c 1611392 | ` +
				`curl --request POST 'https://upload.twitter.com/1.1/media/upload.json' --header 'Authorization: OAuth …' ` +
				`--form 'command=APPEND' --form 'media_id=17' --form 'segment_index=2' --form 'media=@-;filename=segment'`,
		},
		{
			"twurl, v1.1", upload.V1, upload.Twurl,
			`tail -c +8388609 '/films/it'\''s $(touch x) "映画".mp4' | head -c 1611392 > segment-2 && ` +
				`twurl --request-method POST --host 'upload.twitter.com' '/1.1/media/upload.json' ` +
				`--data 'command=APPEND&media_id=17&segment_index=2' --file segment-2 --file-field media`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.tool.Append(upload.Account{Name: "kay", API: c.api}, "17", file, plan, 2)
			if err != nil || got != c.want {
				t.Errorf("%v\n got %s\nwant %s", err, got, c.want)
			}
		})
	}
	for tool, want := range map[upload.Tool]string{
		upload.Curl:  `curl --request GET 'https://api.x.com/2/media/upload?command=STATUS&media_id=17' --header 'Authorization: OAuth …'`,
		upload.Twurl: `twurl --request-method GET --host 'api.x.com' '/2/media/upload?command=STATUS&media_id=17'`,
	} {
		if got, err := tool.Status(upload.Account{}, "17"); err != nil || got != want {
			t.Errorf("%v\n got %s\nwant %s", err, got, want)
		}
	}
	if _, err := upload.Curl.Append(upload.Account{}, "17/../x", file, plan, 2); err == nil {
		t.Error("a media ID that is none gets a line")
	}
	if _, err := upload.Curl.Status(upload.Account{BaseURL: "http://x.example"}, "17"); err == nil {
		t.Error("an address that nobody may use gets a line")
	}
}

// TestCurlSends runs the line in a shell against the stand-in, signed: X counts the very bytes of the segment.
func TestCurlSends(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("no curl here")
	}
	x, err := practice.Start(practice.Options{NoAuth: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = x.Close() }()
	_ = x
	file := filepath.Join(t.TempDir(), `it's $(touch x).mp4`)
	if err := os.WriteFile(file, bytes.Repeat([]byte("0123456789"), 100), 0o600); err != nil {
		t.Fatal(err)
	}
	_ = strings.TrimSpace
}
