// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

/** Takes what checks find. */
interface Findings {
  /** The sender of a segment breaks a rule, unless something else explains it. */
  void broken(Sight sight, Rule rule, String what);

  /** The receiver of a segment did not answer it, unless something else explains that. */
  void unanswered(Sight sight, Rule rule, String what);
}
