# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2086 # fields are split on purpose
# Registers itself with the session; what is put after this text makes it the program. Process number
# and start time stay the same over exec. Fails, and starts nothing, once the session has ended.
# Arguments: the session's directory of processes, and those of what comes after.
read -r stat </proc/$$/stat || exit 126
starttime() { shift 19; start=$1; }
starttime ${stat##*) }
true >"$1/$$-$start" || exit 126
shift
