//go:build packages && linux

package assets_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// macTool plays Apple's tools, by whatever name it is called: it writes down its arguments, one call a line, and leaves the
// files that the real one would. FAKE_BAD is what fails of them.
const macTool = `#!/bin/bash
name=$(basename "$0")
[ "$name" = mount ] || echo "$name $*" >>"$FAKE_LOG"
[ "$name $1" != "$FAKE_BAD" ] || exit 1
case "$name $1" in
"uname -s") echo Darwin ;;
"date -u") [ "$2" = -r ] && exec /bin/date -u -d "@$3" "$4"; exit 1 ;; # a Mac's knows no -d
"go build")
	echo "GOARCH=$GOARCH CGO_ENABLED=$CGO_ENABLED $CGO_CFLAGS, $CGO_LDFLAGS" >>"$FAKE_LOG"
	printf '#!/bin/sh\necho "hoist %s"\n' "$FAKE_VERSION" >"${@: -2:1}"
	chmod 755 "${@: -2:1}" ;;
"lipo -create") cp "$4" "$3" ;;
"ditto -c" | "hdiutil create") touch "${@: -1}" ;;
"hdiutil convert") touch "$7" ;;
"hdiutil attach") touch "$FAKE_LOG.attached" ;;
"hdiutil detach") rm "$FAKE_LOG.attached" ;;
"mount ") [ ! -e "$FAKE_LOG.attached" ] || echo "/dev/disk9s1 on $FAKE_ROOT/.build/packages/macos/volume (hfs, local)" ;;
"security list-keychains") [ "$4" = -s ] || echo '    "/Users/a person/login.keychain-db"' ;;
"security create-keychain") touch "$4" ;;
"security import") openssl pkcs12 -in "$2" -passin "pass:$6" -nodes 2>&1 | grep 'BEGIN' >>"$FAKE_LOG" ;;
esac
`

// macSecret is the password of a certificate, which must be nobody's argument.
const macSecret = "correct horse battery staple"

// macBuild is build.sh in a copy of what it reads, with Apple's tools played.
type macBuild struct {
	root, log, tmp string
	env            []string
}

func newMacBuild(t *testing.T) *macBuild {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := &macBuild{root: filepath.Join(root, "the root"), log: filepath.Join(root, "log"), tmp: filepath.Join(root, "tmp")}
	tools := filepath.Join(root, "tools")
	for _, folder := range []string{filepath.Join(m.root, "assets"), m.tmp, tools} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	command(t, "cp", "-r", "installers", "translations", "notices", filepath.Join(m.root, "assets"))
	command(t, "cp", "../FyneApp.toml", m.root)
	for _, name := range []string{"uname", "go", "lipo", "codesign", "hdiutil", "xcrun", "ditto", "spctl", "security", "mount", "sleep", "date"} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte(macTool), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	m.env = append(os.Environ(), "SOURCE_DATE_EPOCH=1700000000", "HOIST_REPOSITORY=", "TMPDIR="+m.tmp, "PATH="+tools+":"+os.Getenv("PATH"),
		"FAKE_LOG="+m.log, "FAKE_ROOT="+m.root, "FAKE_VERSION="+ofTOML(t, "Version"))
	return m
}

// run runs build.sh, and returns how it ended and the calls of Apple's tools, with short names for the folders.
func (m *macBuild) run(t *testing.T, env ...string) (said string, calls []string, err error) {
	t.Helper()
	_ = os.Remove(m.log) // there may be none yet
	build := exec.CommandContext(t.Context(), filepath.Join(m.root, "assets/installers/macos/build.sh"))
	build.Env = append(slices.Clone(m.env), env...)
	output, err := build.CombinedOutput()
	log, errLog := os.ReadFile(m.log)
	if errLog != nil {
		t.Fatal(errLog, string(output))
	}
	if strings.Contains(string(log), macSecret) || strings.Contains(string(output), macSecret) {
		t.Errorf("the password is seen:\n%s\n%s", log, output)
	}
	short := strings.NewReplacer(m.root+"/.build/packages/macos", "WORK", m.root+"/assets/installers/macos", "HERE", m.root+"/dist", "DIST")
	return string(output), strings.Split(strings.TrimSpace(short.Replace(string(log))), "\n"), err
}

