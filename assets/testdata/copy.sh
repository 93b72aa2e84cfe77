#!/usr/bin/env bash
# Makes a copy of the sources as they are now, changes that are not committed among them, for a test that builds packages
# from it: copy.sh FOLDER [VERSION]. With a version it is one of that version. The tools that were built are not built again.
set -euo pipefail
folder=$1 version=${2:-}
cd "$(dirname "$0")/../.."

mkdir -p "$folder/.build"
cp -a .git "$folder/"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
	[ ! -e "$file" ] || printf '%s\0' "$file"
done | tar --create --null --files-from - | tar --extract --directory "$folder"
ln -s "$PWD/.build/tools" "$folder/.build/tools"
[ -z "$version" ] || sed -i "s/^Version = .*/Version = \"$version\"/" "$folder/FyneApp.toml"
