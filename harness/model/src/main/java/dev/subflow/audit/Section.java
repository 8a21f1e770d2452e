// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.List;
import java.util.Optional;

/**
 * A section of RFC 8684 that says how hosts behave.
 *
 * @param number such as {@code 3.4.1}
 * @param title as the RFC has it
 */
public record Section(String number, String title) {
  /**
   * Those that say how hosts behave, in order; the others give an overview, or register numbers.
   */
  public static final List<Section> ALL =
      List.of(
          new Section("3", "MPTCP Operations: An Overview"),
          new Section("3.1", "Connection Initiation"),
          new Section("3.2", "Starting a New Subflow"),
          new Section("3.3", "MPTCP Operation and Data Transfer"),
          new Section("3.3.1", "Data Sequence Mapping"),
          new Section("3.3.2", "Data Acknowledgments"),
          new Section("3.3.3", "Closing a Connection"),
          new Section("3.3.4", "Receiver Considerations"),
          new Section("3.3.5", "Sender Considerations"),
          new Section("3.3.6", "Reliability and Retransmissions"),
          new Section("3.3.7", "Congestion Control Considerations"),
          new Section("3.3.8", "Subflow Policy"),
          new Section("3.4", "Address Knowledge Exchange (Path Management)"),
          new Section("3.4.1", "Address Advertisement"),
          new Section("3.4.2", "Remove Address"),
          new Section("3.5", "Fast Close"),
          new Section("3.6", "Subflow Reset"),
          new Section("3.7", "Fallback"),
          new Section("3.8", "Error Handling"),
          new Section("3.9", "Heuristics"),
          new Section("3.9.1", "Port Usage"),
          new Section("3.9.2", "Delayed Subflow Start and Subflow Symmetry"),
          new Section("3.9.3", "Failure Handling"),
          new Section("4", "Semantic Issues"),
          new Section("5", "Security Considerations"),
          new Section("6", "Interactions with Middleboxes"));

  /** The section of that number; empty for one that says nothing of how hosts behave. */
  public static Optional<Section> of(String number) {
    return ALL.stream().filter(section -> section.number.equals(number)).findFirst();
  }
}
