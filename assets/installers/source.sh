#!/usr/bin/env bash
# Makes the source of this version as a store builds it, without a network: the commit, the modules of others in the folder
# vendor, and in linux/share what linux/files.sh lays out, because not every builder can draw icons. The Flatpak manifest of
# this folder finds it as .build/packages/source.tar.xz, and the one for Flathub among the files of a release.
. "$(dirname "$0")/common.sh"

name=hoist-$version-source
made=$out/source

rm -rf "$made"
mkdir -p "$made/$name"
git archive HEAD | tar --extract --directory "$made/$name"
(cd "$made/$name" && go mod vendor)
assets/installers/linux/files.sh "$made/$name/linux"
dated "$made/$name"
# The default would take twice as long for 7 % less.
tar --create --directory "$made" --sort=name --format=gnu --mtime "@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
	"$name" | xz -2 --threads=1 >"$dist/$name.tar.xz"
ln -sf "$dist/$name.tar.xz" "$out/source.tar.xz"
rm -rf "$made" # gofumpt looks into hidden folders, too
