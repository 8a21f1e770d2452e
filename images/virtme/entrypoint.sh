#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds and runs the kernel tree in the working directory. Modes and INPUT_* variables are those
# that mptcp/mptcp-upstream-virtme-docker documents; see "help" for the ones there are here.
set -euo pipefail

readonly tree=$PWD
readonly work=$tree/.virtme
readonly selftests=${INPUT_SELFTESTS_DIR:-tools/testing/selftests/net/mptcp}
readonly passed=0 critical=1 unstable=42

usage() {
  cat <<'TEXT'
Usage: MODE [ARGUMENTS], in the root of a kernel tree

  manual-normal, manual-debug, manual-btf-normal, manual-btf-debug [KCONFIG]
                 build, then a shell in a VM
  auto-normal, auto-debug, auto-btf-normal, auto-btf-debug [KCONFIG]
                 build, then all tests in a VM
  auto-all, auto-btf-all [KCONFIG]
                 both, first without debugging, then with it
  vm-manual, vm-auto [VARIANT]
                 the same with what is built
  build, defconfig [VARIANT [KCONFIG]]
  selftests, clean [VARIANT]
  make [ARGUMENTS], cmd COMMAND, src FILE, lcov2html, help

KCONFIG are arguments of scripts/config, such as -e DEBUG_LOCKDEP.
VARIANT is normal (the default), debug, btf-normal or btf-debug.
TEXT
}

say() { printf '\033[1;34m%s\033[0m\n' "$*"; }
complain() { printf '\033[1;31m%s\033[0m\n' "$*" >&2; }
die() { complain "$*"; exit $critical; }
on() { [ "${!1:-0}" = 1 ]; }
in_ci() { [ "${CI:-}" = true ]; }

# shellcheck source=results.sh
. /results.sh

case ${INPUT_TRACE:-0} in 1) set -x ;; esac

