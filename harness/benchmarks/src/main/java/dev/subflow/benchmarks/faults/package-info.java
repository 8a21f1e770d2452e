// SPDX-License-Identifier: Apache-2.0
/** Faults that befall runs, brought about for real, and whether each run ended as it has to. */
@NullMarked
package dev.subflow.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
