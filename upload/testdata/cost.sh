#!/usr/bin/env bash
# What a whole `hoist upload` costs: CPU seconds (user and system) and the most memory, for 1 GiB over TLS on loopback,
# beside curl with the same file to the same server; and its memory for 8 GB. The targets are 1.5 times the CPU seconds
# of curl, and 64 MB.
#
#	cost.sh HOIST [RUNS]        HOIST is the program as it is built; RUNS is 5 if left out
#
# The server (package sink, beside this script) throws away what it gets, so that it does not get in the way on a machine
# with few cores, and has neither to be signed for nor paid for in disk space. It chooses the same version of TLS and the
# same cipher for both, and the script fails if it does not. hoist sends segments over several connections, as it would
# to X; curl sends one PUT over one, which is as little as there can be to do. The two take turns.
#
# Needs go, openssl, curl, /usr/bin/time (Debian: time) and 1 GiB of disk space; the 8 GB are a hole in a file.
set -euo pipefail
export LC_ALL=C # seconds with a point

hoist=$(realpath "${1:?the path of hoist}") runs=${2:-5}
here=$(dirname "$(realpath "$0")")

dir=$(mktemp -d)
sink=
trap '[ -z "$sink" ] || kill $sink; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=sink \
	-addext subjectAltName=IP:127.0.0.1 -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
(cd "$here" && go build -o "$dir/sink" ./sink)
"$dir/sink" "$dir/cert.pem" "$dir/key.pem" >"$dir/sink.log" &
sink=$!
for _ in $(seq 50); do [ -s "$dir/sink.log" ] && break; sleep 0.1; done
address=$(head -1 "$dir/sink.log")

# The sample, and behind it a box of random bytes that players pass over, up to 1 GiB.
sample=$here/../../assets/sample.mp4
box=$((1024 * 1024 * 1024 - $(stat -c %s "$sample")))
{
	cat "$sample"
	printf '%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $((box >> 24 & 255)) $((box >> 16 & 255)) $((box >> 8 & 255)) $((box & 255)))free"
	head -c $((box - 8)) /dev/urandom
} >"$dir/1GiB.mp4"
cp "$sample" "$dir/8GB.mp4"
truncate -s 7999999999 "$dir/8GB.mp4"
touch -d '1 hour ago' "$dir"/*.mp4 # they are not still being written

measure() { # NAME COMMAND ... adds a line to NAME: CPU seconds, KB of memory at most, seconds
	local name=$1
	shift
	/usr/bin/time -q -o "$dir/time" -f '%U %S %M %e' "$@" >"$dir/$name.log" 2>&1 || { cat "$dir/$name.log" >&2; exit 1; }
	awk '{ printf "%.2f %d %.2f\n", $1 + $2, $3, $4 }' "$dir/time" >>"$dir/$name"
}
upload() { # NAME FILE
	measure "$1" env HOIST_HOME="$dir/home" SSL_CERT_FILE="$dir/cert.pem" HOIST_CONSUMER_KEY=a HOIST_CONSUMER_SECRET=b \
		HOIST_ACCESS_TOKEN=c HOIST_ACCESS_SECRET=d "$hoist" upload --base-url "$address" "$2"
}
median() { # NAME COLUMN
	awk "{ print \$$2 }" "$dir/$1" | sort -n | sed -n "$((($(wc -l <"$dir/$1") + 1) / 2))p"
}
tell() { # NAME WHAT
	printf '%-22s CPU %s s (median of %s), memory %s KB, %s s\n' "$2" "$(median "$1" 1)" \
		"$(awk '{ printf "%s%s", sep, $1; sep = " " }' "$dir/$1")" "$(median "$1" 2)" "$(median "$1" 3)"
}

for _ in $(seq "$runs"); do
	measure curl curl -sS --fail --http1.1 --cacert "$dir/cert.pem" -T "$dir/1GiB.mp4" "$address/"
	upload hoist "$dir/1GiB.mp4"
done
upload large "$dir/8GB.mp4"

ciphers=$(tail -n +2 "$dir/sink.log" | sort | uniq -c)
[ "$(wc -l <<<"$ciphers")" = 1 ] || { printf 'not the same TLS for both:\n%s\n' "$ciphers" >&2; exit 1; }
tell curl '1 GiB, curl'
tell hoist '1 GiB, hoist'
tell large '8 GB, hoist'
echo "TLS for all: $(awk '{ print $2, $3, $4 }' <<<"$ciphers")"
awk "BEGIN { printf \"CPU: %.2f times curl's\n\", $(median hoist 1) / $(median curl 1) }"
