#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
ip netns add hanging
echo "01 first                 [ OK ]"
echo "02 second"
sleep 1000
