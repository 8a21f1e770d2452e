// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.subflow.page;

import org.jspecify.annotations.NullMarked;
