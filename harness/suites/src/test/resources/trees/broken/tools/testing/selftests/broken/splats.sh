#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The kernel prints what a WARN prints, and goes on.
echo "01 first                 [ OK ]"
echo "02 second                [ OK ]"
# The console may be faster than the output of a script.
sleep 2
echo "<3>WARNING: CPU: 0 PID: 1 at net/mptcp/protocol.c:1 mptcp_close+0x1/0x2" >/dev/kmsg
sleep 3
echo "03 third                 [ OK ]"
printf 'TAP version 13\n1..3\nok 1 - splats: first\nok 2 - splats: second\nok 3 - splats: third\n'
