package ui_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms is the plan of the house: who may import which of our rooms, and which modules of others. A room that is not
// here must not exist.
var rooms = map[string]struct{ ours, others []string }{
	"hoist": {
		ours: []string{
			"hoist/ui", "hoist/ui/terminal", "hoist/ui/messages", "hoist/ui/home", "hoist/ui/desktop", "hoist/upload",
			"hoist/upload/practice", "hoist/credentials", "hoist/assets",
		},
		others: []string{"fyne.io/fyne/v2", "golang.org/x/term", "golang.org/x/text"},
	},
	"hoist/ui": {
		ours: []string{
			"hoist/ui/widgets", "hoist/ui/messages", "hoist/ui/home", "hoist/ui/desktop", "hoist/upload", "hoist/upload/video",
			"hoist/assets",
		},
		others: []string{"fyne.io/fyne/v2"},
	},
	"hoist/ui/terminal": {ours: []string{"hoist/ui/messages", "hoist/ui/home", "hoist/upload", "hoist/upload/video"}},
	"hoist/ui/messages": {ours: []string{"hoist/upload", "hoist/upload/video"}, others: []string{"github.com/nicksnyder/go-i18n/v2", "golang.org/x/text"}},
	"hoist/ui/home":     {},
	"hoist/ui/desktop": {others: []string{
		"fyne.io/fyne/v2", "github.com/godbus/dbus/v5", "github.com/jezek/xgb", "golang.org/x/net",
		"golang.org/x/sys", "github.com/go-text/typesetting",
	}},
	"hoist/ui/widgets":      {others: []string{"fyne.io/fyne/v2"}},
	"hoist/upload":          {ours: []string{"hoist/upload/xapi", "hoist/upload/video"}, others: []string{"golang.org/x/time"}},
	"hoist/upload/xapi":     {},
	"hoist/upload/video":    {},
	"hoist/upload/practice": {others: []string{"golang.org/x/time"}},
	"hoist/credentials": {others: []string{
		"github.com/dghubble/oauth1", "github.com/zalando/go-keyring", "go.yaml.in/yaml/v3",
	}},
	"hoist/assets":         {others: []string{"fyne.io/fyne/v2"}},
	"hoist/assets/notices": {}, // no part of the program: writes whose work is in it
}

// TestArrows fails when a room imports what the plan does not let it, on any of the systems that Hoist is made for.
func TestArrows(t *testing.T) {
	for _, system := range []string{"linux", "darwin", "windows"} {
		t.Run(system, func(t *testing.T) {
			for _, p := range listPackages(t, system) {
				room, planned := rooms[p.ImportPath]
				if !planned {
					t.Errorf("%s is not in the plan of the house", p.ImportPath)
					continue
				}
				for _, imported := range p.Imports {
					if !mayImport(p.ImportPath, imported, room.ours, room.others) {
						t.Errorf("%s must not import %s", p.ImportPath, imported)
					}
				}
			}
		})
	}
}

func mayImport(room, imported string, ours, others []string) bool {
	switch first, _, _ := strings.Cut(imported, "/"); {
	case first == "hoist":
		return slices.Contains(ours, imported)
	case !strings.Contains(first, "."):
		return true // the standard library
	case imported == "fyne.io/fyne/v2/app":
		return room == "hoist"
	default:
		return slices.ContainsFunc(others, func(m string) bool {
			return imported == m || strings.HasPrefix(imported, m+"/")
		})
	}
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

// listPackages lists the packages with what their production code imports on the given system.
func listPackages(t *testing.T, system string) []listedPackage {
	t.Helper()
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Imports", "hoist/...")
	list.Env = append(list.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < len(rooms) {
		t.Errorf("%d packages found, %d planned", len(packages), len(rooms))
	}
	return packages
}
