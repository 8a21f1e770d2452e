# SPDX-License-Identifier: Apache-2.0
# Runs a command in a Debian tree. Runs in mount and PID namespaces of its own, so that all of this
# goes when the command does, however it ends.
# $1 mount point; $2 tree; $3 working directory; then "ro|rw HOST INSIDE" for each folder or file to
# show; "--"; the command with its environment, as env takes it.
set -eu
root=$1 tree=$2 directory=$3
shift 3

show() {
  if [ -d "$1" ]; then
    mkdir -p "$root$2"
  elif [ ! -e "$root$2" ]; then
    mkdir -p "$(dirname "$root$2")"
    : >"$root$2"
  fi
  mount --bind "$1" "$root$2"
}

seal() { mount -o remount,bind,ro,nosuid,nodev "$root$1"; }

mount -t tmpfs -o mode=755 subflow "$root"
for folder in boot dev home mnt opt proc root run srv sys tmp usr/local usr/src var/tmp; do
  mkdir -p "$root/$folder"
done
chmod 1777 "$root/tmp" "$root/var/tmp"

cd "$tree"
for entry in * usr/*; do
  if [ -L "$entry" ]; then
    cp -P "$entry" "$root/$entry"
  elif [ ! -e "$root/$entry" ] && [ "$entry" != var ]; then
    show "$PWD/$entry" "/$entry"
    seal "/$entry"
  fi
done

for device in null zero full random urandom tty; do
  [ ! -e "/dev/$device" ] || show "/dev/$device" "/dev/$device"
done
mkdir -m 1777 "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
# A container may refuse a fresh one.
mount -t proc proc "$root/proc" 2>/dev/null || mount --rbind /proc "$root/proc"

while [ "$1" != -- ]; do
  show "$2" "$3"
  [ "$1" = rw ] || seal "$3"
  shift 3
done
shift

exec chroot "$root" /usr/bin/env -i /bin/sh -c 'cd "$1"; shift; exec env "$@"' sh "$directory" "$@"
