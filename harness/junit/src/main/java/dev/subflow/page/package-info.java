// SPDX-License-Identifier: Apache-2.0
/**
 * Pages that show a run and its tests in a browser, from files and without a network.
 *
 * <p>Internal: only the harness uses it.
 *
 * <p>What guests, trees and captures said is text on them, never markup: templates escape it, and
 * JSON for scripts has no character that ends a script.
 */
@NullMarked
package dev.subflow.page;

import org.jspecify.annotations.NullMarked;
