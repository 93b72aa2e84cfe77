# shellcheck shell=bash disable=SC2154 # work and here come from build.sh
# Sourced by build.sh: the disk image.

volume=$work/volume # where it is attached while it is made

# again runs what fails while macOS itself is still reading in the files, which it does for some seconds.
again() {
	local pause
	for pause in 1 2 4 8; do
		"$@" && return
		sleep "$pause"
	done
	"$@"
}

# detach lets the image go, where it is attached.
detach() {
	mount | grep -qF " on $volume (" || return 0
	again hdiutil detach -quiet "$volume" || hdiutil detach -force "$volume"
}

# image packs what is in $work/image into FILE, with a way to the folder of programs, and Hoist's icon.
image() {
	ln -s /Applications "$work/image/Applications"
	cp "$here/Hoist.icns" "$work/image/.VolumeIcon.icns"
	again hdiutil create -quiet -ov -volname Hoist -fs HFS+ -format UDRW -srcfolder "$work/image" "$work/Hoist.dmg"
	hdiutil attach -quiet -nobrowse -noautoopen -mountpoint "$volume" "$work/Hoist.dmg"
	xcrun SetFile -a C "$volume" # it has an icon of its own
	detach
	again hdiutil convert -quiet -ov -format ULFO -o "$1" "$work/Hoist.dmg"
}
