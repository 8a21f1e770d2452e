// SPDX-License-Identifier: Apache-2.0
/**
 * Runs one guest in QEMU: command line, process, QMP, console and agent channel.
 *
 * <p>Internal: only the harness uses it.
 */
@NullMarked
package dev.subflow.qemu;

import org.jspecify.annotations.NullMarked;
