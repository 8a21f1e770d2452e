// SPDX-License-Identifier: Apache-2.0
/** Helpers of scenarios beside the harness: programs in guests, and ways to wait. */
@NullMarked
package dev.subflow.scenarios.support;

import org.jspecify.annotations.NullMarked;
