#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints the results of a KUnit suite: of one that ran when the kernel booted, or of a module.
# Usage: kunit.sh MODULE SUITE
set -u
results=/sys/kernel/debug/kunit/$2/results
[ -d /sys/kernel/debug/kunit ] || mount -t debugfs none /sys/kernel/debug 2>/dev/null
if [ ! -e "$results" ]; then
  modprobe kunit enable=1 2>/dev/null
  modprobe "$1" 2>/dev/null
fi
if [ -e "$results" ]; then
  cat "$results"
  exit 0
fi
# Without CONFIG_KUNIT_DEBUGFS the results are in the kernel's log only.
if dmesg | grep -q "# Subtest: $2\$"; then
  echo "KTAP version 1"
  echo "1..1"
  dmesg | sed 's/^\[ *[0-9.]*\]\(\[ *[TC][0-9]*\]\)\{0,1\} //' |
    awk -v suite="$2" '
      $0 ~ "# Subtest: " suite "$" { on = 1 }
      on && /^(not )?ok / { sub(/ [0-9]+ /, " 1 "); print; exit }
      on { print }'
  exit 0
fi
echo "the kernel has no $1: it was built without CONFIG_MPTCP_KUNIT_TEST"
exit 4
