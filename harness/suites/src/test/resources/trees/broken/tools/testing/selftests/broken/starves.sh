#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Something eats all memory until the kernel kills it.
echo "01 first                 [ OK ]"
echo "02 second"
tail /dev/zero
echo "                         [ OK ]"
sleep 1
echo "03 third                 [ OK ]"
printf 'TAP version 13\n1..3\nok 1 - starves: first\nok 2 - starves: second\nok 3 - starves: third\n'
