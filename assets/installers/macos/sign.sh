# shellcheck shell=bash disable=SC2154 # here comes from build.sh
# Sourced by build.sh: who signs the app and the disk image, and Apple's word that it has found nothing bad in them.

identity=${HOIST_MAC_IDENTITY:-${HOIST_MAC_P12:+Developer ID Application}}
keychain= # of our own, for a certificate in a file

# use_certificate makes the certificate of HOIST_MAC_P12 one that codesign finds, and may use without a question. The
# password of the file comes from the environment alone. `security` takes passwords only as arguments: what it gets is a
# copy of the file with a password of this moment, in a folder that only this person can enter, and a keychain there. The
# key lies there in the clear no longer than the copy takes.
use_certificate() {
	[ -n "${HOIST_MAC_P12:-}" ] || return 0
	: "${HOIST_MAC_P12_PASSWORD?is not set}"
	local folder passing
	folder=$(mktemp -d)
	passing=$(/usr/bin/openssl rand -hex 20)
	keychain=$folder/hoist.keychain-db
	# Apple's openssl, which writes what its security reads.
	/usr/bin/openssl pkcs12 -in "$HOIST_MAC_P12" -passin env:HOIST_MAC_P12_PASSWORD -nodes -out "$folder/certificate.pem"
	HOIST_PASSING=$passing /usr/bin/openssl pkcs12 -export -in "$folder/certificate.pem" -passout env:HOIST_PASSING \
		-out "$folder/certificate.p12"
	rm "$folder/certificate.pem"
	security create-keychain -p "$passing" "$keychain"
	security set-keychain-settings -lut 7200 "$keychain" # locks itself after as many seconds
	security unlock-keychain -p "$passing" "$keychain"
	security import "$folder/certificate.p12" -k "$keychain" -P "$passing" -T /usr/bin/codesign
	security set-key-partition-list -S apple-tool:,apple: -s -k "$passing" "$keychain" >/dev/null
	security list-keychains -d user | xargs security list-keychains -d user -s "$keychain"
}

# forget_certificate takes back what use_certificate did.
forget_certificate() {
	[ -n "$keychain" ] || return 0
	security delete-keychain "$keychain" || true # also from the list; there may be none yet
	rm -rf "$(dirname "$keychain")"
}

# sign_app signs what is in the app, with the hardened runtime. entitlements.plist gives it none of what that forbids: Hoist
# makes no code while it runs, loads no libraries but the system's, and sends no Apple Events to other programs (its
# scripts speak to osascript alone). It says so explicitly, and must have no comment in it: some systems refuse those.
sign_app() {
	local stamp=--timestamp=none
	[ -z "$identity" ] || stamp=--timestamp
	codesign --force --options runtime --entitlements "$here/entitlements.plist" "$stamp" --sign "${identity:--}" "$1"
}

# sign_image signs a disk image; without a certificate it stays as it is.
sign_image() { [ -z "$identity" ] || codesign --force --timestamp --sign "$identity" "$1"; }

# notarises answers whether Apple is to be asked.
notarises() {
	[ -n "${HOIST_MAC_PROFILE:-}${HOIST_MAC_KEY:-}" ] || return 1
	[ -n "$identity" ] || fail "Apple notarises only what is signed with a Developer ID: set HOIST_MAC_IDENTITY or HOIST_MAC_P12."
}

# notarise asks Apple, and waits for the answer. Where that is no, stapler fails afterwards: there is no ticket.
notarise() {
	if [ -n "${HOIST_MAC_PROFILE:-}" ]; then
		xcrun notarytool submit "$1" --wait --timeout 1h --keychain-profile "$HOIST_MAC_PROFILE"
	else
		xcrun notarytool submit "$1" --wait --timeout 1h --key "$HOIST_MAC_KEY" --key-id "${HOIST_MAC_KEY_ID?}" --issuer "${HOIST_MAC_ISSUER?}"
	fi
}

# verify looks at the app and the disk image as macOS will on the computers of others.
verify() {
	codesign --verify --deep --strict --verbose=2 "$1"
	if [ -n "$identity" ]; then codesign --verify --strict --verbose=2 "$2"; fi
	if notarises; then
		xcrun stapler validate "$1"
		xcrun stapler validate "$2"
		spctl --assess --type execute --verbose=2 "$1"
		spctl --assess --type open --context context:primary-signature --verbose=2 "$2"
	fi
}
