// SPDX-License-Identifier: Apache-2.0
/** Scenarios of MPTCP on real kernels, in the words of RFC 8684: what a newcomer reads first. */
@NullMarked
package dev.subflow.scenarios;

import org.jspecify.annotations.NullMarked;
