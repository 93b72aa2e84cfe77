#!/bin/sh
# Draws icon.png from icon.svg, which is the source. Other sizes are made where a package needs them.
#
#   apt-get install --no-install-recommends librsvg2-bin
#   assets/icon.sh
set -eu
cd "$(dirname "$0")"
rsvg-convert --width 512 --height 512 --output icon.png icon.svg
