#!/usr/bin/env bash
# Lays out what belongs to Hoist on a Linux desktop beside the program itself: files.sh PREFIX, where PREFIX stands for /usr.
# The menu's entry, what software centres show, icons, the manual page, and whose work is in Hoist. All is dated, and can be
# read by everybody.
. "$(dirname "$0")/../common.sh"

[ $# = 1 ] || fail "usage: files.sh PREFIX"
share=$1/share
here=assets/installers/linux
day=$(date -d "@$SOURCE_DATE_EPOCH" +%F)

# filled prints a file with this version and its day in it. Without a repository, what would lead there is left out.
filled() {
	local lines=(-e '/<!-- \/\?repository -->/d')
	[ -n "$repository" ] || lines=(-e '/<!-- repository -->/,/<!-- \/repository -->/d')
	sed "${lines[@]}" -e "s|@REPOSITORY@|$repository|; s|@VERSION@|$version|; s|@DATE@|$day|" "$1"
}

mkdir -p "$share"/{applications,metainfo,man/man1,doc/hoist,icons/hicolor/scalable/apps}
install -m 644 "$here/$id.desktop" "$share/applications/"
install -m 644 assets/icon.svg "$share/icons/hicolor/scalable/apps/$id.svg"
for size in 16 22 24 32 48 64 128 256 512; do
	mkdir -p "$share/icons/hicolor/${size}x$size/apps"
	icon "$size" "$share/icons/hicolor/${size}x$size/apps/$id.png"
done
filled "$here/$id.metainfo.xml" >"$share/metainfo/$id.metainfo.xml"
filled "$here/hoist.1" | gzip -9n >"$share/man/man1/hoist.1.gz"
cat "$here/copyright" "$(notices linux)" >"$share/doc/hoist/copyright"
dated "$1"
