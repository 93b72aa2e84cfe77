#!/usr/bin/env bash
# How long a whole `hoist upload` of 64 MiB takes over real TCP: the program as it is built, TLS, and the kernel's own
# congestion control, between two network namespaces that a program called wire joins by a link.
#
#	wire.sh WIRE HOIST [SETTING] [RUNS]       or WIRE and HOIST in the environment: wire.sh [SETTING] [RUNS]
#
# SETTING is 50-100 (50 Mbit/s, 100 ms round trip), 200-30, 50-100-loss (0.1 % of the packets lost each way) or all of
# them, which is the default; RUNS is 5 if left out. It prints the seconds of each run and the median. A run whose
# SHA-256 at the stand-in is not the file's ends the script.
#
# WIRE is called as `WIRE -name N -rtt 100ms -rate 50 -loss 0.1 -server COMMAND -- COMMAND`: it starts the first command
# at 10.99.0.2 and runs the second one at 10.99.0.1. Each run has a link and a stand-in of its own, since the kernel
# remembers from one connection to the next what an address can take.
#
# X's time per APPEND is 150 ms. HOLD says where they lie: "delay" (the default) before the stand-in reads the segment,
# while the kernel goes on taking it in, so that they cost little on a slow line; "reply" between the segment's last byte
# and the answer, which costs a client that sends one segment after the other all of it.
#
# Needs root, /dev/net/tun, ip, openssl, curl and sha256sum.
set -euo pipefail
export LC_ALL=C # seconds with a point

port=4433
address=https://10.99.0.2:$port

# The client's side, which the script plays when wire calls it: one upload.
if [ "${1:-}" = --client ]; then
	dir=$2 hoist=$3
	key() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" "$dir/keys.json"; }
	for _ in $(seq 100); do [ -s "$dir/keys.json" ] && break; sleep 0.1; done
	HOIST_CONSUMER_KEY=$(key consumer_key) HOIST_CONSUMER_SECRET=$(key consumer_secret)
	HOIST_ACCESS_TOKEN=$(key access_token) HOIST_ACCESS_SECRET=$(key access_secret)
	export HOIST_CONSUMER_KEY HOIST_CONSUMER_SECRET HOIST_ACCESS_TOKEN HOIST_ACCESS_SECRET
	export HOIST_HOME=$dir/client SSL_CERT_FILE=$dir/cert.pem
	rm -rf "$HOIST_HOME" # no journal, no history
	began=${EPOCHREALTIME/./}
	"$hoist" upload --base-url $address "$dir/clip.mp4" >"$dir/upload.log" 2>&1 || { cat "$dir/upload.log" >&2; exit 1; }
	ended=${EPOCHREALTIME/./}
	want=$(sha256sum <"$dir/clip.mp4")
	curl -sS --cacert "$dir/cert.pem" $address/practice/uploads | grep -qi "${want%% *}" ||
		{ echo "the stand-in has other bytes than the file" >&2; exit 1; }
	awk "BEGIN { printf \"%.2f\n\", ($ended - $began) / 1e6 }" >"$dir/seconds"
	exit
fi

case "${1:-}" in
'' | all | 50-100 | 200-30 | 50-100-loss) wire=${WIRE:?the path of wire} hoist=${HOIST:?the path of hoist} ;;
*) wire=$1 hoist=${2:?the path of hoist}; shift 2 ;;
esac
setting=${1:-all} runs=${2:-5}
case $setting in all | 50-100 | 200-30 | 50-100-loss) ;; *) echo "no setting $setting" >&2; exit 2 ;; esac
here=$(realpath "$0") assets=$(dirname "$(realpath "$0")")/../../assets
wire=$(realpath "$wire") hoist=$(realpath "$hoist")

dir=$(mktemp -d) name=hw$$
tidy() { # wire takes its namespaces away unless it is killed
	ip netns del $name-cli 2>/dev/null || true
	ip netns del $name-srv 2>/dev/null || true
	rm -rf "$dir" /etc/netns/$name-cli
}
trap tidy EXIT
trap 'exit 130' INT TERM

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=practice \
	-addext subjectAltName=IP:10.99.0.2 -keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null

# The sample, and behind it a box of random bytes that players pass over, up to 64 MiB.
box=$((64 * 1024 * 1024 - $(stat -c %s "$assets/sample.mp4")))
{
	cat "$assets/sample.mp4"
	printf '%b' "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $((box >> 24 & 255)) $((box >> 16 & 255)) $((box >> 8 & 255)) $((box & 255)))free"
	head -c $((box - 8)) /dev/urandom
} >"$dir/clip.mp4"
touch -d '1 hour ago' "$dir/clip.mp4" # it is not still being written

hold='"what":"delay"'
[ "${HOLD:-delay}" = reply ] && hold='"what":"stall","when":"reply"'
cat >"$dir/faults.json" <<-JSON
	[{"op":"append",$hold,"seconds":0.15,"times":-1}, {"op":"finalize","what":"processing","preset":"none","times":-1}]
JSON
cat >"$dir/server.sh" <<-SH
	HOIST_HOME=$dir/server exec $hoist practice --listen 10.99.0.2:$port --tls-cert $dir/cert.pem --tls-key $dir/key.pem \
		--faults $dir/faults.json >$dir/keys.json 2>$dir/server.log
SH

measure() { # NAME RATE RTT LOSS
	[ "$setting" = all ] || [ "$setting" = "$1" ] || return 0
	local took=()
	for _ in $(seq "$runs"); do
		rm -f "$dir/keys.json" "$dir/seconds"
		"$wire" -name $name -rate "$2" -rtt "$3" -loss "$4" -server "sh $dir/server.sh" -- \
			bash "$here" --client "$dir" "$hoist" 2>"$dir/wire.log" || true
		[ -s "$dir/seconds" ] || { cat "$dir/wire.log" "$dir/server.log" >&2; exit 1; }
		took+=("$(cat "$dir/seconds")")
	done
	printf '%s: %s Mbit/s, %s, %s %% loss: %s; median %s s\n' "$1" "$2" "$3" "$4" "${took[*]}" \
		"$(printf '%s\n' "${took[@]}" | sort -n | sed -n "$(((runs + 1) / 2))p")"
}
measure 50-100 50 100ms 0
measure 200-30 200 30ms 0
measure 50-100-loss 50 100ms 0.1
