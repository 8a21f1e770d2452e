# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Opens files as root, then becomes a user without rights, and the program; the process number
# stays. The files are the program's descriptors 3, 4, and so on: more than sh can name.
# Arguments: number that the process number is added to for the user, group, setpriv's word for
# other groups, how many files, the files, the program and its arguments.
first=$1 group=$2 others=$3 files=$4
shift 4
for ((fd = 3; fd < 3 + files; fd++)); do
  eval "exec $fd<\"\$1\"" || exit 126
  shift
done
umask 077
# The kernel forgets the signal for the JVM's end when the user changes; setpriv asks for it later.
exec setpriv --reuid $((first + $$)) --regid "$group" "$others" --no-new-privs --inh-caps=-all \
  --bounding-set=-all --pdeathsig KILL "$@"
