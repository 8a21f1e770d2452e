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

# What has become another user in a user namespace hides its environment, but not which session of
# the kernel it is in: one that a registered process leads, as each does, and whose number is not
# given away as long as anything is left of it.
session() { session=$4; }
for file in "$dir"/ended/*-*; do
  id=${file##*/}
  leader=${id%-*}
  if { read -r stat <"/proc/$leader/stat"; }; then
    starttime ${stat##*) }
    [ "$start" = "${id#*-}" ] || continue
  fi
  for process in /proc/[0-9]*; do
    { read -r stat <"$process/stat"; } || continue
    session ${stat##*) }
    [ "$session" = "$leader" ] && kill -KILL "${process#/proc/}"
  done
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
