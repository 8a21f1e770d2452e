// SPDX-License-Identifier: Apache-2.0
/** Scenarios that MeasureIT measures. */
@NullMarked
package dev.subflow.cli.measured;

import org.jspecify.annotations.NullMarked;