// holds checks that calls begin with these words, in this order, whatever is called between them.
func holds(t *testing.T, calls []string, words ...string) {
	t.Helper()
	rest := calls
	for _, begin := range words {
		at := slices.IndexFunc(rest, func(call string) bool { return strings.HasPrefix(call, begin) })
		if at < 0 {
			t.Errorf("nobody calls %q where it has its turn, but\n%s", begin, strings.Join(calls, "\n"))
			return
		}
		rest = rest[at+1:]
	}
}

// leavesNothing checks that no image is attached any more, and that no keychain or key lies about.
func (m *macBuild) leavesNothing(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(m.log + ".attached"); err == nil {
		t.Error("the image is still attached")
	}
	if left, err := os.ReadDir(m.tmp); err != nil || len(left) > 0 {
		t.Errorf("there is still %v, %v", left, err)
	}
}

// TestPackageMacBuild follows build.sh to its end on a computer without a certificate.
func TestPackageMacBuild(t *testing.T) {
	m := newMacBuild(t)
	said, calls, err := m.run(t)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, said, strings.Join(calls, "\n"))
	}
	const least = "-mmacosx-version-min=12.0"
	holds(t, calls,
		"go build -trimpath -tags migrated_fynedo,release ", "GOARCH=arm64 CGO_ENABLED=1 -O2 "+least+", "+least,
		"go build -trimpath -tags migrated_fynedo,release ", "GOARCH=amd64 CGO_ENABLED=1 -O2 "+least+", "+least,
		"lipo -create -output WORK/hoist WORK/hoist-arm64 WORK/hoist-amd64", "lipo WORK/hoist -verify_arch arm64 x86_64",
		"codesign --force --options runtime --entitlements HERE/entitlements.plist --timestamp=none --sign - WORK/image/Hoist.app",
		"hdiutil create ", "hdiutil attach ", "xcrun SetFile -a C WORK/volume", "hdiutil detach ",
		"hdiutil convert -quiet -ov -format ULFO -o DIST/Hoist-"+ofTOML(t, "Version")+".dmg WORK/Hoist.dmg",
		"codesign --verify --deep --strict --verbose=2 WORK/image/Hoist.app")
	for _, call := range calls {
		for _, none := range []string{"security", "xcrun notarytool", "xcrun stapler", "spctl", "ditto"} {
			if strings.HasPrefix(call, none) {
				t.Errorf("without a certificate it calls %q", call)
			}
		}
	}
	if _, err := os.Stat(filepath.Join(m.root, "dist/Hoist-"+ofTOML(t, "Version")+".dmg")); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(filepath.Join(m.root, ".build/packages/macos/image/Hoist.app/Contents/Info.plist")); err != nil || info.ModTime().Unix() != 1700000000 {
		t.Errorf("Info.plist has another time: %v", err)
	}
	if link, err := os.Readlink(filepath.Join(m.root, ".build/packages/macos/image/Applications")); link != "/Applications" {
		t.Errorf("the image leads to %q, %v", link, err)
	}
	m.leavesNothing(t)
}

// macCertificate makes a certificate of the moment with its key, in a file that has a password.
func macCertificate(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "of somebody.p12")
	key, certificate := filepath.Join(folder, "key.pem"), filepath.Join(folder, "certificate.pem")
	command(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Developer ID Application: Nobody", "-days", "1",
		"-keyout", key, "-out", certificate)
	commandWith(t, []string{"SECRET=" + macSecret}, "openssl", "pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "env:SECRET", "-out", file)
	return file
}

