//go:build packages

package assets_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// linux is the three packages for Linux, for the processor that the test runs on.
type linux struct {
	t                 *testing.T
	version           string
	deb, rpm, archive string // paths
}

// packed is a file of a package. Its path in the package stands elsewhere.
type packed struct {
	Mode  os.FileMode
	Owner string
	Time  int64 // in seconds since 1970
	Sum   [sha256.Size]byte
}

// hoistFiles are the files that every package has, under /usr and wherever the archive is installed.
var hoistFiles = []string{
	"bin/hoist",
	"share/applications/app.hoist.Hoist.desktop",
	"share/doc/hoist/copyright",
	"share/icons/hicolor/128x128/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/16x16/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/22x22/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/24x24/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/256x256/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/32x32/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/48x48/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/512x512/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/64x64/apps/app.hoist.Hoist.png",
	"share/icons/hicolor/scalable/apps/app.hoist.Hoist.svg",
	"share/man/man1/hoist.1.gz",
	"share/metainfo/app.hoist.Hoist.metainfo.xml",
}

// linuxPackages finds the packages in HOIST_DIST.
func linuxPackages(t *testing.T) *linux {
	t.Helper()
	dist := os.Getenv("HOIST_DIST")
	if dist == "" {
		t.Fatal("HOIST_DIST must name the folder of the packages; make test-packages sets it")
	}
	version := ofTOML(t, "Version")
	rpmArch := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]
	return &linux{
		t: t, version: version,
		deb:     filepath.Join(dist, fmt.Sprintf("hoist_%s_%s.deb", version, runtime.GOARCH)),
		rpm:     filepath.Join(dist, fmt.Sprintf("hoist-%s-1.%s.rpm", version, rpmArch)),
		archive: filepath.Join(dist, fmt.Sprintf("hoist-%s-linux-%s.tar.xz", version, runtime.GOARCH)),
	}
}

// inDeb returns the files of the .deb.
func (l *linux) inDeb() map[string]packed {
	l.t.Helper()
	return l.inTar(command(l.t, "dpkg-deb", "--fsys-tarfile", l.deb), "./")
}

// inArchive returns the files of the .tar.xz as if they lay under /usr.
func (l *linux) inArchive() map[string]packed {
	l.t.Helper()
	files := map[string]packed{}
	for name, f := range l.inTar(command(l.t, "xz", "--decompress", "--stdout", l.archive), "") {
		_, inner, ok := strings.Cut(name, fmt.Sprintf("hoist-%s-linux-%s/", l.version, runtime.GOARCH))
		if !ok {
			l.t.Errorf("%s lies beside the one folder of the archive", name)
		}
		files["usr/"+inner] = f
	}
	return files
}

// inTar reads the files of a tar. Folders have to be open to everybody, and nothing may be anything else.
func (l *linux) inTar(data []byte, prefix string) map[string]packed {
	l.t.Helper()
	files := map[string]packed{}
	for r := tar.NewReader(bytes.NewReader(data)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return files
		}
		if err != nil {
			l.t.Fatal(err)
		}
		switch mode := os.FileMode(h.Mode); {
		case h.Typeflag == tar.TypeDir && mode == 0o755 && h.Uid == 0 && h.Gid == 0:
		case h.Typeflag == tar.TypeReg:
			content, err := io.ReadAll(r)
			if err != nil {
				l.t.Fatal(err)
			}
			name := strings.TrimPrefix(h.Name, prefix)
			files[name] = packed{mode, fmt.Sprintf("%d:%d", h.Uid, h.Gid), h.ModTime.Unix(), sha256.Sum256(content)}
		default:
			l.t.Errorf("%s is of type %c, mode %o and owner %d:%d", h.Name, h.Typeflag, mode, h.Uid, h.Gid)
		}
	}
}

