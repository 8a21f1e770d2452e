// SPDX-License-Identifier: Apache-2.0
/** Scenarios with real guests, for the tests of the command line. */
@NullMarked
package dev.subflow.cli.guests;

import org.jspecify.annotations.NullMarked;
