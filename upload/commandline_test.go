package upload_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"hoist/upload"
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
				`--data 'command=APPEND&media_id=17&segment_index=2' --file segment-2 --file-field media; rm -f segment-2`,
		},
		{
			"twurl, v2", upload.V2, upload.Twurl,
			`tail -c +8388609 '/films/it'\''s $(touch x) "映画".mp4' | head -c 1611392 > segment-2 && ` +
				`twurl --request-method POST --host 'api.x.com' '/2/media/upload/17/append' ` +
				`--data 'segment_index=2' --file segment-2 --file-field media; rm -f segment-2`,
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
	here, err := upload.Twurl.Status(upload.Account{BaseURL: "http://127.0.0.1:8080"}, "17")
	if want := `twurl --no-ssl --request-method GET --host '127.0.0.1:8080' '/2/media/upload?command=STATUS&media_id=17'`; err != nil || here != want {
		t.Errorf("%v\n got %s\nwant %s", err, here, want)
	}
	if _, err := upload.Curl.Append(upload.Account{}, "17/../x", file, plan, 2); err == nil {
		t.Error("a media ID that is none gets a line")
	}
	if _, err := upload.Curl.Status(upload.Account{BaseURL: "http://x.example"}, "17"); err == nil {
		t.Error("an address that nobody may use gets a line")
	}
}

// TestCurlSends runs the line in a shell: what arrives are the very bytes of the segment, and the name of the file has
// done nothing.
func TestCurlSends(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no file can have such a name here")
	}
	data := bytes.Repeat([]byte("0123456789"), 300_000)
	arrived := make(chan string, 1)
	x := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		media, _, err := r.FormFile("media")
		if err != nil {
			arrived <- err.Error()
			return
		}
		got, err := io.ReadAll(media)
		arrived <- fmt.Sprint(r.Method, r.URL, r.FormValue("segment_index"), bytes.Equal(got, data[2<<20:]), err)
	}))
	defer x.Close()
	folder := t.TempDir()
	file := filepath.Join(folder, `it's $(touch x) "1".mp4`)
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	plan, err := upload.NewPlan(int64(len(data)), 2<<20)
	if err != nil {
		t.Fatal(err)
	}
	line, err := upload.Curl.Append(upload.Account{BaseURL: x.URL}, "17", file, plan, 1)
	if err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), "sh", "-c", line)
	shell.Dir = folder
	if out, err := shell.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := <-arrived, "POST/2/media/upload/17/append1true <nil>"; got != want {
		t.Errorf("arrived: %s", got)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("the folder holds %v, %v", left, err)
	}
}
