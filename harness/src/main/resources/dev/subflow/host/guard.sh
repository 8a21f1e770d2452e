# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2086 # fields are split on purpose
# Outlives the JVM by a moment. When the pipe on its standard input closes, for whatever reason, it
# kills what the session started and removes the session's directory.
# Argument: the session's directory.
trap '' INT TERM HUP QUIT PIPE
dir=$1
case $dir in /*/subflow*/*) ;; *) exit 2 ;; esac
echo ready
exec >/dev/null 2>&1
cd /
while read -r _; do :; done

# From here on no wrapper can register, and so none starts its program.
mv "$dir/processes" "$dir/ended"

starttime() { shift 19; start=$1; }
for file in "$dir"/ended/*-*; do
  id=${file##*/}
  pid=${id%-*}
  { read -r stat <"/proc/$pid/stat"; } || continue
  starttime ${stat##*) }
  # Another start time: the number belongs to a stranger by now.
  [ "$start" = "${id#*-}" ] && kill -KILL "$pid"
done

# What those started themselves carries the session's name in its environment.
tries=0
while [ $tries -lt 50 ]; do
  left=$(grep -lszxF "SUBFLOW_SESSION=$dir" /proc/[0-9]*/environ)
  [ -n "$left" ] || break
  for file in $left; do
    pid=${file#/proc/}
    kill -KILL "${pid%/environ}"
  done
  tries=$((tries + 1))
  sleep 0.1
done

tries=0
while [ -e "$dir" ] && [ $tries -lt 50 ]; do
  rm -rf -- "$dir" && break
  tries=$((tries + 1))
  sleep 0.1
done
