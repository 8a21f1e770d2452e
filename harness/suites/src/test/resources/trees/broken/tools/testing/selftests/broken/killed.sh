#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
echo "01 first                 [ OK ]"
echo "02 second"
kill -9 $$
