// SPDX-License-Identifier: Apache-2.0
/** What a scenario holds of a running machine: commands, files, results, and the agent protocol. */
@NullMarked
package dev.subflow.guest;

import org.jspecify.annotations.NullMarked;
