// SPDX-License-Identifier: Apache-2.0
/** Scenarios of links that come, slow down and go. */
@NullMarked
package dev.subflow.scenarios.links;

import org.jspecify.annotations.NullMarked;
