// SPDX-License-Identifier: Apache-2.0
#include "abilities.h"

struct abilities abilities;
