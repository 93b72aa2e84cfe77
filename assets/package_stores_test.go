//go:build packages

package assets_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestPackageReleaseWinget checks what winget's schema 1.10 requires, and that it is true of the setup.
func TestPackageReleaseWinget(t *testing.T) {
	root, sums := release(t)
	folder := filepath.Join(root, ".build", "packages", "manifests", "winget")
	read := func(name string) (m map[string]any) {
		if err := yaml.Unmarshal(readAll(t, filepath.Join(folder, name)), &m); err != nil {
			t.Fatal(err)
		}
		if m["PackageIdentifier"] != "somebody.Hoist" || m["PackageVersion"] != "1.2.3" || m["ManifestVersion"] != "1.10.0" {
			t.Errorf("%s is of %v %v, in schema %v", name, m["PackageIdentifier"], m["PackageVersion"], m["ManifestVersion"])
		}
		return m
	}
	if m := read("somebody.Hoist.yaml"); m["ManifestType"] != "version" || m["DefaultLocale"] != "en-US" {
		t.Errorf("version: %v", m)
	}
	m := read("somebody.Hoist.installer.yaml")
	installers, _ := m["Installers"].([]any)
	if len(installers) != 1 || m["ManifestType"] != "installer" || m["InstallerType"] != "nullsoft" || m["Scope"] != "user" || m["ProductCode"] != "app.hoist.Hoist" {
		t.Fatalf("installer: %v", m)
	}
	installer, _ := installers[0].(map[string]any)
	if installer["Architecture"] != "x64" || installer["InstallerUrl"] != releaseHome+"/releases/download/v1.2.3/Hoist-1.2.3-setup.exe" ||
		installer["InstallerSha256"] != strings.ToUpper(sums["Hoist-1.2.3-setup.exe"]) {
		t.Errorf("installer: %v", installer)
	}
	setup := string(readAll(t, filepath.Join("installers", "windows", "hoist.nsi")))
	if got, want := fmt.Sprint(m["FileExtensions"]), fmt.Sprint(setupExtensions(t)); got != want {
		t.Errorf("it opens %s, where the setup offers it for %s", got, want)
	}
	for _, line := range []string{`CurrentVersion\Uninstall\${ID}"`, "!define EXIT_RUNNING 3\n", "!define EXIT_OLD_WINDOWS 4\n"} {
		if !strings.Contains(setup, line) {
			t.Errorf("winget is told what the setup does not have: %s", line)
		}
	}
	m = read("somebody.Hoist.locale.en-US.yaml")
	for _, field := range []string{"PackageLocale", "Publisher", "PackageName", "License", "ShortDescription"} {
		if text, _ := m[field].(string); len(text) < 3 {
			t.Errorf("%s is %v", field, m[field])
		}
	}
	if m["ManifestType"] != "defaultLocale" || m["License"] != "LicenseRef-proprietary" {
		t.Errorf("locale: %v", m)
	}
	said := map[any]bool{m["ShortDescription"]: true}
	for _, locale := range []string{"de-DE", "es-ES", "fr-FR", "ja-JP", "pt-BR"} {
		m := read("somebody.Hoist.locale." + locale + ".yaml")
		if said[m["ShortDescription"]] || m["ShortDescription"] == nil || m["PackageLocale"] != locale || m["ManifestType"] != "locale" {
			t.Errorf("%s: %v", locale, m)
		}
		said[m["ShortDescription"]] = true
	}
}

// setupExtensions returns the endings of files that the setup offers Hoist for, sorted.
func setupExtensions(t *testing.T) (all []string) {
	t.Helper()
	text := string(readAll(t, filepath.Join("installers", "windows", "openwith.nsh")))
	for _, found := range regexp.MustCompile(`(?m)^\t!insertmacro \$\{MACRO\} \.([a-z0-9]+)$`).FindAllStringSubmatch(text, -1) {
		all = append(all, found[1])
	}
	slices.Sort(all)
	return all
}

