#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs all packetdrill tests of a folder with the checkout's own runner, as TAP.
# Usage: packetdrill.sh FOLDER
set -u
echo "TAP version 13"
python3 ./packetdrill/run_all.py -S -v -l "$1" 2>&1 | awk '
  # OK   [/opt/selftests/packetdrill/mptcp/dss/dss_fin_server.pkt (ipv4)]
  function flush() {
    if (name != "") {
      for (i = 0; i < lines; i++) print "# " words[i]
      print (good ? "ok " : "not ok ") ++count " - " name
    }
    lines = 0
  }
  /^(OK  |FAIL|KILL) \[.*\]$/ {
    flush()
    good = /^OK/
    name = $0
    sub(/^[A-Z]+ +\[/, "", name); sub(/\]$/, "", name); sub(/^.*\//, "", name)
    if (/^KILL/) words[lines++] = "it took too long and was killed"
    fflush()
    next
  }
  /^Ran +[0-9]+ tests/ { next }
  lines < 200 { words[lines++] = $0 }
  END {
    # Words without a test before them are those of a runner that failed.
    if (name == "") for (i = 0; i < lines; i++) print words[i]
    flush()
    print "1.." (count + 0)
    exit !count
  }'
