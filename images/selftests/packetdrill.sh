#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs all packetdrill tests of a folder, one after the other, with the checkout's own runner; prints
# TAP, each result as soon as it is there. Not in awk: mawk waits for 4 KiB before it reads a line.
# Usage: packetdrill.sh FOLDER
set -u
most_words=200
begun= count=0 failed= words= lines=0 ran= code=1

begin() {
  [ -n "$begun" ] || echo "TAP version 13"
  begun=yes
}

# Usage: result ok|"not ok" NAME
result() {
  begin
  count=$((count + 1))
  printf '%s %s - %s\n' "$1" "$count" "$2"
}

# The runner prints the words of a test that failed after its result, TAP has them before it.
settle() {
  [ -n "$failed" ] || return 0
  begin
  printf '%s' "$words"
  result "not ok" "$failed"
  failed= words= lines=0
}

said() {
  if [ -n "$failed" ]; then
    lines=$((lines + 1))
    [ "$lines" -gt "$most_words" ] || words="$words# $1
"
  elif [ -n "$begun" ]; then
    printf '# %s\n' "$1"
  else
    printf '%s\n' "$1"
  fi
}

# OK   [/opt/selftests/packetdrill/mptcp/dss/dss_fin_server.pkt (ipv4)]
name() {
  name=${1##*/}
  name=${name##*\[}
  name=${name%\]}
}

tell() {
  while IFS= read -r line; do
    case $line in
      "OK   ["*"]")
        settle
        name "$line"
        result ok "$name"
        ;;
      "FAIL ["*"]" | "KILL ["*"]")
        settle
        name "$line"
        failed=$name
        [ "${line%% *}" = FAIL ] || said "it took too long and was killed"
        ;;
      # Ran   42 tests:   40 passing,    2 failing,    0 timed out (12.34 sec): mptcp/dss
      "Ran "*" tests: "*)
        settle
        ran=${line%% tests: *}
        ran=${ran##* }
        ;;
      "the runner's exit code is "*) code=${line##* } ;;
      ?*) said "$line" ;;
    esac
  done
  settle
  if [ "$count" -gt 0 ] && [ "$ran" = "$count" ]; then
    echo "1..$count"
    return "$code"
  fi
  # Without a plan nobody takes these results for all of them.
  said "the runner broke off with exit code $code: it told of ${ran:-no} tests, and of $count how they ended"
  return 1
}

{
  python3 -u ./packetdrill/run_all.py -P 1 -v -l "$1" 2>&1
  printf "\nthe runner's exit code is %s\n" "$?"
} | tell
