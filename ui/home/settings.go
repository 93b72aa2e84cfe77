package home

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"time"
)

// Theme is which of the window's palettes is shown.
type Theme string

// The themes. System follows the desktop's.
const (
	System Theme = "system"
	Light  Theme = "light"
	Dark   Theme = "dark"
)

// Restart is what a start does with uploads that an earlier run began.
type Restart string

// Ask offers to resume them, Resume resumes them by itself.
const (
	Ask    Restart = "ask"
	Resume Restart = "resume"
)

// ProxyMode is by which way requests go to X.
type ProxyMode string

// The ways: by the proxy that the system names, by Settings.ProxyURL, or by none.
const (
	ProxySystem ProxyMode = "system"
	ProxyManual ProxyMode = "manual"
	ProxyNone   ProxyMode = "none"
)

// Point is a place on the desktop, in its own pixels.
type Point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

const (
	settingsVersion = 1
	settingsMost    = 64 << 10 // bytes; a longer file is not ours
)

// Settings are what a person chose, and what the window remembers for them. Take them from [Home.Settings], not from a
// literal: they carry along what other versions of this program wrote.
type Settings struct {
	Theme        Theme
	LastFolder   string // where videos were last chosen: an absolute path, or empty
	WindowWidth  int    // in Fyne's device-independent pixels
	WindowHeight int
	AtOnce       int    // segments in flight, 1 to 8; 0: as many as the line needs
	SegmentBytes int64  // size of the segments; 0: found by itself
	SpeedLimit   int64  // of all uploads together, in bytes per second; 0: none
	Account      string // whose name videos went in last, without @; empty: not known

	WindowPlace    *Point // the corner of the window; nil: not known
	Size           int    // of all that is shown, in per cent: 80 to 200
	ReduceMovement bool   // nothing moves by itself
	Language       string // the tag of that in which the window speaks, such as pt-BR; empty: the system's
	StartByItself  bool   // videos that come in are uploaded without a click
	AtStart        Restart
	KeepAwake      bool // the computer does not fall asleep while something is sent
	Proxy          ProxyMode
	ProxyURL       string // of a proxy that the person named: http, https or socks5, never with a password
	Certificates   string // a PEM file with certificates to trust beside the system's: an absolute path, or empty
	Premium        bool   // the account has X Premium: X takes longer and larger videos of it
	Trace          bool   // what goes to X and what it answers is kept for a week

	Updates       bool      // it is looked for newer versions of this program
	UpdatesAfter  time.Time // and not before then; zero: at once
	NewVersion    string    // the newest that was found, such as 0.2.0; empty: none was looked for
	NewPage       string    // where people find it
	PassedVersion string    // the newest that a person did not want; empty: none was told of

	version int
	others  map[string]json.RawMessage // fields that this version does not know
}

// Defaults are the settings of a first start.
func Defaults() Settings {
	return Settings{
		Theme: System, WindowWidth: 1080, WindowHeight: 720, Size: 100, AtStart: Ask, KeepAwake: true, Proxy: ProxySystem,
		version: settingsVersion,
	}
}

// Settings reads the settings. They are always usable: what is missing or out of bounds has its default. An error of
// kind [SettingsBroken] tells that the file could not be read, or not understood; in the second case it is kept beside
// as settings.json.broken.
func (h *Home) Settings() (Settings, error) {
	h.file.Lock()
	defer h.file.Unlock()
	data, err := readSettings(h.settings)
	if errors.Is(err, fs.ErrNotExist) {
		return Defaults(), nil
	}
	if err != nil {
		return Defaults(), h.broken(err)
	}
	s, err := parseSettings(data)
	if err != nil {
		err = errors.Join(err, os.Rename(h.settings, h.settings+".broken"))
		return Defaults(), h.broken(err)
	}
	return s, nil
}

func (h *Home) broken(err error) *Error {
	return &Error{Kind: SettingsBroken, Err: &fs.PathError{Op: "read", Path: h.settings, Err: err}}
}

func readSettings(name string) ([]byte, error) {
	f, err := os.Open(name) //nolint:gosec // a name of ours
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only: nothing is lost
	return io.ReadAll(io.LimitReader(f, settingsMost+1))
}

// parseSettings understands a file of settings. Each field stands for itself, so that one that somebody mistyped does
// not cost the others.
func parseSettings(data []byte) (Settings, error) {
	if len(data) > settingsMost {
		return Settings{}, fmt.Errorf("more than %d bytes", settingsMost)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &fields); err != nil {
		return Settings{}, fmt.Errorf("not a JSON object: %w", err)
	}
	if fields == nil {
		return Settings{}, errors.New("not a JSON object: null")
	}
	s := Defaults()
	take(fields, "version", &s.version)
	for name, field := range s.fields() {
		take(fields, name, field)
	}
	s.others = fields
	return s.bounded(), nil
}

// fields returns where each field of the file has its place.
func (s *Settings) fields() map[string]any {
	return map[string]any{
		"theme": &s.Theme, "last_folder": &s.LastFolder, "window_width": &s.WindowWidth, "window_height": &s.WindowHeight,
		"window_place": &s.WindowPlace, "at_once": &s.AtOnce, "segment_bytes": &s.SegmentBytes, "speed_limit": &s.SpeedLimit,
		"account": &s.Account, "size": &s.Size, "language": &s.Language, "reduce_movement": &s.ReduceMovement, "start_by_itself": &s.StartByItself,
		"at_start": &s.AtStart, "keep_awake": &s.KeepAwake, "proxy": &s.Proxy, "proxy_url": &s.ProxyURL,
		"certificates": &s.Certificates, "premium": &s.Premium, "trace": &s.Trace,
		"updates": &s.Updates, "updates_after": &s.UpdatesAfter, "new_version": &s.NewVersion, "new_page": &s.NewPage, "passed_version": &s.PassedVersion,
	}
}

// take moves a field to its place. One of the wrong type is dropped, which leaves the default.
func take(fields map[string]json.RawMessage, name string, to any) {
	value := reflect.New(reflect.TypeOf(to).Elem())
	if raw, ok := fields[name]; ok && json.Unmarshal(raw, value.Interface()) == nil && string(raw) != "null" {
		reflect.ValueOf(to).Elem().Set(value.Elem())
	}
	delete(fields, name)
}

// SaveSettings writes the settings, values out of bounds mended. After a crash or a power cut either the old or the
// new ones are there, whole. It fails with [Unwritable].
func (h *Home) SaveSettings(s Settings) error {
	s = s.bounded()
	fields := make(map[string]any, len(s.others)+30)
	for name, value := range s.others {
		fields[name] = value
	}
	fields["version"] = s.version
	for name, field := range s.fields() {
		fields[name] = field
	}
	data, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		return fmt.Errorf("home: settings: %w", err) // others came out of a valid file: cannot be
	}

	h.file.Lock()
	defer h.file.Unlock()
	if err := makeFolder(filepath.Dir(h.settings)); err != nil {
		return err
	}
	if err := replace(h.settings, append(data, '\n')); err != nil {
		return unwritable(filepath.Dir(h.settings), err)
	}
	return nil
}

// replace gives a file new content at one blow: what is written beside it and has reached the disk takes its name.
func replace(name string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
