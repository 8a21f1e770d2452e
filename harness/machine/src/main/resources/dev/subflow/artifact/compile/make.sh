#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Make, with a mark in the build folder while it runs. Where make itself ends, it removes what it had
# not finished; where it is killed, half a file stays that the next make takes for whole.
mark=${0%/*}/.subflow-unfinished
: >"$mark"
make "$@"
code=$?
[ $code -gt 2 ] || rm -f "$mark"
exit $code
