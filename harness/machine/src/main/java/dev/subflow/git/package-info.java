// SPDX-License-Identifier: Apache-2.0
/** Git, on whatever the user has and on repositories of ours. */
@NullMarked
package dev.subflow.git;

import org.jspecify.annotations.NullMarked;
