// SPDX-License-Identifier: Apache-2.0
/**
 * Output of tests of the kernel: TAP 13, TAP 14 and KTAP, however it was cut short.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.ktap;

import org.jspecify.annotations.NullMarked;
