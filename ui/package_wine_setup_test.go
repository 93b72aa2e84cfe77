//go:build packages && program

package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hoist/upload/practice"
)

// Where the setup puts things, below drive C: and below HKEY_CURRENT_USER.
const (
	uninstallKey = `HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\app.hoist.Hoist`
	openKey      = `HKCU\Software\Classes\app.hoist.Hoist.video\shell\open\command`
)

// installed is a Windows with the setup's traces.
type installed struct {
	*wine
	folder string // the program's
}

// install runs the setup without a window.
func (w *wine) install(options ...string) *installed {
	w.t.Helper()
	w.must(append([]string{packageFile(w.t, "*-setup.exe"), "/S"}, options...)...)
	return &installed{w, filepath.Join(w.profile(), "AppData", "Local", "Programs", "Hoist")}
}

// uninstall runs the uninstaller without a window. Where it is waited for it cannot delete itself.
func (i *installed) uninstall(options ...string) {
	i.t.Helper()
	line := append([]string{filepath.Join(i.folder, "uninstall.exe"), "/S"}, options...)
	i.must(append(line, `_?=`+i.windowsFolder())...)
}

// windowsFolder is how Windows names the program's folder.
func (i *installed) windowsFolder() string {
	i.t.Helper()
	rest, err := filepath.Rel(i.inside(), i.folder)
	if err != nil {
		i.t.Fatal(err)
	}
	return `C:\` + strings.ReplaceAll(rest, "/", `\`)
}

// registry returns a key of the registry with all below it; nothing where there is none.
func (w *wine) registry(key string) string {
	w.t.Helper()
	out, _, exit := w.does("", "reg", "query", key, "/s")
	if exit != 0 {
		return ""
	}
	return out
}

// mentions returns what of the registry speaks of Hoist.
func (w *wine) mentions() (all []string) {
	w.t.Helper()
	for line := range strings.Lines(w.registry(`HKCU\Software\Classes`) + w.registry(`HKCU\Software\Hoist`) +
		w.registry(`HKCU\Software\RegisteredApplications`) + w.registry(`HKCU\Environment`) + w.registry(uninstallKey)) {
		if strings.Contains(strings.ToLower(line), "hoist") {
			all = append(all, strings.TrimSpace(line))
		}
	}
	return all
}

// testWindowsSetup installs, opens a video by what "Open with" calls, upgrades, and uninstalls, first without the data and
// then with it.
func testWindowsSetup(t *testing.T, prefix string) {
	x := standsIn(t, practice.Options{})
	w := newWine(t, prefix)
	w.meetingPlace("")
	before := tree(t, w.profile())
	i := w.install("/PATH=1")
	for _, name := range []string{"Hoist.exe", "bin/hoist.exe", "uninstall.exe", "licenses"} {
		if _, err := os.Stat(filepath.Join(i.folder, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(w.profile(), "AppData", "Roaming", "Microsoft", "Windows", "Start Menu", "Programs", "Hoist.lnk")); err != nil {
		t.Error(err)
	}
	if path := w.registry(`HKCU\Environment`); !strings.Contains(path, i.windowsFolder()+`\bin`) {
		t.Errorf("PATH is %q", path)
	}
	if entry := w.registry(uninstallKey); !strings.Contains(entry, "DisplayVersion") || !strings.Contains(entry, i.windowsFolder()) {
		t.Errorf("the list of programs has %q", entry)
	}
	out, said, exit := w.does("", "cmd", "/c", "hoist --version") // by PATH
	if exit != 0 || !strings.HasPrefix(out, "hoist ") {
		t.Errorf("by PATH it ended with %d and wrote %q: %s", exit, out, said)
	}
	i.opensVideo()

	keys := strings.Join([]string{x.ConsumerKey, x.ConsumerSecret, x.AccessToken, x.AccessSecret}, "\n") + "\n"
	if _, said, exit := w.does(keys, i.console(), "accounts", "add", "--base-url", x.BaseURL); exit != 0 {
		t.Fatalf("accounts add ended with %d: %s", exit, said)
	}
	data := filepath.Join(w.profile(), "AppData", "Local", "Hoist")
	kept := tree(t, data)
	i.install("/PATH=1") // over it
	if again := tree(t, data); len(added(again, kept)) > 0 {
		t.Errorf("the upgrade has lost %q", added(again, kept))
	}
	if out := w.must(i.console(), "accounts"); out != "@practice  may upload\n" {
		t.Errorf("after the upgrade the accounts are %q", out)
	}

	i.uninstall()
	if left := w.mentions(); len(left) > 0 {
		t.Errorf("the uninstaller has left in the registry %q", left)
	}
	i.leaves(before, "AppData/Local/Hoist", "AppData/Local/fyne", "AppData/Roaming/fyne")
	if again := tree(t, data); len(added(again, kept)) > 0 {
		t.Errorf("the uninstaller has taken %q", added(again, kept))
	}

	i.install("/PATH=0")
	if path := w.registry(`HKCU\Environment`); strings.Contains(path, "Hoist") {
		t.Errorf("nobody asked for it, and PATH is %q", path)
	}
	i.uninstall("/DELETEDATA")
	// Fyne's folder for all of its programs is not Hoist's to remove.
	i.leaves(before, "AppData/Local/fyne", "AppData/Roaming/fyne")
	if left := added(before, tree(t, filepath.Join(w.profile(), "AppData", "Local", "fyne"))); len(left) > 0 {
		t.Errorf("it has left %q of the window's", left)
	}
	// The keys are gone, too: the portable one finds none.
	if out := w.must(filepath.Join(unpacked(t), "bin", "hoist.exe"), "accounts"); out != "" {
		t.Errorf("the Credential Manager still has %q", out)
	}
}

// console is the installed program for the console.
func (i *installed) console() string { return filepath.Join(i.folder, "bin", "hoist.exe") }

// opensVideo starts the program by what the registry says of how a video is opened with it, and finds it in the queue.
func (i *installed) opensVideo() {
	i.t.Helper()
	command := i.registry(openKey)
	if want := `"` + i.windowsFolder() + `\Hoist.exe" "%1"`; !strings.Contains(command, want) {
		i.t.Fatalf("a video is opened by %q, not %s", command, want)
	}
	path, _ := clip(i.t, "two words.mp4", 20)
	p := i.opens(filepath.Join(i.folder, "Hoist.exe"), nil, windowsPath(path))
	p.awaitButton(details) // Upload
	p.settled("wine-opened")
	p.close()
	i.gone(p, 0)
}

// leaves checks what is more in the profile than before: nothing but what is below those folders.
func (i *installed) leaves(before []string, may ...string) {
	i.t.Helper()
left:
	for _, path := range added(before, tree(i.t, i.profile())) {
		for _, folder := range may {
			if path == folder || strings.HasPrefix(path, folder+"/") {
				continue left
			}
		}
		// uninstall.exe stays where it is waited for, and so do the folders around it.
		if rest := filepath.Join(i.profile(), path); strings.HasPrefix(filepath.Join(i.folder, "uninstall.exe"), rest) {
			continue
		}
		i.t.Errorf("it has left %s", path)
	}
}

// testWindowsWizard installs and uninstalls as a person does, by the keyboard, and starts Hoist from the last page.
func testWindowsWizard(t *testing.T, prefix string) {
	w := newWine(t, prefix)
	setup := w.begins(packageFile(t, "*-setup.exe"), nil)
	setup.comes("Hoist Setup")
	choose := setup.settled("wine-setup-1-choose")
	setup.key("Return")
	setup.until("the second page is there", limit, func() bool { return differ(choose, setup.picture(""), choose.Bounds()) })
	setup.settled("wine-setup-2-folder")
	setup.key("Return")
	setup.until("it is installed", limit, func() bool { return strings.Contains(w.registry(uninstallKey), "NoRepair") })
	setup.settled("wine-setup-3-done")
	setup.key("Return") // it starts Hoist
	hoist := (&program{desk: w.desk}).shown()
	hoist.close()
	w.gone(setup, 0)

	i := &installed{w, filepath.Join(w.profile(), "AppData", "Local", "Programs", "Hoist")}
	hoist.until("Hoist has ended", limit, func() bool { return len(w.running()) == 0 })
	remove := w.begins(filepath.Join(i.folder, "uninstall.exe"), nil)
	remove.comes("Hoist Uninstall")
	remove.settled("wine-remove-1-asks")
	remove.key("Return")
	remove.until("it has gone", limit, func() bool {
		_, err := os.Stat(filepath.Join(i.folder, "Hoist.exe"))
		return os.IsNotExist(err) && w.registry(uninstallKey) == ""
	})
	remove.settled("wine-remove-2-done")
	remove.key("Return")
	remove.until("the uninstaller has gone", limit, func() bool { return len(w.running()) == 0 })
	if _, err := os.Stat(i.folder); !os.IsNotExist(err) {
		t.Errorf("the folder is still there: %q", tree(t, i.folder))
	}
	if _, err := os.Stat(filepath.Join(w.profile(), "AppData", "Local", "Hoist", "settings.json")); err != nil {
		t.Errorf("what the person has chosen has gone: %v", err)
	}
}
