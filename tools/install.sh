# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# Installing Debian packages, for ./demo and ./check, which source this file.

# Says whether a package is installed.
installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "not root and no sudo; as root, run: $*" >&2
        return 1
    fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q \
        -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

# Installs those of the packages that are missing. Touches neither apt nor the
# network when none is.
need() {
    missing=
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    echo "installing:$missing"
    apt update || echo "apt-get update failed; going on with what is known" >&2
    # shellcheck disable=SC2086 # a list
    apt install -y --no-install-recommends $missing
}

# What the program itself is built from.
need_to_build() {
    need gcc libc6-dev meson ninja-build pkg-config libsodium-dev zlib1g-dev \
        libzstd-dev libsqlite3-dev libjansson-dev libyaml-dev libhdf5-dev esbuild \
        node-d3-scale node-d3-shape node-d3-axis node-d3-selection \
        node-d3-array node-d3-format scdoc
}
