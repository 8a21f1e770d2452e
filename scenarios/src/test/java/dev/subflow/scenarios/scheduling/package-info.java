// SPDX-License-Identifier: Apache-2.0
/** Which path the packets of a connection take. */
@NullMarked
package dev.subflow.scenarios.scheduling;

import org.jspecify.annotations.NullMarked;
