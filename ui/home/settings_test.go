package home

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func settings(t *testing.T, h *Home) Settings {
	t.Helper()
	s, err := h.Settings()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSettingsComeBack(t *testing.T) {
	h, root := under(t)
	s := settings(t, h)
	if s.Theme != System || s.LastFolder != "" || s.WindowWidth != 1080 || s.WindowHeight != 720 {
		t.Errorf("a first start has %+v", s)
	}
	s.Theme, s.LastFolder, s.WindowWidth, s.WindowHeight = Dark, t.TempDir(), 1400, 900
	if err := h.SaveSettings(s); err != nil {
		t.Fatal(err)
	}
	got := settings(t, h)
	if got.Theme != s.Theme || got.LastFolder != s.LastFolder || got.WindowWidth != 1400 || got.WindowHeight != 900 {
		t.Errorf("saved %+v, read %+v", s, got)
	}
	wantMode(t, root, 0o700)
	wantMode(t, filepath.Join(root, "settings.json"), 0o600)
	if left := names(t, root); !slices.Equal(left, []string{"settings.json"}) {
		t.Errorf("the folder holds %q", left)
	}
}

func TestSettingsAreRead(t *testing.T) {
	folder := filepath.ToSlash(t.TempDir())
	for name, test := range map[string]struct {
		file          string
		theme         Theme
		folder        string
		width, height int
	}{
		"empty object":        {`{}`, System, "", 1080, 720},
		"all":                 {`{"version":1,"theme":"light","last_folder":"` + folder + `","window_width":800,"window_height":600}`, Light, filepath.FromSlash(folder), 800, 600},
		"byte order mark":     {"\ufeff" + `{"theme":"dark"}`, Dark, "", 1080, 720},
		"wrong types":         {`{"theme":7,"last_folder":[],"window_width":"wide","window_height":600}`, System, "", 1080, 600},
		"null":                {`{"theme":null,"window_width":null}`, System, "", 1080, 720},
		"unknown theme":       {`{"theme":"sepia"}`, System, "", 1080, 720},
		"too small":           {`{"window_width":1,"window_height":-5}`, System, "", 720, 540},
		"too large":           {`{"window_width":99999999,"window_height":1e300}`, System, "", 16384, 720},
		"relative folder":     {`{"last_folder":"../secrets"}`, System, "", 1080, 720},
		"endless folder":      {`{"last_folder":"` + folder + strings.Repeat("/x", 20_000) + `"}`, System, "", 1080, 720},
		"of a newer version":  {`{"version":9,"theme":"dark","layout":"wide"}`, Dark, "", 1080, 720},
		"a field of another":  {`{"theme":"dark","Theme":"light"}`, Dark, "", 1080, 720},
		"the same one twice":  {`{"theme":"dark","theme":"light"}`, Light, "", 1080, 720},
		"with spaces, by man": {"\n {\n\t\"theme\" : \"dark\" }\r\n\n", Dark, "", 1080, 720},
	} {
		t.Run(name, func(t *testing.T) {
			h, root := under(t)
			write(t, filepath.Join(root, "settings.json"), test.file)
			s := settings(t, h)
			if s.Theme != test.theme || s.LastFolder != test.folder || s.WindowWidth != test.width || s.WindowHeight != test.height {
				t.Errorf("read %+v", s)
			}
		})
	}
}

// TestEngineSettings reads what pins the engine, and saves it: out of bounds it is mended, and none stays none.
func TestEngineSettings(t *testing.T) {
	for name, test := range map[string]struct {
		file           string
		atOnce         int
		segment, limit int64
	}{
		"none":        {`{}`, 0, 0, 0},
		"all":         {`{"at_once":3,"segment_bytes":1048576,"speed_limit":1000000}`, 3, 1 << 20, 1_000_000},
		"automatic":   {`{"at_once":0,"segment_bytes":0,"speed_limit":0}`, 0, 0, 0},
		"negative":    {`{"at_once":-1,"segment_bytes":-1,"speed_limit":-1}`, 0, 0, 0},
		"too small":   {`{"at_once":1,"segment_bytes":1,"speed_limit":1}`, 1, 64 << 10, 10_000},
		"too large":   {`{"at_once":99,"segment_bytes":99999999,"speed_limit":9000000000000000000}`, 8, 8_000_000, 10_000_000_000},
		"wrong types": {`{"at_once":"4","segment_bytes":1.5,"speed_limit":true}`, 0, 0, 0},
		"beyond ints": {`{"at_once":1e300,"segment_bytes":1e300,"speed_limit":1e300}`, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			h, root := under(t)
			write(t, filepath.Join(root, "settings.json"), test.file)
			for range 2 { // as read, and as saved
				s := settings(t, h)
				if s.AtOnce != test.atOnce || s.SegmentBytes != test.segment || s.SpeedLimit != test.limit {
					t.Errorf("read %d, %d, %d", s.AtOnce, s.SegmentBytes, s.SpeedLimit)
				}
				if err := h.SaveSettings(s); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	h, _ := under(t)
	if err := h.SaveSettings(Settings{AtOnce: 50, SegmentBytes: 3, SpeedLimit: -4}); err != nil {
		t.Fatal(err)
	}
	if s := settings(t, h); s.AtOnce != 8 || s.SegmentBytes != 64<<10 || s.SpeedLimit != 0 {
		t.Errorf("saved %+v", s)
	}
}

func TestBrokenSettingsAreSetAside(t *testing.T) {
	for name, file := range map[string]string{
		"empty": "", "cut off": `{"theme":"da`, "not an object": `[1,2]`, "null": "null", "binary": "\x00\x01\xff",
		"two objects": `{}{}`, "endless": `{"theme":"dark","x":"` + strings.Repeat("x", settingsMost) + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			h, root := under(t)
			at := filepath.Join(root, "settings.json")
			write(t, at, file)
			write(t, at+".broken", "of an earlier time")
			s, err := h.Settings()
			wantKind(t, err, SettingsBroken)
			if !strings.Contains(err.Error(), at) {
				t.Errorf("%v does not name the file", err)
			}
			if s.Theme != System || s.WindowWidth != 1080 || s.WindowHeight != 720 {
				t.Errorf("instead of a broken file: %+v", s)
			}
			if kept := read(t, at+".broken"); kept != file {
				t.Errorf("%d bytes were kept of %d", len(kept), len(file))
			}
			// The defaults can be saved, and nobody is told twice.
			settings(t, h)
			if err := h.SaveSettings(s); err != nil {
				t.Fatal(err)
			}
			settings(t, h)
		})
	}
}

func TestUnreadableSettings(t *testing.T) {
	h, root := under(t)
	if err := os.MkdirAll(filepath.Join(root, "settings.json", "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := h.Settings()
	wantKind(t, err, SettingsBroken)
	if s.Theme != System {
		t.Errorf("read %+v", s)
	}
	wantUnwritable(t, h.SaveSettings(s), root)
	if left := names(t, root); !slices.Equal(left, []string{"settings.json"}) {
		t.Errorf("a save that failed left %q", left)
	}
}

func TestOtherVersionsFieldsSurvive(t *testing.T) {
	h, root := under(t)
	at := filepath.Join(root, "settings.json")
	write(t, at, `{"version":3,"theme":"dark","speed":{"limit":12345678901234567890,"on":true},"tags":["a",null]}`)
	s := settings(t, h)
	s.Theme = Light
	if err := h.SaveSettings(s); err != nil {
		t.Fatal(err)
	}
	var compact map[string]json.RawMessage
	if err := json.Unmarshal([]byte(read(t, at)), &compact); err != nil {
		t.Fatal(err)
	}
	squeeze := strings.NewReplacer(" ", "", "\n", "")
	for field, want := range map[string]string{
		"version": "3", "theme": `"light"`, "speed": `{"limit":12345678901234567890,"on":true}`, "tags": `["a",null]`,
	} {
		if got := squeeze.Replace(string(compact[field])); got != want {
			t.Errorf("%s became %s, want %s", field, got, want)
		}
	}
}

func TestSavingMendsWhatIsOutOfBounds(t *testing.T) {
	h, _ := under(t)
	if err := h.SaveSettings(Settings{Theme: "sepia", LastFolder: "here", WindowWidth: 3, WindowHeight: 1 << 30}); err != nil {
		t.Fatal(err)
	}
	s := settings(t, h)
	if s.Theme != System || s.LastFolder != "" || s.WindowWidth != 720 || s.WindowHeight != 16384 {
		t.Errorf("saved %+v", s)
	}
}

// Two homes of one folder are two programs: a reader of either sees what one writer wrote, whole.
func TestSavesAtOnce(t *testing.T) {
	root := t.TempDir()
	env := with(map[string]string{"HOIST_HOME": root})
	var homes []*Home
	for range 2 {
		h, err := Open(env)
		if err != nil {
			t.Fatal(err)
		}
		homes = append(homes, h)
		if err := h.SaveSettings(sized(0)); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for n := range 24 {
		h := homes[n%2]
		all.Go(func() {
			if err := h.SaveSettings(sized(n)); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if s, err := h.Settings(); err != nil || s.WindowHeight != s.WindowWidth-100 {
				t.Errorf("in between: %+v, %v", s, err)
			}
		})
	}
	all.Wait()
	if left := names(t, root); !slices.Equal(left, []string{"settings.json"}) {
		t.Errorf("the folder holds %q", left)
	}
}

// sized returns settings whose height tells that they belong to their width.
func sized(n int) Settings {
	s := Defaults()
	s.WindowWidth, s.WindowHeight = 1000+n, 900+n
	return s
}

// TestEverySettingComesBack changes every field there is.
func TestEverySettingComesBack(t *testing.T) {
	h, _ := under(t)
	want := settings(t, h)
	want.Theme, want.LastFolder, want.WindowWidth, want.WindowHeight = Light, t.TempDir(), 900, 700
	want.AtOnce, want.SegmentBytes, want.SpeedLimit, want.Account = 2, 1_000_000, 500_000, "kay"
	want.WindowPlace, want.Size, want.ReduceMovement, want.StartByItself = &Point{-40, 30}, 150, true, true
	want.Language = "pt-BR"
	want.AtStart, want.KeepAwake, want.Proxy, want.Premium = Resume, false, ProxyManual, true
	want.Trace = true
	want.Updates, want.UpdatesAfter = true, time.Date(2026, time.November, 29, 4, 53, 46, 0, time.UTC)
	want.NewVersion, want.NewPage, want.PassedVersion = "0.3.0", "https://hoist.example/0.3.0", "0.2.0"
	want.ProxyURL, want.Certificates = "http://proxy.corp:3128", filepath.Join(t.TempDir(), "root.pem")
	first := reflect.ValueOf(Defaults())
	for i := range first.NumField() {
		if f := first.Type().Field(i); f.IsExported() && reflect.ValueOf(want).Field(i).Equal(first.Field(i)) {
			t.Errorf("%s is not changed here", f.Name)
		}
	}
	if err := h.SaveSettings(want); err != nil {
		t.Fatal(err)
	}
	got := settings(t, h)
	got.others = want.others
	if !reflect.DeepEqual(got, want) {
		t.Errorf("saved %+v, read %+v", want, got)
	}
}

func TestNewSettingsAreBounded(t *testing.T) {
	h, root := under(t)
	write(t, filepath.Join(root, "settings.json"), `{"size":900,"at_start":"never","proxy":"tor","window_place":{"x":1e7,"y":0},
		"certificates":"root.pem","proxy_url":"`+strings.Repeat("x", 3000)+`","keep_awake":null,
		"updates":"often","updates_after":"soon","new_version":"`+strings.Repeat("9", 40)+`","new_page":"https://hoist.example","passed_version":"`+strings.Repeat("9", 40)+`"}`)
	got := settings(t, h)
	got.others, got.Size = nil, got.Size-100
	want := Defaults()
	want.others = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v", got)
	}
}

// TestUpdatesAfterIsBounded reads times that no clock shows, and that JSON could not hold: they are none, and saved again as
// such.
func TestUpdatesAfterIsBounded(t *testing.T) {
	for text, want := range map[string]time.Time{
		"2026-11-29T04:53:46Z":      time.Date(2026, time.November, 29, 4, 53, 46, 0, time.UTC),
		"9999-12-31T23:59:59-23:59": {}, "0000-01-01T00:00:00Z": {}, "1999-12-31T23:59:59Z": {}, "tomorrow": {},
	} {
		h, root := under(t)
		write(t, filepath.Join(root, "settings.json"), `{"updates_after":"`+text+`"}`)
		for range 2 { // as read, and as saved
			s := settings(t, h)
			if !s.UpdatesAfter.Equal(want) {
				t.Errorf("%s: read %s", text, s.UpdatesAfter)
			}
			if err := h.SaveSettings(s); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
}
