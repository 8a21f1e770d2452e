// SPDX-License-Identifier: Apache-2.0
/** What a scenario holds of a running machine: commands, files, results. */
@NullMarked
package dev.subflow.guest;

import org.jspecify.annotations.NullMarked;
