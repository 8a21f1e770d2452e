#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
echo "nothing of the kind here"
exit 4
