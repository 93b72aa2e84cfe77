#!/usr/bin/env bash
# Tries on a Mac what no other system can show: that videos come into the window which Finder and the Dock ask Hoist to open,
# the one that it is started for and one that comes later. They are asked for in the same way, by macOS's own open, and looked
# for in the queue that Hoist keeps. It wants a screen, and macOS 12 for open's --env: try.sh FOLDER/Hoist.app
set -euo pipefail
if [ $# != 1 ] || [ ! -d "$1" ]; then
	echo "usage: try.sh FOLDER/Hoist.app" >&2
	exit 1
fi
app=$(cd "$1" && pwd -P)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)

# of_app prints the numbers of the app's processes.
of_app() { pgrep -f "$app/Contents/MacOS/Hoist" || true; }

leave() {
	of_app | xargs kill 2>/dev/null || true # has ended by itself
	for _ in {1..20}; do
		[ -n "$(of_app)" ] || break
		sleep 1 # it still writes what is for its next start
	done
	rm -rf "$work"
}
trap leave EXIT

# arrives waits until the queue has exactly these videos, by their names: a name more, or one twice, is wrong as well.
arrives() {
	local want got try
	want=$(printf '%s\n' "$@")
	for try in {1..60}; do
		sleep 1
		got=$(sed -n 's|^{"path":"[^"]*/\([^/"]*\)".*|\1|p' "$work/data/queue.jsonl" 2>/dev/null || true)
		[ "$got" != "$want" ] || return 0
	done
	echo "after $try s the queue has '$got', not '$want'" >&2
	exit 1
}

for name in "a film.mp4" "Café – 2.mp4"; do
	cp "$here/../../sample.mp4" "$work/$name"
	touch -t 202001010000 "$work/$name" # not still being written
done
if [ -n "$(of_app)" ]; then
	echo "this Hoist runs already" >&2
	exit 1
fi
open -n -a "$app" --env "HOIST_HOME=$work/data" "$work/a film.mp4"
arrives "a film.mp4"
open -a "$app" "$work/Café – 2.mp4"
arrives "a film.mp4" "Café – 2.mp4"
sleep 3 # in which it might come a second time
arrives "a film.mp4" "Café – 2.mp4"
if [ "$(of_app | wc -l)" -ne 1 ]; then
	echo "Hoist runs more than once" >&2
	exit 1
fi
echo "Both videos came into one window."
