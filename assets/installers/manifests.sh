#!/usr/bin/env bash
# Makes what the stores want to know of this version, in .build/packages/manifests, from its packages' sums in dist/SHA256SUMS:
# winget (for https://github.com/microsoft/winget-pkgs), the Homebrew cask, and the Flatpak manifest for Flathub. Each is handed
# in by a person: none of them takes a version before it has been tried.
. "$(dirname "$0")/common.sh"

[[ $repository =~ ^https://([^/]+)/([^/]+)/[^/]+$ ]] ||
	fail "HOIST_REPOSITORY has to say where the files of the release will be: https://github.com/OWNER/REPOSITORY"
host=${BASH_REMATCH[1]} owner=${BASH_REMATCH[2]}
winget=assets/installers/windows/winget
desktop=assets/installers/linux/$id.desktop
made=$out/manifests

# sum_of prints the SHA-256 of a package.
sum_of() {
	local found
	found=$(sed -n "s/^\([0-9a-f]\{64\}\)  $1\$/\1/p" "$dist/SHA256SUMS")
	[ -n "$found" ] || fail "dist/SHA256SUMS does not have $1."
	echo "$found"
}

# fill prints a file with everything in it that stands between two @. LOCALE and COMMENT the caller knows.
fill() {
	sed -e "s|@ID@|$id|g; s|@VERSION@|$version|g; s|@DATE@|$(date -d "@$SOURCE_DATE_EPOCH" +%F)|g" \
		-e "s|@REPOSITORY@|$repository|g; s|@HOST@|$host|g; s|@OWNER@|$owner|g" \
		-e "s|@SETUP_SHA256@|${setup^^}|g; s|@DMG_SHA256@|$dmg|g" \
		-e "s|@LOCALE@|${LOCALE:-}|g; s|@COMMENT@|${COMMENT:-}|g" "$1"
}

# comment prints what Hoist is in a few words, in the language of the menu's entry.
comment() { sed -n "s/^Comment$1=//p" "$desktop"; }

# for_winget makes a file for each language. Hoist has the same five beside English as the menu.
for_winget() {
	local name=$made/winget/$owner.Hoist pair
	mkdir -p "$made/winget"
	fill "$winget/version.yaml" >"$name.yaml"
	fill "$winget/installer.yaml" >"$name.installer.yaml"
	COMMENT=$(comment "") fill "$winget/defaultLocale.yaml" >"$name.locale.en-US.yaml"
	for pair in de=de-DE es=es-ES fr=fr-FR ja=ja-JP pt_BR=pt-BR; do
		LOCALE=${pair#*=} COMMENT=$(comment "\[${pair%=*}\]") fill "$winget/locale.yaml" >"$name.locale.${pair#*=}.yaml"
	done
}

# for_flathub leads the Flatpak manifest to the source of the release.
for_flathub() {
	local name=hoist-$version-source.tar.xz sum
	sum=$(sum_of "$name")
	mkdir -p "$made/flathub"
	sed -e '/^#/d' -e "s|^\( *\)path: .*|\1url: $repository/releases/download/v$version/$name\n\1sha256: $sum|" \
		"assets/installers/linux/$id.yml" >"$made/flathub/$id.yml"
}

setup=$(sum_of "Hoist-$version-setup.exe")
dmg=$(sum_of "Hoist-$version.dmg")
rm -rf "$made"
for_winget
mkdir -p "$made/homebrew"
fill assets/installers/macos/hoist.rb >"$made/homebrew/hoist.rb"
for_flathub
find "$made" -type f | sort
