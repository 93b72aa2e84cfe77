#!/usr/bin/env bash
# Makes dist/Hoist-VERSION.dmg, with one Hoist.app for Macs with Apple's processors and with Intel's. It wants a Mac with
# Apple's command-line tools (xcode-select --install) and Go. The app alone can be laid out anywhere, of a program that
# is there already, and is so looked at by tests on Linux: build.sh layout PROGRAM FOLDER.
#
# What nobody has signed is signed for this computer alone, which Apple's processors ask for: on another one macOS opens it
# only after a person has allowed it in System Settings. What follows comes from the environment; no secret is an argument
# of a program.
#
# HOIST_MAC_IDENTITY      the certificate to sign with, by its name in the keychain: "Developer ID Application: …"
# HOIST_MAC_P12           a file with that certificate and its key, for a computer that has it in no keychain; it is kept in a
# HOIST_MAC_P12_PASSWORD  keychain of its own until this script ends. Unless an identity is named it is the one in the file
# HOIST_MAC_PROFILE       notarises with what `xcrun notarytool store-credentials` keeps under this name; or, without one,
# HOIST_MAC_KEY           with the file of an App Store Connect API key (.p8),
# HOIST_MAC_KEY_ID        its ID,
# HOIST_MAC_ISSUER        and whose it is
#
# A disk image has its own times and Apple's signatures in it: two of the same commit are not the same bytes.
. "$(dirname "$0")/../common.sh"
here=$root/assets/installers/macos

# What Go 1.26 asks for; Fyne would do with less.
minimum=12.0

# word FILE KEY prints a text of a translation, for a place between two tags of XML.
word() {
	sed -n "s/^  \"$2\": \"\(.*\)\",\{0,1\}\$/\1/p" "$1" | sed 's/\\"/"/g; s/&/\&amp;/g; s/</\&lt;/g'
}

# fill writes a template with what is known of this version, and the words of a translation.
fill() {
	local about folders
	about=$(word "$1" app.disclaimer | sed 's/[&|\\]/\\&/g') # for sed, once more
	folders=$(word "$1" app.folders | sed 's/[&|\\]/\\&/g')
	if [ -z "$about" ] || [ -z "$folders" ]; then fail "$1: a text is missing"; fi
	sed -e "s|@ID@|$id|; s|@VERSION@|$version|; s|@MINIMUM@|$minimum|" -e "s|@ABOUT@|$about|; s|@FOLDERS@|$folders|" "$2"
}

# layout PROGRAM FOLDER makes Hoist.app in the folder.
layout() {
	local app=$2/Hoist.app language words
	local contents=$app/Contents
	rm -rf "$app"
	mkdir -p "$contents/MacOS" "$contents/Resources"
	install -m 755 "$1" "$contents/MacOS/Hoist"
	install -m 755 "$here/hoist.sh" "$contents/Resources/hoist"
	install -m 644 "$here/Hoist.icns" "$contents/Resources/Hoist.icns"
	install -m 644 "$(notices darwin)" "$contents/Resources/THIRD-PARTY-NOTICES.txt"
	printf %s 'APPL????' >"$contents/PkgInfo"
	fill assets/translations/en.json "$here/Info.plist" >"$contents/Info.plist"
	for language in assets/translations/*.json; do
		words=$contents/Resources/$(basename "$language" .json).lproj
		mkdir "$words"
		fill "$language" "$here/InfoPlist.strings" >"$words/InfoPlist.strings"
	done
	dated "$app"
}

if [ "${1:-}" = layout ]; then
	if [ $# != 3 ] || [ ! -f "$2" ] || [ ! -d "$3" ]; then fail "usage: build.sh layout PROGRAM FOLDER"; fi
	layout "$2" "$3"
	exit
fi
[ $# = 0 ] || fail "usage: build.sh, or build.sh layout PROGRAM FOLDER"
[ "$(uname -s)" = Darwin ] || fail "Only a Mac can make programs for macOS."

work=$out/macos
rm -rf "$work"
mkdir -p "$work/image" "$work/volume"
work=$(cd "$work" && pwd -P) # as the list of what is mounted has it
. "$here/sign.sh"
. "$here/image.sh"
trap 'detach || true; forget_certificate' EXIT
notarises || true # says at once what is missing
use_certificate

for arch in arm64 amd64; do
	# The least system is told to C as well as to the linker: the variable of the environment would escape Go's cache.
	CGO_ENABLED=1 GOOS=darwin GOARCH=$arch CGO_CFLAGS="-O2 -mmacosx-version-min=$minimum" CGO_LDFLAGS="-mmacosx-version-min=$minimum" \
		go build -trimpath -tags "$tags" -ldflags "$ldflags" -o "$work/hoist-$arch" .
done
lipo -create -output "$work/hoist" "$work/hoist-arm64" "$work/hoist-amd64"
lipo "$work/hoist" -verify_arch arm64 x86_64

layout "$work/hoist" "$work/image"
app=$work/image/Hoist.app
sign_app "$app"
[ "$("$app/Contents/Resources/hoist" --version)" = "hoist $version" ] || fail "The signed program does not run."

dmg=$dist/Hoist-$version.dmg
if notarises; then # the app by itself first: what is copied out of the image keeps its ticket
	ditto -c -k --keepParent "$app" "$work/Hoist.zip"
	notarise "$work/Hoist.zip"
	xcrun stapler staple "$app"
fi
image "$dmg"
sign_image "$dmg"
if notarises; then
	notarise "$dmg"
	xcrun stapler staple "$dmg"
fi
verify "$app" "$dmg"
ls -l "$dmg"
