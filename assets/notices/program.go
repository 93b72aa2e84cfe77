package main

import (
	"context"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// system is one that Hoist has packages for, and the processors that they are for.
type system struct {
	name, title string
	processors  []string
}

var systems = []system{
	{"linux", "Linux", []string{"amd64", "arm64"}},
	{"windows", "Windows", []string{"amd64"}},
	{"darwin", "macOS", []string{"amd64", "arm64"}},
}

// tags are the build tags of packages, as assets/installers/common.sh has them.
const tags = "migrated_fynedo,release"

// listed is a package, as the go command describes it.
type listed struct {
	Dir, Root  string
	Module     *module
	GoFiles    []string
	CgoFiles   []string
	CFiles     []string
	MFiles     []string
	HFiles     []string
	SFiles     []string
	SysoFiles  []string
	EmbedFiles []string
	CgoCFLAGS  []string
}

type module struct {
	Path, Version, Dir string
	Main               bool
}

// moduleRoot is the folder of go.mod.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// list returns the packages of a system's program, for all its processors.
func list(ctx context.Context, root string, s system) ([]listed, error) {
	var packages []listed
	for _, processor := range s.processors {
		// -e: what cgo would need is not asked for, only what is imported.
		list := exec.CommandContext(ctx, "go", "list", "-e", "-deps", "-tags", tags, "-json=Dir,Root,Module,GoFiles,CgoFiles,CFiles,"+
			"MFiles,HFiles,SFiles,SysoFiles,EmbedFiles,CgoCFLAGS", ".")
		list.Dir = root
		list.Env = append(list.Environ(), "GOOS="+s.name, "GOARCH="+processor, "CGO_ENABLED=1")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for d := json.NewDecoder(strings.NewReader(string(out))); ; {
			var p listed
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			packages = append(packages, p)
		}
	}
	return packages, nil
}

// component is a module or Go itself: all that is compiled of it, and what is embedded.
type component struct {
	name     string
	dir      string
	files    map[string]bool // of source code, by path
	embedded map[string]bool
}

// components puts the packages of others together, by module. Go's own come first.
func components(packages []listed) []component {
	byName := map[string]*component{}
	for _, p := range packages {
		name, dir := goName(), p.Root
		if m := p.Module; m != nil && m.Main {
			continue
		} else if m != nil {
			name, dir = m.Path+" "+m.Version, m.Dir
		} else if p.Dir == "" {
			continue // unsafe, C
		}
		c := byName[name]
		if c == nil {
			c = &component{name: name, dir: dir, files: map[string]bool{}, embedded: map[string]bool{}}
			byName[name] = c
		}
		for _, files := range [][]string{p.GoFiles, p.CgoFiles, p.CFiles, p.MFiles, p.HFiles, p.SFiles, p.SysoFiles} {
			for _, file := range files {
				c.files[filepath.Join(p.Dir, file)] = true
			}
		}
		for _, file := range p.EmbedFiles {
			c.embedded[filepath.Join(p.Dir, file)] = true
		}
		if len(p.CgoFiles) > 0 {
			c.include(p)
		}
	}
	sorted := make([]component, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) { // "Go 1.26" stands before all modules: capitals do
		sorted = append(sorted, *byName[name])
	}
	return sorted
}

// goName is Go without its patch: those change no licence, and would make the texts stale each month.
func goName() string {
	version := strings.SplitN(strings.TrimPrefix(runtime.Version(), "go"), ".", 3)
	return "Go " + strings.Join(version[:min(2, len(version))], ".")
}

// isMadeOf fails when a compiled program is made of other modules than the go command says for its system.
func isMadeOf(ctx context.Context, root, program string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(systems, func(s system) bool {
		return slices.Contains(info.Settings, debug.BuildSetting{Key: "GOOS", Value: s.name})
	})
	if at < 0 {
		return fmt.Errorf("%s is for a system that has no packages", program)
	}
	packages, err := list(ctx, root, systems[at])
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, c := range components(packages) {
		known[c.name] = true
	}
	delete(known, goName())
	var wrong []string
	for _, m := range info.Deps {
		name := m.Path + " " + m.Version
		if !known[name] {
			wrong = append(wrong, "it has "+name)
		}
		delete(known, name)
	}
	for name := range known {
		wrong = append(wrong, "it lacks "+name)
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%s is not what the notices for %s are of: %s", program, systems[at].title, strings.Join(wrong, ", "))
	}
	return nil
}
