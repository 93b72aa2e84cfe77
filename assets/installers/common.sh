# shellcheck shell=bash disable=SC2034 # what is set here is for others
# Sourced by the scripts that make packages: what they have in common.
#
# Two runs over the same commit give the same bytes. So everything that ends up in a package is dated with
# SOURCE_DATE_EPOCH, the time of the commit unless the caller says another, owned by root, and sorted by its name in C.
#
# HOIST_REPOSITORY  where the project is at home: an https address without a slash at its end. It leads to the screenshots and
#                   the homepage that packages name. Unless given it is git's origin, where that is such an address;
#                   without one, packages name no address.
# HOIST_FEED        the address that tells which version is the latest. Without it Hoist never asks: so a store or a
#                   distribution that updates the package itself builds without.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC GOFLAGS=-buildvcs=false
[ "$(uname -s)" != Darwin ] || LC_ALL=C # older ones have no C.UTF-8
umask 022

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

fail() {
	echo "$*" >&2
	exit 1
}

# of_toml prints a value of FyneApp.toml, the one place where version, build and ID stand.
of_toml() { sed -n "s/^$1 = \"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" FyneApp.toml; }

version=$(of_toml Version)
build=$(of_toml Build)
id=$(of_toml ID)
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "FyneApp.toml: the version '$version' is not of the form 1.2.3"

export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null)}
[ -n "$SOURCE_DATE_EPOCH" ] || fail "This is no clone of git: set SOURCE_DATE_EPOCH to the time of this version, in seconds since 1970."

repository=${HOIST_REPOSITORY-$(git remote get-url origin 2>/dev/null || true)}
repository=${repository%.git}
[[ $repository =~ ^https://[A-Za-z0-9._/-]+$ ]] || repository=

dist=$root/dist             # what people download
out=$root/.build/packages   # what is made on the way
tools=$root/.build/tools
mkdir -p "$dist" "$out" "$tools"

# One set of flags for a system, because Fyne's C code is compiled anew whenever they change. release: Fyne does not read a
# FyneApp.toml that lies about in the folder that Hoist is started from.
tags=migrated_fynedo,release
ldflags="-s -w -buildid=${HOIST_FEED:+ -X main.feed=$HOIST_FEED}"

# dated gives all files under a folder the same time. A Mac's touch and date do not know @.
dated() {
	local when
	when=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M.%S 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%Y%m%d%H%M.%S)
	find "$1" -exec touch -h -t "$when" {} +
}

# icon SIZE FILE draws the program's icon as a PNG of that many pixels.
icon() { rsvg-convert --width "$1" --height "$1" --output "$2" assets/icon.svg; }

# notices SYSTEM prints where the licences of everything in that system's packages stand: linux, windows or darwin.
notices() {
	local file=$root/assets/notices/$1.txt
	[ -f "$file" ] || fail "There is no $file: make notices writes those of every system."
	echo "$file"
}
