// SPDX-License-Identifier: Apache-2.0
/** SMB and NFS: what MPTCP carries today, and what it does not. */
@NullMarked
package dev.subflow.scenarios.storage;

import org.jspecify.annotations.NullMarked;
