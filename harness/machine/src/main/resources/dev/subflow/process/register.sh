# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2086 # fields are split on purpose
# Registers itself with the session, then becomes the program: process number and start time stay
# the same over exec. Fails, and starts nothing, once the session has ended.
# Arguments: the session's directory of processes, the program and its arguments.
read -r stat </proc/$$/stat || exit 126
starttime() { shift 19; start=$1; }
starttime ${stat##*) }
true >"$1/$$-$start" || exit 126
shift
exec "$@"
