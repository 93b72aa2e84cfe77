//go:build packages

package assets_test

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"image/png"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// Kinds of resources, as Windows numbers them.
const (
	resourceIcon     = "3"
	resourceIcons    = "14" // which icons are one in many sizes
	resourceVersion  = "16"
	resourceManifest = "24"
)

// resources returns what is in the section .rsrc of a program, as kind/name.
func resources(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	f, _ := program(t, content)
	section := f.Section(".rsrc")
	if section == nil {
		t.Fatal("it has no resources")
	}
	data, err := section.Data()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	u16 := func(at uint32) uint32 { return uint32(binary.LittleEndian.Uint16(data[at:])) }
	u32 := func(at uint32) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	// A folder in three levels: kind, name, language. An entry is a name or number and where it leads.
	const far = 1 << 31
	var walk func(at uint32, path []string)
	walk = func(at uint32, path []string) {
		for i := range u16(at+12) + u16(at+14) {
			entry := at + 16 + 8*i
			name := fmt.Sprint(u32(entry))
			if n := u32(entry); n&far != 0 {
				n &^= far
				name = letters(data[n+2 : n+2+2*u16(n)])
			}
			to, inner := u32(entry+4), append(slices.Clone(path), name)
			if to&far != 0 {
				walk(to&^far, inner)
				continue
			}
			begin := u32(to) - section.VirtualAddress
			found[strings.Join(inner[:2], "/")] = data[begin : begin+u32(to+4)]
		}
	}
	walk(0, nil)
	return found
}

// letters reads UTF-16.
func letters(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// versionOf reads a version resource: its four numbers, and the texts that Windows shows.
func versionOf(t *testing.T, data []byte) (numbers string, texts map[string]string) {
	t.Helper()
	at := bytes.Index(data, []byte{0xBD, 0x04, 0xEF, 0xFE}) // VS_FIXEDFILEINFO
	if at < 0 {
		t.Fatal("it is no version resource")
	}
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(data[at:])) }
	numbers = fmt.Sprintf("%d.%d.%d.%d", u16(at+10), u16(at+8), u16(at+14), u16(at+12))
	texts = map[string]string{}
	// Blocks of length, length of the value, kind (1: text), key, value; each at a multiple of four.
	var read func(begin, end int)
	read = func(begin, end int) {
		for begin+6 < end && u16(begin) > 0 {
			last, size, text := begin+u16(begin), u16(begin+2), u16(begin+4) == 1
			key, _, _ := strings.Cut(letters(data[begin+6:last]), "\x00")
			value := (begin + 6 + 2*len(key) + 2 + 3) &^ 3
			switch {
			case text && size > 0:
				texts[key], _, _ = strings.Cut(letters(data[value:last]), "\x00")
			case key == "VS_VERSION_INFO":
				read((value+size+3)&^3, last)
			case size == 0:
				read(value, last)
			}
			begin = (last + 3) &^ 3
		}
	}
	read(0, len(data))
	return numbers, texts
}

// TestPackageWindowsVersion: what Windows shows under Properties, in the Task Manager and under Open with.
func TestPackageWindowsVersion(t *testing.T) {
	w := windowsPackages(t, "")
	version := ofTOML(t, "Version")
	numbers := version + "." + ofTOML(t, "Build")
	portable := w.inPortable()
	setup := map[string][]byte{"setup": readAll(t, w.setup), "uninstall.exe": w.inSetup()["uninstall.exe"]}
	for name, want := range map[string]map[string]string{
		windowProgram:   {"FileDescription": "Hoist", "OriginalFilename": "Hoist.exe", "InternalName": "hoist"},
		consoleProgram:  {"FileDescription": "Hoist on the command line", "OriginalFilename": "hoist.exe", "InternalName": "hoist"},
		"setup":         {"FileDescription": "Setup of Hoist"},
		"uninstall.exe": {"FileDescription": "Setup of Hoist"},
	} {
		content := portable[name]
		if content == nil {
			content = setup[name]
		}
		maps.Copy(want, map[string]string{"ProductName": "Hoist", "ProductVersion": version, "FileVersion": version})
		got, texts := versionOf(t, resources(t, content)[resourceVersion+"/1"])
		if got != numbers {
			t.Errorf("%s is %s, want %s", name, got, numbers)
		}
		for key, text := range want {
			if texts[key] != text {
				t.Errorf("%s: %s is %q, want %q", name, key, texts[key], text)
			}
		}
		if owner, named := texts["CompanyName"]; named {
			t.Errorf("%s names %q as its owner, and the project names none", name, owner)
		}
	}
}

