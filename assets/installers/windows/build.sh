#!/usr/bin/env bash
# Makes what people install on Windows, in dist/: the setup and the portable zip. All of it is cross-built on Debian.
#
# Both hold the program twice: Hoist.exe, which has a window and no console, and bin\hoist.exe, which has a console, so that a
# terminal waits for it and shows what it prints. It is one program, compiled once and linked twice.
#
# sign.sh says what has to be in the environment for all of it to be signed. Signed files are not the same twice.
. "$(dirname "$0")/../common.sh"

here=$root/assets/installers/windows
work=$out/windows
folder=$work/Hoist # as it lies on the disk of who installs it
target=x86_64-w64-mingw32

rm -rf "$work"
mkdir -p "$folder/bin" "$folder/licenses"

signing=
if [ -n "${HOIST_SIGN_CERT:-}" ]; then
	signing=yes
	[ -n "${HOIST_SIGN_PASSWORD_FILE:-}" ] || fail "HOIST_SIGN_CERT is set, and HOIST_SIGN_PASSWORD_FILE is not: which file has its password?"
	export HOIST_SIGN_URL=$repository
else
	echo "Nothing for Windows is signed: HOIST_SIGN_CERT names no certificate. Windows will warn of an unknown publisher." >&2
fi
signed() { [ -z "$signing" ] || "$here/sign.sh" "$1"; }

# symbol draws hoist.ico: each size that Windows asks for, its small and large icons at 100 to 200 % among them. The largest
# stays a PNG, which would be 256 KB otherwise.
symbol() {
	local size files=()
	for size in 16 20 24 32 40 48 64 256; do
		icon "$size" "$work/icon-$size.png"
		files+=("$work/icon-$size.png")
	done
	icotool --create --output "$work/hoist.ico" "${files[@]:0:7}" --raw "${files[7]}"
}

# pictures draws what stands beside the setup's last page, as BMPs of 24 bits, for the screens of 100, 125, 150 and 200 %.
pictures() {
	local dpi
	cp assets/icon.svg "$here/side.svg" "$work" # an SVG draws only what lies beside it
	for dpi in 96 120 144 192; do
		rsvg-convert --width $((164 * dpi / 96)) --height $((314 * dpi / 96)) "$work/side.svg" |
			pngtopnm -quiet | ppmtobmp -quiet -bpp=24 >"$work/side-$dpi.bmp"
	done
}

# program FILE KIND links Hoist with its resources. KIND is window or console.
program() {
	local resources=$work/$2.o subsystem=-H=windowsgui
	local defines=(-DNUMBERS="${version//./,},$build" -DVERSION="$version")
	if [ "$2" = console ]; then
		subsystem=
		defines+=(-DCONSOLE)
	fi
	(cd "$work" && "$target-windres" "${defines[@]}" --input "$here/hoist.rc" --output "$resources")
	CGO_ENABLED=1 GOOS=windows GOARCH=amd64 CC=$target-gcc CGO_CFLAGS=-O2 \
		go build -trimpath -tags "$tags" -ldflags "$ldflags $subsystem '-extldflags=\"$resources\"'" -o "$1" .
	signed "$1"
}

# lines FILE writes a text with the line ends of Windows.
lines() { sed 's/$/\r/' "$1"; }

setup() {
	local options=(-DVERSION="$version" -DBUILD="$build" -DID="$id" -DFOLDER="$folder" -DPICTURES="$work" -DOUT="$1")
	options+=(-DSIZE="$(find "$folder" -type f -printf '%s\n' | awk '{ all += $1 } END { print int((all + 1023) / 1024) }')")
	[ -z "$signing" ] || options+=(-DSIGN="$here/sign.sh")
	(cd "$here" && makensis -V2 -WX -INPUTCHARSET UTF8 "${options[@]}" hoist.nsi)
	signed "$1"
}

# portable makes the zip, of a folder that has one file more: the one that keeps the data beside it.
portable() {
	lines "$here/portable.txt" >"$folder/portable.txt"
	dated "$folder"
	rm -f "$1"
	(cd "$work" && find Hoist -type f | sort | zip -X -9 -q "$1" -@)
}

symbol
pictures
sed "s/@VERSION@/$version.$build/" "$here/hoist.manifest" >"$work/hoist.manifest"
program "$folder/Hoist.exe" window
program "$folder/bin/hoist.exe" console
lines "$(notices windows)" >"$folder/licenses/THIRD-PARTY-NOTICES.txt"
dated "$work"
setup "$dist/Hoist-$version-setup.exe"
portable "$dist/Hoist-$version-portable.zip"
