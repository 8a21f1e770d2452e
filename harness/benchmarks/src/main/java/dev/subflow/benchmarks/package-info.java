// SPDX-License-Identifier: Apache-2.0
/** Benchmarks with the comparison in the same run; they print a table and judge nothing. */
@NullMarked
package dev.subflow.benchmarks;

import org.jspecify.annotations.NullMarked;
