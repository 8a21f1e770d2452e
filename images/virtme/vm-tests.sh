#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs in the VM: all tests, or what .virtme-exec-run says. What hooks may call is documented for
# mptcp/mptcp-upstream-virtme-docker: run_all, run_selftest_all, run_selftest_one, run_kunit_all,
# run_cmd, run_loop, run_loop_n.
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=/dev/null
source "$here/settings"
touch "$here/began"
echo "Starting the validation script"

export SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES=${INPUT_SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES:-1}
export SELFTESTS_MPTCP_LIB_OVERRIDE_FLAKY=${INPUT_SELFTESTS_MPTCP_LIB_OVERRIDE_FLAKY:-0}
export SELFTESTS_MPTCP_LIB_COLOR_FORCE=${INPUT_SELFTESTS_MPTCP_LIB_COLOR_FORCE:-0}
export SELFTESTS_MPTCP_LIB_NO_TAP=$no_tap
export KERNEL_SRC_DIR=$tree KERNEL_BUILD_DIR=$build RESULTS_DIR=$results

section() { printf '\033[1;34m%s\033[0m\n' "$*"; }

# Whether the user wants a test.
wanted() {
  if [ -n "${INPUT_RUN_TESTS_ONLY:-}" ]; then
    grep -qwF -- "$1" <<<"$INPUT_RUN_TESTS_ONLY" || return 1
  fi
  ! grep -qwF -- "$1" <<<"${INPUT_RUN_TESTS_EXCEPT:-}"
}

# Runs a program and keeps its result as TAP, what it said behind that, and its subtests apart.
keep() { # NAME COMMAND...
  local name=$1 code result begin=$SECONDS
  local tap=$results/$name.tap subtests=$results/${name}_subtests.tap
  shift
  rm -f "$subtests"
  printf 'TAP version 13\n1..1\n' | tee "$tap"
  "$@" 2>&1 | stdbuf -oL sed 's/^/# /' | tee "$tap.tmp"
  code=${PIPESTATUS[0]}
  case $code in
    0) result="ok 1 test: $name" ;;
    1) result="not ok 1 test: $name # FAIL" ;;
    4)
      result="ok 1 test: $name # SKIP"
      [ "$SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES" != 1 ] || result="not $result"
      ;;
    *) result="not ok 1 test: $name # FAIL # exit=$code" ;;
  esac
  echo "$result" | tee -a "$tap"
  sed 's/\x1b\[[0-9;]*[A-Za-z]//g' "$tap.tmp" |
    awk -v said="$tap" -v subtests="$subtests" '
      /^# TAP version / { block = 1 }
      block { sub(/^# /, ""); print >> subtests; next }
      { print >> said }'
  rm -f "$tap.tmp"
  echo "# time=$((SECONDS - begin))" | tee -a "$tap"
  return "$code"
}

run_selftest_one() { # ./SCRIPT [ARGUMENTS]
  local script code=0
  script=$(basename "$1")
  shift
  wanted "selftest_${script%.sh}" || return 0
  section "Selftest Test: ./$script${1:+ $*}"
  cd "$tree/$selftests" || return
  keep "selftest_${script%.sh}" "./$script" "$@" || code=$?
  cd "$tree" || return
  return $code
}

run_selftest_all() {
  local script code=0
  for script in "$tree/$selftests"/*.sh; do
    [ ! -x "$script" ] || run_selftest_one "$script" || code=$?
  done
  return $code
}

run_kunit_all() {
  local module name code=0
  wanted kunit_all || return 0
  for module in "$build"/net/mptcp/*_test.ko; do
    [ -e "$module" ] || continue
    name=$(basename "$module" _test.ko)
    section "KUnit Test: $name"
    [ -d /sys/module/kunit ] || insmod "$build/lib/kunit/kunit.ko" || code=$?
    insmod "$module" || code=$?
    cat /sys/kernel/debug/kunit/*"${name//_/-}"*/results | tee "$results/kunit_$name.tap" || code=$?
  done
  return $code
}

run_packetdrill_all() { echo "Packetdrill is not in this image"; }
run_packetdrill_one() { run_packetdrill_all; return 1; }
run_bpftest_all() { echo "BPF's selftests are not run by this image"; }

run_cmd() { keep "cmd_$(basename "$1")_$RANDOM" "$@"; }

run_loop_n() { # TIMES, 0 for ever; COMMAND...
  local times=$1 i code=0
  shift
  for ((i = 1; times == 0 || i <= times; i++)); do
    echo "=== Attempt: $i ($(date -R)) ==="
    if ! "$@" || dmesg | grep -q 'Call Trace:'; then
      code=1
      echo "=== ERROR after $i attempts ==="
      [ "${INPUT_RUN_LOOP_CONTINUE:-0}" = 1 ] || break
    fi
  done
  return $code
}

run_loop() { run_loop_n 0 "$@"; }

run_all() {
  run_kunit_all
  run_selftest_all
  run_packetdrill_all
  run_bpftest_all
}

cd "$tree" || exit
# shellcheck source=/dev/null
[ ! -f .virtme-exec-pre ] || source ./.virtme-exec-pre
if [ -f .virtme-exec-run ]; then
  # shellcheck source=/dev/null
  source ./.virtme-exec-run
else
  run_all
fi
cd "$tree" || exit

if [ -e /sys/kernel/debug/kmemleak ]; then
  # What the first scan sees may still be on its way.
  echo scan >/sys/kernel/debug/kmemleak
  sleep 5
  echo scan >/sys/kernel/debug/kmemleak
  cat /sys/kernel/debug/kmemleak >"$results/kmemleak.txt"
fi
if [ -d /sys/kernel/debug/gcov ]; then
  lcov --capture --include '*/net/mptcp/*' -b "$build" -o "$results/kernel.lcov"
fi

# shellcheck source=/dev/null
[ ! -f .virtme-exec-post ] || source ./.virtme-exec-post
touch "$here/ended"
