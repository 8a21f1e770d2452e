// SPDX-License-Identifier: Apache-2.0
/** Guests that systemd runs: services, daemons and addresses as on a Debian server. */
@NullMarked
package dev.subflow.scenarios.systemd;

import org.jspecify.annotations.NullMarked;