// TestPackageReleaseCask runs the cask in a Ruby that notes what it says.
func TestPackageReleaseCask(t *testing.T) {
	root, sums := release(t)
	const notes = `
require "json"
class Notes
  def initialize; @said = {}; end
  attr_reader :said
  def version(v = nil); v ? @said["version"] = v : @said["version"]; end
  def appdir; "/Applications"; end
  def livecheck; end
  def method_missing(name, *args, **named); @said[name.to_s] = [*args, *named.values].flatten; end
end
def cask(name, &block); n = Notes.new; n.instance_eval(&block); puts JSON.generate(n.said.merge("cask" => name)); end
load ARGV[0]`
	out, err := exec.CommandContext(t.Context(), "ruby", "-e", notes, filepath.Join(root, ".build", "packages", "manifests", "homebrew", "hoist.rb")).Output()
	if err != nil {
		t.Fatal(err)
	}
	var said map[string]any
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"cask": "hoist", "version": "1.2.3", "sha256": "[" + sums["Hoist-1.2.3.dmg"] + "]", "url": "[" + releaseHome + "/releases/download/v1.2.3/Hoist-1.2.3.dmg]",
		"homepage": "[" + releaseHome + "]", "app": "[Hoist.app]", "binary": "[/Applications/Hoist.app/Contents/Resources/hoist]", "depends_on": "[monterey]",
		"desc": "[Upload videos to X, segment by segment]",
	} {
		if got := fmt.Sprint(said[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	app := string(readAll(t, filepath.Join("installers", "macos", "build.sh")))
	for _, line := range []string{"\nminimum=12.0\n", `"$contents/Resources/hoist"`, `/Hoist-$version.dmg`} { // 12 is Monterey
		if !strings.Contains(app, line) {
			t.Errorf("Homebrew is told what the app does not have: %s", line)
		}
	}
	for _, folder := range []string{"~/Library/Application Support/Hoist", "~/Library/Logs/Hoist"} { // as the README has them
		if !strings.Contains(fmt.Sprint(said["zap"]), folder) || !strings.Contains(string(readAll(t, filepath.Join("..", "README.md"))), folder) {
			t.Errorf("%s is not zapped: %v", folder, said["zap"])
		}
	}
}

// TestPackageReleaseFlatpak has flatpak-builder read both manifests: they are the same but for the source.
func TestPackageReleaseFlatpak(t *testing.T) {
	root, sums := release(t)
	show := func(path string) (text string, source map[string]any) {
		path, err := filepath.Abs(path)
		if err != nil {
			t.Fatal(err)
		}
		builder := exec.CommandContext(t.Context(), "flatpak-builder", "--show-manifest", path)
		builder.Dir = t.TempDir() // it leaves a folder of its own where it is
		out, err := builder.Output()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		var m struct {
			ID         string
			FinishArgs []string `json:"finish-args"`
			Modules    []struct{ Sources []map[string]any }
		}
		if err := json.Unmarshal(out, &m); err != nil {
			t.Fatal(err)
		}
		if m.ID != "app.hoist.Hoist" || len(m.Modules) != 1 || len(m.Modules[0].Sources) != 1 {
			t.Fatalf("%s: %s", path, out)
		}
		for _, permission := range m.FinishArgs {
			if strings.Contains(permission, "host") || strings.Contains(permission, "home") || strings.Contains(permission, "session-bus") ||
				strings.HasPrefix(permission, "--filesystem=") && !strings.HasSuffix(permission, ":ro") {
				t.Errorf("%s: %s", path, permission)
			}
		}
		source = m.Modules[0].Sources[0]
		for key := range source {
			if key != "type" {
				out = regexp.MustCompile(`(?m)^ *"`+key+`" : .*\n`).ReplaceAll(out, nil)
			}
		}
		return string(out), source
	}
	ours, source := show("installers/linux/app.hoist.Hoist.yml")
	if source["path"] != "../../../.build/packages/source.tar.xz" || len(source) != 2 {
		t.Errorf("ours is made from %v", source)
	}
	theirs, source := show(filepath.Join(root, ".build", "packages", "manifests", "flathub", "app.hoist.Hoist.yml"))
	if source["url"] != releaseHome+"/releases/download/v1.2.3/hoist-1.2.3-source.tar.xz" || source["sha256"] != sums["hoist-1.2.3-source.tar.xz"] || len(source) != 3 {
		t.Errorf("Flathub's is made from %v", source)
	}
	if ours != theirs {
		t.Errorf("Flathub's manifest differs:\n%s\nours:\n%s", theirs, ours)
	}
}
