// SPDX-License-Identifier: Apache-2.0
/** Scenarios that faults befall. */
@NullMarked
package dev.subflow.benchmarks.faults.guests;

import org.jspecify.annotations.NullMarked;