// inRPM returns the files of the .rpm.
func (l *linux) inRPM() map[string]packed {
	l.t.Helper()
	folder := l.t.TempDir()
	c := exec.CommandContext(l.t.Context(), "sh", "-c", `rpm2cpio "$1" | cpio --extract --quiet --make-directories --no-absolute-filenames`, "sh", l.rpm)
	c.Dir = folder
	if out, err := c.CombinedOutput(); err != nil {
		l.t.Fatalf("%v: %s", err, out)
	}
	files := map[string]packed{}
	format := `[%{FILENAMES} %{FILEMODES:octal} %{FILEUSERNAME}:%{FILEGROUPNAME} %{FILEMTIMES}\n]`
	for line := range strings.Lines(string(command(l.t, "rpm", "-qp", "--qf", format, l.rpm))) {
		var name, mode, owner string
		var f packed
		if _, err := fmt.Sscan(line, &name, &mode, &owner, &f.Time); err != nil {
			l.t.Fatalf("%v: %s", err, line)
		}
		if mode == "40755" && owner == "root:root" && name == "/usr/share/doc/hoist" {
			continue // the one folder that is Hoist's own
		}
		bits, err := strconv.ParseUint(mode, 8, 32)
		if err != nil || bits&^0o777 != 0o100000 {
			l.t.Errorf("%s is %s", name, line)
		}
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			l.t.Fatal(err)
		}
		f.Mode, f.Sum = os.FileMode(bits&0o777), sha256.Sum256(content)
		f.Owner = strings.NewReplacer("root:root", "0:0").Replace(owner)
		files[strings.TrimPrefix(name, "/")] = f
	}
	return files
}

// TestPackageLinuxFiles: the three packages have the same files, owned by root, with one time, and to be read by everybody;
// and nothing else but what each kind of package has of its own.
func TestPackageLinuxFiles(t *testing.T) {
	l := linuxPackages(t)
	own := map[string][]string{
		"deb":     {"usr/share/doc/hoist/changelog.gz", "usr/share/lintian/overrides/hoist"},
		"archive": {"usr/install.sh"},
	}
	all := map[string]map[string]packed{"deb": l.inDeb(), "rpm": l.inRPM(), "archive": l.inArchive()}
	for kind, files := range all {
		want := slices.Clone(own[kind])
		for _, name := range hoistFiles {
			want = append(want, "usr/"+name)
		}
		slices.Sort(want)
		if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
			t.Errorf("the %s has\n%s\nwant\n%s", kind, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for name, f := range files {
			mode := os.FileMode(0o644)
			if name == "usr/bin/hoist" || name == "usr/install.sh" {
				mode = 0o755
			}
			if f.Mode != mode || f.Owner != "0:0" || f.Time != sourceDate(t) {
				t.Errorf("%s in the %s: mode %o, owner %s, time %s", name, kind, f.Mode, f.Owner, time.Unix(f.Time, 0))
			}
			if other, both := all["deb"][name]; both && other != f {
				t.Errorf("%s is another in the %s than in the deb", name, kind)
			}
		}
	}
}

// sourceDate is the time of everything in the packages, in seconds since 1970.
func sourceDate(t *testing.T) int64 {
	t.Helper()
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		text = strings.TrimSpace(string(command(t, "git", "log", "-1", "--format=%ct")))
	}
	date, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return date
}

// TestPackageLinuxTwice builds the packages once more, from a copy of the sources in another folder: the bytes are the same.
func TestPackageLinuxTwice(t *testing.T) {
	l := linuxPackages(t)
	copied := filepath.Join(t.TempDir(), "a folder of another name")
	command(t, "testdata/copy.sh", copied)
	t.Logf("%s", command(t, filepath.Join(copied, "assets/installers/packages.sh"), "linux"))
	for _, file := range []string{l.deb, l.rpm, l.archive} {
		again := filepath.Join(copied, "dist", filepath.Base(file))
		if sum(t, file) != sum(t, again) {
			t.Errorf("%s is another when it is built again: %s", filepath.Base(file), again)
		}
	}
}

func sum(t *testing.T, file string) [sha256.Size]byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(content)
}
