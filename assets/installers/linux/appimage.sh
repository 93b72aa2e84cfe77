#!/usr/bin/env bash
# Makes the AppImage for the processor that it runs on, from what build.sh has left in .build/packages/linux/usr.
#
# An AppImage is a program, the runtime, with a file system behind it, which the runtime mounts and starts AppRun of. The runtime
# comes from the AppImage project: HOIST_APPIMAGE_RUNTIME names the file where it has been downloaded before, else it is now.
# Either way it has to be the one whose sum stands here.
#
# There is no library in it. Hoist links glibc, OpenGL and Wayland and loads X11's when it starts; all of them belong to the
# desktop and its graphics driver, and those of another system would not work with them. glibc may be as old as that of the
# system which has built the program.
. "$(dirname "$0")/../common.sh"

release=20251108 # of https://github.com/AppImage/type2-runtime
processor=$(uname -m)
case $processor in
x86_64) sum=2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d ;;
aarch64) sum=00cbdfcf917cc6c0ff6d3347d59e0ca1f7f45a6df1a428a0d6d8a78664d87444 ;;
*) fail "There is no AppImage for $processor." ;;
esac

usr=$out/linux/usr
made=$out/appimage
app=$made/AppDir
lesser=/usr/share/common-licenses/LGPL-2.1 # Debian's copy; it is that of a library in the runtime
runtime=${HOIST_APPIMAGE_RUNTIME:-$tools/appimage-runtime-$release-$processor}

# folder lays out what is mounted.
folder() {
	[ -x "$usr/bin/hoist" ] || fail "The program is not there: run assets/installers/packages.sh linux first."
	rm -rf "$made"
	mkdir -p "$app"
	cp -a "$usr" "$app/usr"
	cat assets/installers/linux/appimage-notices.txt "$lesser" >"$app/usr/share/doc/hoist/appimage-runtime.txt"
	cp "$usr/share/applications/$id.desktop" "$app/"
	cp "$usr/share/icons/hicolor/256x256/apps/$id.png" "$app/"
	ln -s "$id.png" "$app/.DirIcon"
	ln -s usr/bin/hoist "$app/AppRun"
	dated "$app"
}

# get_runtime makes sure that the runtime is there, and is the one that is meant.
get_runtime() {
	if [ ! -f "$runtime" ]; then
		curl --fail --silent --show-error --location --retry 3 --output "$runtime" \
			"https://github.com/AppImage/type2-runtime/releases/download/$release/runtime-$processor" ||
			fail "The AppImage runtime can't be downloaded: HOIST_APPIMAGE_RUNTIME may name a copy of it."
	fi
	echo "$sum  $runtime" | sha256sum --check --status || fail "$runtime is not the runtime of release $release."
}

get_runtime
folder
mksquashfs "$app" "$made/squashfs" -root-owned -no-xattrs -noappend -comp zstd -quiet -no-progress
image=$dist/Hoist-$version-$processor.AppImage
cat "$runtime" "$made/squashfs" >"$image"
chmod +x "$image"
