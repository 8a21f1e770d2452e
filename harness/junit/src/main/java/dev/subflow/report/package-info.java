// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence, results and verdicts on disk.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.report;

import org.jspecify.annotations.NullMarked;