// manifest is what Windows has to know before it starts a program.
type manifest struct {
	Identity struct {
		Version string `xml:"version,attr"`
	} `xml:"assemblyIdentity"`
	Controls struct {
		Name    string `xml:"name,attr"`
		Version string `xml:"version,attr"`
	} `xml:"dependency>dependentAssembly>assemblyIdentity"`
	Level struct {
		Level string `xml:"level,attr"`
	} `xml:"trustInfo>security>requestedPrivileges>requestedExecutionLevel"`
	Systems   []supportedSystem `xml:"compatibility>application>supportedOS"`
	DPIAware  string            `xml:"application>windowsSettings>dpiAware"`
	Awareness string            `xml:"application>windowsSettings>dpiAwareness"`
	LongPaths string            `xml:"application>windowsSettings>longPathAware"`
}

// supportedSystem is a Windows that the program was made for, by its GUID.
type supportedSystem struct {
	ID string `xml:"Id,attr"`
}

// TestPackageWindowsManifest: sharp on every screen, the controls of today, and never an administrator's rights.
func TestPackageWindowsManifest(t *testing.T) {
	w := windowsPackages(t, "")
	files := w.inPortable()
	read := func(content []byte) (m manifest) {
		if err := xml.Unmarshal(resources(t, content)[resourceManifest+"/1"], &m); err != nil {
			t.Fatal(err)
		}
		if m.Level.Level != "asInvoker" || m.Controls.Name != "Microsoft.Windows.Common-Controls" || m.Controls.Version != "6.0.0.0" {
			t.Errorf("the manifest says %+v", m)
		}
		// Windows 10 and 11: without it Windows says that it is an older one.
		if !slices.Contains(m.Systems, supportedSystem{"{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"}) {
			t.Errorf("the manifest is made for %v", m.Systems)
		}
		return m
	}
	for _, name := range []string{windowProgram, consoleProgram} {
		m := read(files[name])
		if m.DPIAware != "true/pm" || m.Awareness != "PerMonitorV2, PerMonitor" || m.LongPaths != "true" {
			t.Errorf("the manifest of %s says %+v", name, m)
		}
		if want := ofTOML(t, "Version") + "." + ofTOML(t, "Build"); m.Identity.Version != want {
			t.Errorf("the manifest of %s is of %s, want %s", name, m.Identity.Version, want)
		}
	}
	for name, content := range map[string][]byte{"setup": readAll(t, w.setup), "uninstaller": w.inSetup()["uninstall.exe"]} {
		if m := read(content); m.DPIAware != "true" {
			t.Errorf("the %s is drawn small and scaled up where the screen is fine", name)
		}
	}
}

// TestPackageWindowsIcon: each size is drawn for itself, and GLFW finds them by their name.
func TestPackageWindowsIcon(t *testing.T) {
	w := windowsPackages(t, "")
	files := w.inPortable()
	for name, icons := range map[string]map[string][]byte{
		"GLFW_ICON": resources(t, files[windowProgram]), " GLFW_ICON": resources(t, files[consoleProgram]), "103": resources(t, readAll(t, w.setup)),
	} {
		group := icons[resourceIcons+"/"+strings.TrimSpace(name)]
		if len(group) < 6 {
			t.Fatalf("there is no icon %s among %q", name, slices.Sorted(maps.Keys(icons)))
		}
		var sizes []int
		for i := range int(binary.LittleEndian.Uint16(group[4:])) {
			entry := group[6+14*i:]
			size := int(entry[0])
			if size == 0 {
				size = 256
			}
			sizes = append(sizes, size)
			drawn(t, icons[fmt.Sprint(resourceIcon, "/", binary.LittleEndian.Uint16(entry[12:]))], size)
		}
		if slices.Sort(sizes); !slices.Equal(sizes, []int{16, 20, 24, 32, 40, 48, 64, 256}) {
			t.Errorf("the icon %s has the sizes %d", name, sizes)
		}
	}
}

// drawn checks a picture of an icon: 256 pixels are a PNG, fewer a bitmap of 32 bits with a mask beneath it.
func drawn(t *testing.T, data []byte, size int) {
	t.Helper()
	if size == 256 {
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil || img.Bounds().Dx() != size || img.Bounds().Dy() != size {
			t.Errorf("the icon of %d pixels: %v", size, err)
		}
		return
	}
	if len(data) < 40 {
		t.Fatalf("there is no icon of %d pixels", size)
	}
	width, height := binary.LittleEndian.Uint32(data[4:]), binary.LittleEndian.Uint32(data[8:])
	if bits := binary.LittleEndian.Uint16(data[14:]); int(width) != size || int(height) != 2*size || bits != 32 {
		t.Errorf("the icon of %d pixels is %d by %d of %d bits", size, width, height/2, bits)
	}
	// The tile is there in the middle, and nothing in the corner.
	alpha := func(x, y int) byte { return data[40+4*(y*size+x)+3] }
	if alpha(0, 0) != 0 || alpha(size/2, size/2) != 255 {
		t.Errorf("the icon of %d pixels: alpha %d in the corner, %d in the middle", size, alpha(0, 0), alpha(size/2, size/2))
	}
}