# Sets what depends on the variant of the kernel.
choose() {
  variant=$1
  say "Setup environment"
  build=$work/build
  on INPUT_CLANG && build+=-clang
  [[ $variant != *debug ]] || build+=-debug
  [[ $variant != btf-* ]] || build+=-btf
  build+=${INPUT_BUILD_SUFFIX:+-$INPUT_BUILD_SUFFIX}
  export KBUILD_OUTPUT=$build
  export CCACHE_DIR=$work/${INPUT_CCACHE_DIR:-ccache${build#"$work/build"}}
  export CCACHE_MAXSIZE=${INPUT_CCACHE_MAXSIZE:-5G}
  ! on INPUT_CLEAN || rm -rf "$build"
  mkdir -p "$build" "$CCACHE_DIR" "$work/scripts"
  ln -sfn "$build" "$work/current_build"
  git config --global --replace-all safe.directory "$tree" || true

  if in_ci; then
    results=$tree${INPUT_CI_RESULTS_DIR:+/$INPUT_CI_RESULTS_DIR}
  else
    results=$work/results/$(git rev-parse --short HEAD 2>/dev/null || echo unknown)/$variant
  fi
  mkdir -p "$results"
}

compile() {
  local options=()
  on INPUT_CLANG && options+=(LLVM=1)
  # shellcheck disable=SC2206 # words on purpose
  options+=(${INPUT_MAKE_ARGS:-})
  if ! on INPUT_CLANG && command -v ccache >/dev/null; then
    options+=("CC=ccache gcc")
  fi
  make -s -j"$(nproc)" "${options[@]}" O="$build" "$@"
}

configure() {
  say "Generate kernel config"
  local fragments=("$selftests/config") extra=(
    -e PANIC_ON_OOPS -e SOFTLOCKUP_DETECTOR -e DETECT_HUNG_TASK -e DYNAMIC_DEBUG -e DEBUG_NET
    -m KUNIT -e KUNIT_DEBUGFS -d KUNIT_ALL_TESTS -m MPTCP_KUNIT_TEST
    -d SOUND -d USB_SUPPORT -d DRM -d WLAN -d WIRELESS -d ATA -d SCSI
  )
  if [[ $variant == *debug ]]; then
    fragments+=(kernel/configs/debug.config)
    extra+=(-d SLUB_DEBUG_ON -d DEBUG_KMEMLEAK_AUTO_SCAN)
  else
    extra+=(-e KFENCE)
  fi
  if [[ $variant == btf-* ]]; then
    fragments+=("${INPUT_BPFTESTS_DIR:-tools/testing/selftests/bpf}/config")
    extra+=(-e DEBUG_INFO_DWARF_TOOLCHAIN_DEFAULT -e DEBUG_INFO_BTF)
  fi
  ! on INPUT_GCOV || extra+=(-e GCOV_KERNEL -e GCOV_PROFILE_MPTCP)

  local options=() fragment
  for fragment in "${fragments[@]}"; do
    options+=(--custom "$fragment")
  done
  virtme-configkernel --arch "$(uname -m)" --defconfig "${options[@]}" >/dev/null
  ./scripts/config --file "$build/.config" "${extra[@]}" "$@"
  compile olddefconfig
}

build_kernel() {
  if on INPUT_BUILD_SKIP; then
    say "Skip kernel build"
    return
  fi
  say "Build kernel"
  compile
  install_headers
}

install_headers() {
  say "Install kernel headers"
  compile headers_install INSTALL_HDR_PATH="$work/headers"
}

build_selftests() {
  if on INPUT_BUILD_SKIP_SELFTESTS; then
    say "Skip selftests build"
    return
  fi
  # A kernel that was built elsewhere left none.
  [ -d "$work/headers/include" ] || install_headers
  say "Build the selftests $(basename "$selftests")"
  compile KHDR_INCLUDES="-I$work/headers/include" -C "$selftests"
}

build_all() {
  configure "$@"
  build_kernel
  build_selftests
}

prepare() {
  say "Prepare the environment"
  mkdir -p /lib/modules
  if [ -f .virtme-prepare-post ]; then
    # shellcheck source=/dev/null
    source ./.virtme-prepare-post
  fi
}

# Sets the arguments of the VM.
plan_vm() {
  local cpus=${INPUT_CPUS:-2}
  vm=(
    --kdir "$build" --mods=auto --rw --pwd --name "${INPUT_HOSTNAME:-mptcpdev}"
    --cpus "$cpus" --memory "${INPUT_RAM:-$((1024 * cpus + 512))M}"
    --show-command --show-boot-console --verbose --kopt mitigations=off
  )
  if [ -r /dev/kvm ] && [ -w /dev/kvm ]; then
    say "The VM runs under KVM"
  else
    # A microvm has no clock that it could be started by without KVM. And on virtiofs its
    # programs die of SIGSEGV and SIGILL: virtiofsd writes into its memory from outside, and the
    # emulator seems to go on with what it had translated.
    vm+=(--disable-kvm --disable-microvm --force-9p)
    say "The VM is emulated: there is no /dev/kvm"
  fi
  in_ci || vm+=(--net user)
}

run_shell() {
  plan_vm
  say "Boot VM"
  virtme-run "${vm[@]}"
}

show_hooks() {
  local file
  for file in .virtme-exec-pre .virtme-exec-run .virtme-exec-post; do
    [ -f "$file" ] || continue
    say "$file changes what runs:"
    cat -n "$file"
    if ! in_ci && ! on INPUT_NO_BLOCK && [ -t 0 ]; then
      read -r -p "Enter goes on "
    fi
  done
}

# Leaves what the script in the VM needs to know.
write_settings() {
  local name
  {
    printf 'tree=%q\nbuild=%q\nresults=%q\nselftests=%q\nvariant=%q\n' \
      "$tree" "$build" "$results" "$selftests" "$variant"
    printf 'no_tap=%q\n' "$(in_ci && echo 0 || echo 1)"
    for name in $(compgen -v INPUT_); do
      printf '%s=%q\n' "$name" "${!name}"
    done
  } >"$work/scripts/settings"
}

run_tests() {
  plan_vm
  # What hangs ends the VM: as sysctls, since the options of that name are yes or no in some kernels
  # and numbers in others.
  vm+=(--kopt panic=-1)
  vm+=(--kopt sysctl.kernel.hung_task_panic=1 --kopt sysctl.kernel.softlockup_panic=1)
  local limit=0
  if in_ci; then
    limit=$((${INPUT_CI_TIMEOUT_SEC:-7200} - SECONDS))
  elif [ "${INPUT_EXPECT_TIMEOUT:--1}" != -1 ]; then
    limit=$INPUT_EXPECT_TIMEOUT
  fi
  rm -f "$work/scripts/began" "$work/scripts/ended" "$results"/*.tap "$results"/*.tap.tmp \
    "$results/kmemleak.txt" "$results/kernel.lcov"
  write_settings
  cp /vm-tests.sh "$work/scripts/tests.sh"
  say "Boot VM"
  local code=0
  timeout --foreground "$limit" \
    virtme-run "${vm[@]}" --script-sh "bash $work/scripts/tests.sh" --qemu-opts -no-reboot \
    </dev/null 2>&1 | tr -d '\r' | tee "$results/output.log" || code=$?
  if [ ! -e "$work/scripts/ended" ]; then
    if [ $code = 124 ]; then
      echo "Timeout: the time for tests is over" | tee -a "$results/output.log"
    else
      echo "Unexpected stop of the VM" | tee -a "$results/output.log"
    fi
  fi
}

manual() {
  choose "$1"
  build_all "${@:2}"
  prepare
  run_shell
}

auto() {
  show_hooks
  choose "$1"
  echo "Validation: $1: Script error!" >"$results/conclusion.txt"
  build_all "${@:2}"
  test_built
}

test_built() {
  prepare
  run_tests
  judge
  say "Results dir: $results"
  say "Exit status: $status"
  if in_ci && [ "${INPUT_CI_PRINT_EXIT_CODE:-1}" = 1 ]; then
    echo "==EXIT_STATUS=$status=="
    status=$passed
  fi
  return "$status"
}

both() { # PREFIX [KCONFIG]
  local code=0
  INPUT_MODE='' "$0" "auto-${1}normal" "${@:2}" || code=$?
  INPUT_MODE='' "$0" "auto-${1}debug" "${@:2}" || code=$?
  return $code
}

mode=${INPUT_MODE:-}
if [ -z "$mode" ]; then
  mode=${1:-help}
  shift || true
fi
case $mode in
  help)
    usage
    exit $passed
    ;;
  cmd | src) ;;
  *) [ -s "$selftests/config" ] || die "$tree is no kernel tree: it has no $selftests/config" ;;
esac

status=$passed
case $mode in
  manual-normal | manual-debug | manual-btf-normal | manual-btf-debug)
    manual "${mode#manual-}" "$@"
    ;;
  auto-normal | auto-debug | auto-btf-normal | auto-btf-debug) auto "${mode#auto-}" "$@" ;;
  auto-all) both '' "$@" ;;
  auto-btf-all) both btf- "$@" ;;
  vm-manual)
    choose "${1:-normal}"
    prepare
    run_shell
    ;;
  vm-auto)
    show_hooks
    choose "${1:-normal}"
    test_built
    ;;
  build)
    choose "${1:-normal}"
    build_all "${@:2}"
    prepare
    ;;
  defconfig)
    choose "${1:-normal}"
    configure "${@:2}"
    ;;
  selftests)
    choose "${1:-normal}"
    build_selftests
    ;;
  clean)
    choose "${1:-normal}"
    rm -rf "$build"
    ;;
  make)
    choose "${INPUT_ENV:-normal}"
    compile "$@"
    ;;
  lcov2html)
    choose normal
    genhtml -o "$results/lcov" "${@:-$results/kernel.lcov}"
    ;;
  cmd) "$@" ;;
  src)
    [ -f "${1:-}" ] || die "no such file: ${1:-}"
    # shellcheck source=/dev/null
    source "$1"
    ;;
  *)
    complain "Unknown mode: $mode"
    usage >&2
    exit $critical
    ;;
esac
