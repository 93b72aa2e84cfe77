#!/usr/bin/env bash
# Draws Hoist.icns from icon.svg, which is the source, in every size that macOS has: 16 to 512 points, each at @2x as well.
# The result is kept beside this script, since a Mac has nothing that draws an SVG.
#
#   apt-get install --no-install-recommends librsvg2-bin icnsutils
#   assets/installers/macos/icon.sh
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

# From 64 pixels on the tile has the size that Apple's grid asks for, 824 of 1024: in the source it has 448 of 512. At 16 and
# 32 it stays as it is: there its edges lie on whole pixels.
sed 's/viewBox="0 0 512 512"/viewBox="-22.37 -22.37 556.74 556.74"/' ../../icon.svg >"$work/grid.svg"
if cmp -s ../../icon.svg "$work/grid.svg"; then
	echo "icon.svg is drawn on another canvas now" >&2
	exit 1
fi
for size in 16 32 64 128 256 512 1024; do
	from=$work/grid.svg
	[ "$size" -gt 32 ] || from=../../icon.svg
	rsvg-convert --width "$size" --height "$size" --output "$work/$size.png" "$from"
done

# number prints one of 32 bits, the highest byte first.
number() {
	local shift
	for shift in 24 16 8 0; do
		printf %b "\\0$(printf %03o $(($1 >> shift & 255)))"
	done
}

# element prints a file as a part of the icon.
element() {
	printf %s "$1"
	number $(($(wc -c <"$2") + 8))
	cat "$2"
}

# The two smallest are written as every macOS reads them: not all of them show PNGs in their place rightly.
png2icns "$work/small.icns" "$work/16.png" "$work/32.png" >/dev/null
{
	tail -c +9 "$work/small.icns"
	element ic11 "$work/32.png" # 16 points at @2x
	element ic12 "$work/64.png"
	element ic07 "$work/128.png"
	element ic13 "$work/256.png"
	element ic08 "$work/256.png"
	element ic14 "$work/512.png"
	element ic09 "$work/512.png"
	element ic10 "$work/1024.png" # 512 points at @2x
} >"$work/elements"
element icns "$work/elements" >Hoist.icns
