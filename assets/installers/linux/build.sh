#!/usr/bin/env bash
# Makes the packages for Linux, for the processor that it runs on: a .deb, an .rpm, and a .tar.xz for everything else. On
# the way it leaves in .build/packages/linux/usr the program and its files as they lie under /usr.
. "$(dirname "$0")/../common.sh"

here=assets/installers/linux
made=$out/linux
usr=$made/usr
nfpm=$tools/nfpm-v2.45.2 # later ones do not build from the module proxy

ARCH=$(go env GOHOSTARCH)
case $ARCH in
amd64) rpm_arch=x86_64 ;;
arm64) rpm_arch=aarch64 ;;
*) fail "There are no packages for $ARCH." ;;
esac

# get_nfpm builds the program that writes .deb and .rpm, where it is not there yet.
get_nfpm() {
	[ ! -x "$nfpm" ] || return 0
	GOBIN=$tools go install github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2
	mv "$tools/nfpm" "$nfpm"
}

# program builds Hoist: an executable that lies anywhere in memory, as lintian wants it, whose tables are read-only from
# its start on.
program() {
	CGO_ENABLED=1 CGO_CFLAGS="-O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2" go build -trimpath -buildmode=pie \
		-tags "$tags" -ldflags "$ldflags -extldflags=-Wl,-z,relro,-z,now" -o "$usr/bin/hoist" .
}

# least_glibc prints the oldest glibc that has every function that the program asks of it.
least_glibc() { objdump -T "$usr/bin/hoist" | grep -o 'GLIBC_[0-9.]*' | sort -uV | sed -n '$s/GLIBC_//p'; }

# changelog prints what Debian's policy wants to have: one entry, of this version.
changelog() {
	printf 'hoist (%s) unstable; urgency=medium\n\n  * Version %s.\n\n' "$version" "$version"
	printf ' -- %s  %s\n' "$(sed -n 's/^maintainer: //p' "$here/nfpm.yaml")" "$(date -R -d "@$SOURCE_DATE_EPOCH")"
}

# contents prints the files of a package for nfpm. Folders that belong to others are not among them.
contents() {
	local file
	echo "contents:"
	echo "  - {type: dir, dst: /usr/share/doc/hoist, file_info: {mode: 0755}}"
	(cd "$made" && find usr -type f | sort) | while read -r file; do
		printf '  - {src: %s, dst: /%s, file_info: {mode: 0%s}}\n' "$file" "$file" "$(stat -c %a "$made/$file")"
	done
	echo "  - {src: changelog.gz, dst: /usr/share/doc/hoist/changelog.gz, packager: deb, file_info: {mode: 0644}}"
	echo "  - {src: lintian, dst: /usr/share/lintian/overrides/hoist, packager: deb, file_info: {mode: 0644}}"
}

# packages makes the .deb and the .rpm. The first line of the description is the summary, which an .rpm has elsewhere.
packages() {
	changelog | gzip -9n >"$made/changelog.gz"
	install -m 644 "$here/lintian" "$made/"
	{ cat "$here/nfpm.yaml" && contents; } >"$made/deb.yaml"
	sed '/^description:/{n;d}' "$made/deb.yaml" >"$made/rpm.yaml"
	touch -d "@$SOURCE_DATE_EPOCH" "$made/changelog.gz" "$made/lintian"
	GLIBC=$(least_glibc)
	export ARCH GLIBC VERSION=$version REPOSITORY=$repository
	cd "$made"
	"$nfpm" package --config deb.yaml --packager deb --target loose.deb
	dpkg-deb --raw-extract loose.deb deb # nfpm's own xz leaves an eighth more, and takes longer
	dpkg-deb --root-owner-group -Zxz --threads-max=1 --build deb "$dist/hoist_${version}_$ARCH.deb"
	"$nfpm" package --config rpm.yaml --packager rpm --target "$dist/hoist-$version-1.$rpm_arch.rpm"
	cd "$root"
}

# archive makes the .tar.xz, with a script that installs it without root.
archive() {
	local name=hoist-$version-linux-$ARCH
	mkdir "$made/$name"
	cp -a "$usr/." "$made/$name"
	install -m 755 "$here/install.sh" "$made/$name"
	tar --create --directory "$made" --sort=name --format=gnu --mtime "@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner \
		"$name" | xz --threads=1 >"$dist/$name.tar.xz"
}

rm -rf "$made"
mkdir -p "$usr/bin"
get_nfpm
program
"$here/files.sh" "$usr"
archive & # xz takes most of the time: once on each of two processors
packing=$!
packages
wait "$packing"
