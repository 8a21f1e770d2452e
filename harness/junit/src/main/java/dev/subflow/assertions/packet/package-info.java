// SPDX-License-Identifier: Apache-2.0
/** Descriptions of packets, to be looked for in captures. */
@NullMarked
package dev.subflow.assertions.packet;

import org.jspecify.annotations.NullMarked;
