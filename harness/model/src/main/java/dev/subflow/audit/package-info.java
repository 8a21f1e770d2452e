// SPDX-License-Identifier: Apache-2.0
/**
 * What the frames of a capture tell of each connection: whether hosts keep the rules of RFC 8684,
 * and how well they move data.
 *
 * <p>Part of the API.
 */
@NullMarked
package dev.subflow.audit;

import org.jspecify.annotations.NullMarked;
