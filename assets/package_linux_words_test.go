//go:build packages

package assets_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"encoding/xml"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hoist/upload/video"
)

// unpacked unpacks the .deb and returns the folder that stands for /usr.
func (l *linux) unpacked() string {
	l.t.Helper()
	folder := l.t.TempDir()
	command(l.t, "dpkg-deb", "--extract", l.deb, folder)
	return filepath.Join(folder, "usr")
}

// keysOf reads a group of a desktop file.
func keysOf(t *testing.T, file, group string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ = bytes.Cut(text, []byte("["+group+"]\n"))
	text, _, _ = bytes.Cut(text, []byte("\n["))
	keys := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			keys[name] = value
		}
	}
	return keys
}

// languages are those of the program but English, and what desktops call them.
var languages = map[string]string{"de": "de", "es": "es", "fr": "fr", "ja": "ja", "pt-BR": "pt_BR"}

// TestPackageLinuxMenu: the menu's entry says what FyneApp.toml says, in each language of the program, and Hoist is offered
// for the videos that it takes.
func TestPackageLinuxMenu(t *testing.T) {
	file := filepath.Join(linuxPackages(t).unpacked(), "share/applications/app.hoist.Hoist.desktop")
	entry, practice := keysOf(t, file, "Desktop Entry"), keysOf(t, file, "Desktop Action practice")
	list := func(toml string) string {
		return strings.ReplaceAll(strings.Trim(toml, "[]"), `", "`, ";")
	}
	want := map[string]string{
		"Name": ofTOML(t, "Name"), "GenericName": ofTOML(t, "GenericName"), "Comment": ofTOML(t, "Comment"),
		"Keywords": strings.Trim(list(ofTOML(t, "Keywords")), `"`) + ";", "Categories": strings.Trim(list(ofTOML(t, "Categories")), `"`) + ";",
		"MimeType": strings.Join(types(), ";") + ";",
		"Exec":     "hoist %F", "Icon": ofTOML(t, "ID"), "Terminal": "false",
	}
	for key, value := range want {
		if entry[key] != value {
			t.Errorf("%s=%s, want %s", key, entry[key], value)
		}
	}
	for language, locale := range languages {
		for _, key := range []string{"GenericName", "Comment", "Keywords"} {
			if words := entry[key+"["+locale+"]"]; words == "" || words == entry[key] {
				t.Errorf("%s is not translated into %s: %q", key, locale, words)
			}
		}
		text, err := os.ReadFile("translations/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var program map[string]any
		if err := json.Unmarshal(text, &program); err != nil {
			t.Fatal(err)
		}
		if got := practice["Name["+locale+"]"]; got != program["ui.menu.practice"] {
			t.Errorf("practice mode is called %q in the menu of the desktop and %q in that of the program", got, program["ui.menu.practice"])
		}
	}
}

// types are the videos that X takes, by their MIME types.
func types() []string {
	return []string{video.MP4.MIME, video.QuickTime.MIME, video.WebM.MIME, video.MPEGTS.MIME}
}

// metainfo is what software centres read.
type metainfo struct {
	ID      string   `xml:"id"`
	License string   `xml:"project_license"`
	Types   []string `xml:"provides>mediatype"`
	Pages   []string `xml:"url"`
	Images  []string `xml:"screenshots>screenshot>image"`
	Launch  string   `xml:"launchable"`
	Release struct {
		Version string `xml:"version,attr"`
	} `xml:"releases>release"`
	Words []struct {
		Language string `xml:"lang,attr"`
	} `xml:"description>p"`
}

func metainfoOf(t *testing.T, usr string) (m metainfo) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(usr, "share/metainfo/app.hoist.Hoist.metainfo.xml"))
	if err == nil {
		err = xml.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(text, []byte("@")) {
		t.Errorf("something is not filled in: %s", text)
	}
	return m
}

