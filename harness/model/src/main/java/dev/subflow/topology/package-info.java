// SPDX-License-Identifier: Apache-2.0
/**
 * Parts of a lab: hosts, NICs, links and segments, as immutable, validated descriptions.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.topology;

import org.jspecify.annotations.NullMarked;
