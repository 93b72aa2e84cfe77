#!/usr/bin/env bash
# Completes a release, once the packages of all systems lie in dist/: latest.json, which Hoist reads to know whether there is a
# newer version, SHA256SUMS of all packages, and in .build/packages/manifests what the stores want (manifests.sh).
. "$(dirname "$0")/common.sh"

[ -n "$repository" ] || fail "HOIST_REPOSITORY has to say where the files of the release will be: https://github.com/OWNER/REPOSITORY"

# packages prints the names of all files that a version is made of.
packages() {
	printf '%s\n' "hoist_${version}_amd64.deb" "hoist_${version}_arm64.deb" \
		"hoist-$version-1.x86_64.rpm" "hoist-$version-1.aarch64.rpm" \
		"hoist-$version-linux-amd64.tar.xz" "hoist-$version-linux-arm64.tar.xz" \
		"Hoist-$version-x86_64.AppImage" "Hoist-$version-aarch64.AppImage" \
		"Hoist-$version-setup.exe" "Hoist-$version-portable.zip" "Hoist-$version.dmg" \
		"hoist-$version-source.tar.xz" | LC_ALL=C sort
}

cd "$dist"
rm -f SHA256SUMS latest.json
there=$(find . -mindepth 1 -printf '%P\n' | LC_ALL=C sort)
[ "$there" = "$(packages)" ] ||
	fail "dist/ does not have what a release is made of (< is missing, > is too much):" "$(diff <(packages) <(echo "$there") | grep '^[<>]')"
packages | xargs sha256sum -- >SHA256SUMS
printf '{"version":"%s","page":"%s/releases/tag/v%s"}\n' "$version" "$repository" "$version" >latest.json
"$root/assets/installers/manifests.sh"