// TestPackageLinuxMetainfo: software centres are told of this version, in each language; where it has a home they are led
// there, and to pictures that are in the repository.
func TestPackageLinuxMetainfo(t *testing.T) {
	l := linuxPackages(t)
	m := metainfoOf(t, l.unpacked())
	if m.ID != ofTOML(t, "ID") || m.Launch != m.ID+".desktop" || m.License != "LicenseRef-proprietary" || m.Release.Version != l.version ||
		!slices.Equal(m.Types, types()) {
		t.Errorf("%+v", m)
	}
	for _, locale := range languages {
		n := 0
		for _, p := range m.Words {
			if p.Language == locale {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%d of 2 paragraphs are in %s", n, locale)
		}
	}

	const home = "https://code.example/hoist"
	for _, repository := range []string{home, home + ".git", "", "git@code.example:hoist.git", "https://code.example/a|b"} {
		t.Setenv("HOIST_REPOSITORY", repository)
		usr := t.TempDir()
		command(t, "installers/linux/files.sh", usr)
		m := metainfoOf(t, usr)
		if !strings.HasPrefix(repository, home) {
			if len(m.Pages) > 0 || len(m.Images) > 0 {
				t.Errorf("with the repository %q: %+v", repository, m)
			}
			continue
		}
		if len(m.Pages) != 2 || m.Pages[0] != home || len(m.Images) != 4 {
			t.Errorf("with the repository %q: %+v", repository, m)
		}
		for _, image := range m.Images {
			file, ok := strings.CutPrefix(image, home+"/raw/v"+l.version+"/assets/")
			if _, err := os.Stat(file); !ok || err != nil {
				t.Errorf("%s: %v", image, err)
			}
		}
		valid(t, usr)
	}
}

// TestPackageLinuxIcons: each size is a picture of that size, drawn for it, with a tile whose corners can be seen through.
func TestPackageLinuxIcons(t *testing.T) {
	usr := linuxPackages(t).unpacked()
	for size, name := range map[int]string{
		16: "16x16", 22: "22x22", 24: "24x24", 32: "32x32", 48: "48x48", 64: "64x64", 128: "128x128", 256: "256x256", 512: "512x512",
	} {
		content, err := os.ReadFile(filepath.Join(usr, "share/icons/hicolor", name, "apps/app.hoist.Hoist.png"))
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, corner := img.At(0, 0).RGBA()
		_, _, _, middle := img.At(size/2, size/2).RGBA()
		if b := img.Bounds(); b.Dx() != size || b.Dy() != size || corner != 0 || middle != 0xffff {
			t.Errorf("%s: %v, corner %x, middle %x", name, b, corner, middle)
		}
	}
	drawn, err := os.ReadFile(filepath.Join(usr, "share/icons/hicolor/scalable/apps/app.hoist.Hoist.svg"))
	source, errSource := os.ReadFile("icon.svg")
	if err != nil || errSource != nil || !bytes.Equal(drawn, source) {
		t.Errorf("the drawing is another than icon.svg (%v, %v)", err, errSource)
	}
}

// TestPackageLinuxManual: the manual page and --help know the same commands, flags, variables and exit codes.
func TestPackageLinuxManual(t *testing.T) {
	usr := linuxPackages(t).unpacked()
	file, err := os.Open(filepath.Join(usr, "share/man/man1/hoist.1.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	page, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	source, err := io.ReadAll(page)
	if err != nil {
		t.Fatal(err)
	}
	manual := regexp.MustCompile(`\\f[BIR]|\\[&|]`).ReplaceAllString(strings.ReplaceAll(string(source), `\-`, "-"), "")
	help := string(command(t, filepath.Join(usr, "bin/hoist"), "--help"))
	ours := []string{"HTTPS_PROXY", "NO_PROXY", "FYNE_PLATFORM"} // of the page alone
	for what, find := range map[string]*regexp.Regexp{
		"flag":      regexp.MustCompile(`--[a-z][a-z0-9-]+`),
		"variable":  regexp.MustCompile(`\b[A-Z]+_[A-Z_]+\b`),
		"command":   regexp.MustCompile(`\bhoist (upload|uploads|check|practice|accounts( add| remove)?)\b`),
		"exit code": regexp.MustCompile(`(?m)^(?:  |\.B )([0-9]+)\b`),
	} {
		found := func(text string) []string {
			all := find.FindAllString(text, -1)
			for i, one := range all {
				all[i] = strings.TrimSpace(strings.TrimPrefix(one, ".B "))
			}
			slices.Sort(all)
			return slices.DeleteFunc(slices.Compact(all), func(s string) bool { return slices.Contains(ours, s) })
		}
		if inHelp, inManual := found(help), found(manual); len(inHelp) == 0 || !slices.Equal(inHelp, inManual) {
			t.Errorf("%ss in --help: %q, and in the manual page: %q", what, inHelp, inManual)
		}
	}
}
