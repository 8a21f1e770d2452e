// SPDX-License-Identifier: Apache-2.0
/**
 * What a lab consists of: hosts, NICs, links and segments, as immutable, validated descriptions.
 */
@NullMarked
package dev.subflow.topology;

import org.jspecify.annotations.NullMarked;
