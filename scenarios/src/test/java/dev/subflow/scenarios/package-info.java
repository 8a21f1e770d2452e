// SPDX-License-Identifier: Apache-2.0
/** What MPTCP does, in the words of RFC 8684, on real kernels: what a newcomer reads first. */
@NullMarked
package dev.subflow.scenarios;

import org.jspecify.annotations.NullMarked;
