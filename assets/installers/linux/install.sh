#!/bin/sh
# Installs Hoist for one person, without root:
#
#   ./install.sh [FOLDER]              into FOLDER, which is ~/.local unless said
#   ./install.sh --uninstall [FOLDER]  takes it away again
#
# The list of what was installed is kept in FOLDER/share/hoist, beside a copy of this script that can take it away when the
# folder that it came in is gone. What Hoist has stored itself is not touched: hoist --delete-data deletes that.
set -eu
umask 022

fail() {
	echo "$*" >&2
	exit 1
}

uninstall=
if [ "${1:-}" = --uninstall ]; then
	uninstall=yes
	shift
fi
[ $# -le 1 ] || fail "usage: install.sh [--uninstall] [FOLDER]"
folder=${1:-${HOME:?}/.local}
case $folder in
/*) ;;
*) folder=$PWD/$folder ;;
esac
case $folder in
*["\"\\\`\$%"]* | *"
"*) fail "The menu can't start a program in a folder of that name: $folder" ;;
esac
kept=$folder/share/hoist
menu=$folder/share/applications

# tell lets the desktop know that its menu and icons have changed, where it doesn't find out by itself.
tell() {
	if [ -d "$menu" ] && command -v update-desktop-database >/dev/null; then
		update-desktop-database -q "$menu" || true
	fi
	if [ -f "$folder/share/icons/hicolor/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null; then
		gtk-update-icon-cache -q -t "$folder/share/icons/hicolor" || true
	fi
}

# remove deletes what is on the list, and the folders that are empty then. A menu without any program needs no list of what
# they open.
remove() {
	while read -r file; do
		rm -f "$folder/$file"
	done <"$kept/files"
	rm -f "$kept/files" "$kept/install.sh"
	if [ "$(ls -A "$menu" 2>/dev/null)" = mimeinfo.cache ]; then
		rm "$menu/mimeinfo.cache"
	fi
	find "$folder/bin" "$folder/share" -depth -type d -empty -delete 2>/dev/null || true
}

if [ -n "$uninstall" ]; then
	[ -f "$kept/files" ] || fail "Hoist isn't installed in $folder."
	remove
	tell
	echo "Hoist is gone from $folder. Its settings and keys are still there."
	exit
fi

cd "$(dirname "$0")"
[ -f bin/hoist ] || fail "Hoist's files aren't beside this script. Unpack the archive again, and start install.sh there."
if [ -f "$kept/files" ]; then # an earlier version, with files that this one may not have
	remove
fi
mkdir -p "$kept"
find bin share -type f | sort >"$kept/files"
while read -r file; do
	mkdir -p "$folder/$(dirname "$file")"
	cp -p "$file" "$folder/$file"
done <"$kept/files"
cp -p install.sh "$kept/"

# ~/.local/bin isn't on every desktop's PATH: the menu is told where the program lies.
sed -i -e "s|^Exec=hoist|Exec=\"$folder/bin/hoist\"|; s|^TryExec=.*|TryExec=$folder/bin/hoist|" "$menu/app.hoist.Hoist.desktop"
tell
echo "Hoist is installed: it is in the menu, and $folder/bin/hoist starts it."
echo "To take it away again: $kept/install.sh --uninstall${1:+ $folder}"
