# SPDX-License-Identifier: Apache-2.0
# Registers itself with the session, then becomes the program: process number and start time stay
# the same over exec. Fails, and starts nothing, once the session has ended.
# Arguments: the session's directory of processes, the program and its arguments.
read -r stat </proc/$$/stat || exit 126
starttime() { shift 19; start=$1; }
starttime ${stat##*) }
: >"$1/$$-$start" || exit 126
shift
exec "$@"