// TestPackageMacSigned follows build.sh where it signs and notarises: the app before it is packed, and then the image.
func TestPackageMacSigned(t *testing.T) {
	m := newMacBuild(t)
	secrets := []string{
		"HOIST_MAC_P12=" + macCertificate(t), "HOIST_MAC_P12_PASSWORD=" + macSecret,
		"HOIST_MAC_KEY=/of somebody.p8", "HOIST_MAC_KEY_ID=K1", "HOIST_MAC_ISSUER=I1",
	}
	said, calls, err := m.run(t, secrets...)
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, said, strings.Join(calls, "\n"))
	}
	const asked, us = " --wait --timeout 1h --key /of somebody.p8 --key-id K1 --issuer I1", "--timestamp --sign Developer ID Application "
	dmg := "DIST/Hoist-" + ofTOML(t, "Version") + ".dmg"
	holds(t, calls,
		"security create-keychain ", "security unlock-keychain ", "security import ", "-----BEGIN CERTIFICATE", "-----BEGIN PRIVATE KEY",
		"security set-key-partition-list ", "security list-keychains -d user -s "+m.tmp, "go build",
		"codesign --force --options runtime --entitlements HERE/entitlements.plist "+us+"WORK/image/Hoist.app",
		"ditto -c -k --keepParent WORK/image/Hoist.app WORK/Hoist.zip", "xcrun notarytool submit WORK/Hoist.zip"+asked,
		"xcrun stapler staple WORK/image/Hoist.app", "hdiutil create", "hdiutil convert",
		"codesign --force "+us+dmg, "xcrun notarytool submit "+dmg+asked, "xcrun stapler staple "+dmg,
		"codesign --verify --deep --strict --verbose=2 WORK/image/Hoist.app", "codesign --verify --strict --verbose=2 "+dmg,
		"xcrun stapler validate WORK/image/Hoist.app", "xcrun stapler validate "+dmg,
		"spctl --assess --type execute --verbose=2 WORK/image/Hoist.app", "spctl --assess --type open ", "security delete-keychain ")
	if !slices.ContainsFunc(calls, func(call string) bool {
		return strings.HasPrefix(call, "security list-keychains -d user -s ") && strings.HasSuffix(call, "/Users/a person/login.keychain-db")
	}) {
		t.Errorf("the person's own keychain is lost:\n%s", strings.Join(calls, "\n"))
	}
	m.leavesNothing(t)

	_, calls, err = m.run(t, "HOIST_MAC_IDENTITY=Somebody", "HOIST_MAC_PROFILE=a profile")
	if err != nil {
		t.Error(err)
	}
	holds(t, calls, "codesign --force --options runtime --entitlements HERE/entitlements.plist --timestamp --sign Somebody WORK/image/Hoist.app",
		"xcrun notarytool submit WORK/Hoist.zip --wait --timeout 1h --keychain-profile a profile")
}

// TestPackageMacFails lets one tool after the other fail: so does build.sh, and leaves nothing behind. What cannot be
// notarised is not built first.
func TestPackageMacFails(t *testing.T) {
	m := newMacBuild(t)
	secrets := []string{
		"HOIST_MAC_P12=" + macCertificate(t), "HOIST_MAC_P12_PASSWORD=" + macSecret, "HOIST_MAC_PROFILE=a profile",
	}
	for _, bad := range []string{
		"security create-keychain", "security import", "go build", "lipo -create", "codesign --force", "xcrun notarytool", "xcrun stapler",
		"hdiutil attach", "xcrun SetFile", "hdiutil convert", "codesign --verify", "spctl --assess",
	} {
		if said, _, err := m.run(t, append(secrets, "FAKE_BAD="+bad)...); err == nil {
			t.Errorf("without %s it ends well: %s", bad, said)
		}
		m.leavesNothing(t)
	}
	if said, _, err := m.run(t, append(secrets, "HOIST_MAC_P12_PASSWORD=another")...); err == nil {
		t.Errorf("with a wrong password it ends well: %s", said)
	}
	m.leavesNothing(t)
	if said, _, err := m.run(t, append(secrets, "FAKE_VERSION=0.0.9")...); err == nil || !strings.Contains(said, "does not run") {
		t.Errorf("with another program in the app it ends with %v: %s", err, said)
	}
	said, calls, err := m.run(t, "HOIST_MAC_PROFILE=a profile")
	if err == nil || !strings.Contains(said, "HOIST_MAC_IDENTITY") || slices.ContainsFunc(calls, func(call string) bool { return strings.HasPrefix(call, "go") }) {
		t.Errorf("without a certificate Apple is asked: %v\n%s", err, said)
	}
}

// TestPackageMacScripts checks the scripts with the shell's own reader and with shellcheck.
func TestPackageMacScripts(t *testing.T) {
	const folder = "installers/macos/"
	for _, script := range []string{"build.sh", "sign.sh", "image.sh", "icon.sh", "hoist.sh", "try.sh"} {
		command(t, "bash", "-n", folder+script)
	}
	command(t, "shellcheck", "--external-sources", "--source-path=SCRIPTDIR", folder+"build.sh")
	command(t, "shellcheck", folder+"sign.sh", folder+"image.sh", folder+"icon.sh", folder+"hoist.sh", folder+"try.sh")
}
