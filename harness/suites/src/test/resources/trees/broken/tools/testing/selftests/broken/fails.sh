#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
ip netns add failing
trap 'ip netns del failing' EXIT
echo "01 first                 [ OK ]"
echo "02 second                [FAIL] got 1, expected 2"
sleep 3
echo "counters of the server: 17"
printf 'TAP version 13\n1..2\nok 1 - fails: first # time=3ms\nnot ok 2 - fails: second # time=4ms\n'
exit 1
