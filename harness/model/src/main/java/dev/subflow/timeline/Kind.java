// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

/** What a {@link Moment} is. */
public enum Kind {
  /** The test method itself, from its first line to its last. */
  TEST,
  /** A command in a guest; its detail is what it printed. */
  COMMAND,
  /** A frame of a handshake, an option that changes a connection, an end. */
  SEGMENT,
  /** Payload that had arrived before, over this subflow or another. */
  AGAIN,
  /** Something that was done to the frames of a wire. */
  FAULT,
  /** What the kernel said in alarm. */
  SPLAT,
  /** A rule of RFC 8684 that was broken. */
  FINDING,
  /** Why the test did not pass. */
  FAILURE
}
