#!/usr/bin/env bash
# Makes what people install, in dist/, and the SHA-256 of each file: packages.sh [linux] [windows], both unless said. What is
# there from an earlier run is deleted first.
. "$(dirname "$0")/common.sh"

[ $# -gt 0 ] || set -- linux windows
rm -rf "$dist"
mkdir "$dist"
for system in "$@"; do
	"assets/installers/$system/build.sh"
done
cd "$dist"
sha256sum -- * >SHA256SUMS
ls -l
