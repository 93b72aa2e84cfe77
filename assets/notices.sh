#!/bin/sh
# Writes notices.txt: the licences of everything that is linked into Hoist or embedded in it, on any of the three
# systems. To be run again whenever go.mod or the fonts change. Arguments are the packages to follow, main if none.
#
#   assets/notices.sh
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- .

for system in linux windows darwin; do
	# -e: what cgo would need is not asked for, only what is imported.
	GOOS=$system CGO_ENABLED=1 go list -e -deps -tags migrated_fynedo \
		-f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' "$@"
done >assets/notices.tmp
sort -u -o assets/notices.tmp assets/notices.tmp

line='================================================================================'
{
	echo "Hoist is made with the work of many others. Their licences follow: first the fonts, then Go and its modules."
	for font in Inter JetBrainsMono; do
		printf '\n%s\n%s (font; a subset of it, changed as assets/fonts/make.sh tells)\n%s\n\n' $line $font $line
		cat assets/fonts/LICENSE-$font.txt
	done
	printf '\n%s\nGo, its runtime and standard library\n%s\n\n' $line $line
	cat "$(go env GOROOT)/LICENSE"
	while read -r path version dir; do
		# Also what a module embeds under a licence of its own, as Fyne's fonts and GLFW's C code.
		find "$dir" \( -name testdata -o -name cmd \) -prune -o -type f \( -iname 'LICENSE*' -o -iname 'LICENCE*' -o -iname 'COPYING*' \
			-o -iname 'NOTICE*' -o -iname 'UNLICENSE*' \) ! -name '*.go' -print | sort | while read -r file; do
			printf '\n%s\n%s %s (%s)\n%s\n\n' $line "$path" "$version" "${file#"$dir"/}" $line
			cat "$file"
			echo
		done
	done <assets/notices.tmp
} | tr -d '\r' >assets/notices.txt
echo "$(wc -l <assets/notices.tmp) modules, $(wc -c <assets/notices.txt) bytes"
rm assets/notices.tmp
