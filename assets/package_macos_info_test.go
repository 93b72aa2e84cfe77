//go:build packages && linux

package assets_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hoist/assets"
)

// TestPackageMacInfo checks what macOS is told of Hoist.
func TestPackageMacInfo(t *testing.T) {
	contents := layMac(t)
	info := macPlist(t, filepath.Join(contents, "Info.plist"))
	for key, want := range map[string]any{
		"CFBundleIdentifier": ofTOML(t, "ID"), "CFBundleShortVersionString": ofTOML(t, "Version"), "CFBundleVersion": ofTOML(t, "Version"),
		"CFBundleName": ofTOML(t, "Name"), "CFBundleDisplayName": ofTOML(t, "Name"), "CFBundlePackageType": "APPL", "CFBundleExecutable": "Hoist",
		"CFBundleIconFile": "Hoist", "CFBundleDevelopmentRegion": "en", "LSMinimumSystemVersion": "12.0",
		"LSApplicationCategoryType": "public.app-category.video", "NSPrincipalClass": "NSApplication", "NSHighResolutionCapable": true,
		"NSSupportsAutomaticGraphicsSwitching": true,
	} {
		if info[key] != want {
			t.Errorf("%s is %v, not %v", key, info[key], want)
		}
	}
	for _, name := range []string{"MacOS/" + fmt.Sprint(info["CFBundleExecutable"]), "Resources/" + fmt.Sprint(info["CFBundleIconFile"]) + ".icns"} {
		if _, err := os.Stat(filepath.Join(contents, name)); err != nil {
			t.Error(err)
		}
	}
	said := 0
	for _, language := range macLanguages {
		words := macPlist(t, filepath.Join(contents, "Resources", language+".lproj/InfoPlist.strings"))
		var texts map[string]any
		source, err := assets.Translations.ReadFile("translations/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(source, &texts); err != nil {
			t.Fatal(err)
		}
		for key, word := range words {
			want := texts["app.folders"]
			if key == "NSHumanReadableCopyright" {
				want = texts["app.disclaimer"]
			}
			if word != want {
				t.Errorf("%s in %s is %q, not %q", key, language, word, want)
			}
			if _, known := info[key]; !known || language == "en" && info[key] != word {
				t.Errorf("Info.plist says %q of %s", info[key], key)
			}
			said++
		}
	}
	if said != 6*len(macLanguages) {
		t.Errorf("%d texts are translated", said)
	}
	if rights := macPlist(t, "installers/macos/entitlements.plist"); len(rights) > 0 {
		t.Errorf("entitlements that nobody has asked for: %v", rights)
	}
}

// macPlist reads an XML property list that libplist finds good as well: of dictionaries, arrays, texts and booleans.
func macPlist(t *testing.T, path string) map[string]any {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	if said := string(command(t, "plistutil", "-f", "xml", "-i", path)); !strings.Contains(said, "<plist") {
		t.Fatalf("%s is no property list: %s", path, said)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	decoder := xml.NewDecoder(file)
	top, _ := macPlistValue(t, decoder)
	values, ok := top.(map[string]any)
	if !ok {
		t.Fatalf("%s holds %T", path, top)
	}
	return values
}

// macPlistValue reads the next value; at the end of what it is in it returns false.
func macPlistValue(t *testing.T, d *xml.Decoder) (value any, ok bool) {
	t.Helper()
	for {
		token, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		start, opens := token.(xml.StartElement)
		if _, closes := token.(xml.EndElement); closes {
			return nil, false
		}
		if !opens || start.Name.Local == "plist" {
			continue
		}
		switch start.Name.Local {
		case "dict":
			values := map[string]any{}
			for {
				key, more := macPlistValue(t, d)
				if !more {
					return values, true
				}
				values[key.(string)], _ = macPlistValue(t, d)
			}
		case "array":
			list := []any{}
			for {
				one, more := macPlistValue(t, d)
				if !more {
					return list, true
				}
				list = append(list, one)
			}
		case "key", "string":
			var text string
			if err := d.DecodeElement(&text, &start); err != nil {
				t.Fatal(err)
			}
			return text, true
		case "true", "false":
			if err := d.Skip(); err != nil {
				t.Fatal(err)
			}
			return start.Name.Local == "true", true
		}
		t.Fatalf("a value of the kind %s", start.Name.Local)
	}
}
