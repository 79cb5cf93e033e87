# Sourced by run, test and bench: which Debian packages are needed, and how they get here.

build_packages=(
  g++ cmake ninja-build ccache
  libboost1.81-dev libboost-json1.81-dev libcli11-dev libfmt-dev libspdlog-dev libyaml-cpp-dev
  libtins-dev
  pkg-config libsodium-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev libarchive-dev
)

# Real consumers of what we render, test tools, and the libraries of the unpacked cloud-init.
test_packages=(
  grub-common keepalived netplan.io nftables python3 python3-yaml
  atftp curl dhcpcd-base iproute2 iptables isc-dhcp-client kea-admin procps strace tcpdump
  tftp-hpa udhcpc
  libgmock-dev libgtest-dev libbenchmark-dev clang clang-format clang-tidy libclang-rt-14-dev
  freeipmi-tools ipmitool openipmi python3-sushy
  python3-configobj python3-jsonpatch python3-jsonschema python3-requests python3-scapy
  qemu-system-x86 ovmf ipxe-qemu seabios
)

# Unpacked, never installed: they would change how this machine boots, or its network.
peer_packages() {
  local kernel=(apt-cache depends linux-image-cloud-amd64)
  "${kernel[@]}" >/dev/null 2>&1 || update_package_lists
  echo cloud-init ipxe shim-signed grub-efi-amd64-signed busybox-static isc-dhcp-relay
  "${kernel[@]}" | awk '/Depends: linux-image/ {print $2; exit}'
}

fail() {
  echo "$0: $*" >&2
  exit 1
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "neither root nor sudo: cannot run: $*"
  fi
}

update_package_lists() {
  as_root apt-get -qq -o DPkg::Lock::Timeout=300 update
}

# need PACKAGE...: installs those that are missing, and starts no daemon.
need() {
  command -v dpkg-query >/dev/null || fail "not a Debian system; install by hand: $*"
  local installed missing=() package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "installed $package" <<<"$installed" || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  echo "Installing ${missing[*]}"
  update_package_lists
  without_daemons as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends --no-remove \
    "${missing[@]}"
}

# Debian starts a service as soon as it is installed, unless this policy says no.
without_daemons() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
  fi
  "$@"
)

# unpack_peer PACKAGE: its files under build/peers/PACKAGE, for a peer that must not be installed
# (cloud-init would take over the network of this machine at the next boot; ipxe, shim-signed and
# grub-efi-amd64-signed change how it boots).
unpack_peer() {
  local folder=build/peers/$1 part=build/peers/$1.part
  local download=(apt-get -qq -o APT::Sandbox::User=root download "$1")
  [[ -d $folder ]] && return
  echo "Unpacking $1 into $folder"
  rm -rf "$part"
  mkdir -p "$part"
  (cd "$part" && { "${download[@]}" 2>/dev/null || { update_package_lists; "${download[@]}"; }; })
  dpkg-deb -x "$part"/*.deb "$part"
  rm "$part"/*.deb
  mv "$part" "$folder"
}
