#!/bin/sh
# The command hoist, to be linked to from a folder of PATH. Hoist itself would not know there that it belongs to Hoist.app:
# macOS tells a bundle by the path that a program is started with, and does not follow links.
self=$0
while [ -L "$self" ]; do
	to=$(readlink "$self")
	case $to in
	/*) self=$to ;;
	*) self=$(dirname "$self")/$to ;;
	esac
done
exec "$(cd "$(dirname "$self")/.." && pwd -P)/MacOS/Hoist" "$@"
