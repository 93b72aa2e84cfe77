//go:build packages && linux

package assets_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// macTypes are the types of macOS for the ends of names, as macOS declares them, and for the MIME types of Linux.
var (
	macTypes = map[string]string{
		".mp4": "public.mpeg-4", ".m4v": "com.apple.m4v-video", ".mov": "com.apple.quicktime-movie", ".qt": "com.apple.quicktime-movie",
		".webm": "org.webmproject.webm", ".ts": "public.mpeg-2-transport-stream",
		".m2ts": "public.avchd-mpeg-2-transport-stream", ".mts": "public.avchd-mpeg-2-transport-stream",
	}
	macOfMIME = map[string]string{
		"video/mp4": "public.mpeg-4", "video/x-m4v": "com.apple.m4v-video", "video/quicktime": "com.apple.quicktime-movie",
		"video/webm": "org.webmproject.webm", "video/mp2t": "public.mpeg-2-transport-stream",
	}
)

// TestPackageMacTypes holds what is opened on macOS to what the dialog for files offers, and to what is opened on the other
// systems: all of it, folders besides, and nothing by default.
func TestPackageMacTypes(t *testing.T) {
	info := macPlist(t, filepath.Join(layMac(t), "Info.plist"))
	var opened []string
	for _, one := range info["CFBundleDocumentTypes"].([]any) {
		kind := one.(map[string]any)
		if kind["LSHandlerRank"] != "Alternate" || kind["CFBundleTypeRole"] != "Viewer" {
			t.Errorf("%v is opened as %v, %v", kind["CFBundleTypeName"], kind["LSHandlerRank"], kind["CFBundleTypeRole"])
		}
		for _, name := range kind["LSItemContentTypes"].([]any) {
			opened = append(opened, name.(string))
		}
	}
	slices.Sort(opened)

	want := []string{"public.folder"}
	offered := macQuoted(t, "../ui/desktop/picker.go", `(?m)^var extensions = .*$`, `"(\.\w+)"`)
	for _, end := range offered {
		want = append(want, macTypeOf(t, macTypes, end))
	}
	slices.Sort(want)
	if want = slices.Compact(want); !slices.Equal(opened, want) {
		t.Errorf("macOS opens\n%v, not\n%v", opened, want)
	}
	for _, mime := range macQuoted(t, "installers/linux/app.hoist.Hoist.desktop", `(?m)^MimeType=.*$`, `([\w-]+/[\w.-]+);`) {
		if name := macTypeOf(t, macOfMIME, mime); !slices.Contains(opened, name) {
			t.Errorf("Linux opens %s, and macOS not %s", mime, name)
		}
	}
	for _, end := range macQuoted(t, "installers/windows/openwith.nsh", `(?s)!macro EachExtension.*?!macroend`, `\} (\.\w+)`) {
		if name := macTypeOf(t, macTypes, end); !slices.Contains(opened, name) {
			t.Errorf("Windows opens %s, and macOS not %s", end, name)
		}
	}
	for _, one := range info["UTImportedTypeDeclarations"].([]any) {
		declared := one.(map[string]any)
		tags := declared["UTTypeTagSpecification"].(map[string]any)
		for _, end := range tags["public.filename-extension"].([]any) {
			if name := macTypes["."+end.(string)]; name != declared["UTTypeIdentifier"] {
				t.Errorf(".%v is declared as %v", end, declared["UTTypeIdentifier"])
			}
		}
		for _, mime := range tags["public.mime-type"].([]any) {
			if name := macOfMIME[mime.(string)]; name != declared["UTTypeIdentifier"] {
				t.Errorf("%v is declared as %v", mime, declared["UTTypeIdentifier"])
			}
		}
	}
}

// macTypeOf returns what is known of a name.
func macTypeOf(t *testing.T, known map[string]string, name string) string {
	t.Helper()
	value := known[name]
	if value == "" {
		t.Errorf("no type of macOS is known for %s", name)
	}
	return value
}

// macQuoted returns what a pattern finds in the part of a file that another has found.
func macQuoted(t *testing.T, file, part, pattern string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, found := range regexp.MustCompile(pattern).FindAllSubmatch(regexp.MustCompile(part).Find(text), -1) {
		all = append(all, string(found[1]))
	}
	if len(all) == 0 {
		t.Fatalf("%s has no %s", file, pattern)
	}
	return all
}
