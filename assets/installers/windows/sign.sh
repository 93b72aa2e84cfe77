#!/usr/bin/env bash
# Signs a file for Windows, in its place: sign.sh FILE. build.sh calls it, and NSIS for the uninstaller, where the environment
# names a certificate, both files by their whole paths:
#
# HOIST_SIGN_CERT           a PKCS#12 file with the certificate, its key and the certificates between it and a root
# HOIST_SIGN_PASSWORD_FILE  the file with its password, which so is in no list of arguments
# HOIST_SIGN_TIMESTAMP      the address of an RFC 3161 time server. With its word a signature holds when the certificate has run out.
set -euo pipefail

file=$1
signed=$file.signed
arguments=(-pkcs12 "$HOIST_SIGN_CERT" -readpass "$HOIST_SIGN_PASSWORD_FILE" -h sha256 -n Hoist)
[ -z "${HOIST_SIGN_TIMESTAMP:-}" ] || arguments+=(-ts "$HOIST_SIGN_TIMESTAMP")
[ -z "${HOIST_SIGN_URL:-}" ] || arguments+=(-i "$HOIST_SIGN_URL")
rm -f "$signed" # osslsigncode does not write over a file
osslsigncode sign "${arguments[@]}" -in "$file" -out "$signed" >&2
mv "$signed" "$file"
