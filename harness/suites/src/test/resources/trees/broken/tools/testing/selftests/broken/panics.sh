#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
echo "01 first                 [ OK ]"
echo "02 second                [FAIL] got 1, expected 2"
echo "03 third"
sleep 1
echo c >/proc/sysrq-trigger
echo "04 fourth                [ OK ]"
