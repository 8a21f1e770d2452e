// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Rule;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that hosts may break rules of RFC 8684, or of what they were told, in this scenario, as
 * it provokes that; without it a broken must of the RFC, or another path than was configured, fails
 * the test. They need not break them.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Violates {
  /** Rules that may be broken. */
  Rule[] value();

  /** Why that is right here, in a sentence. */
  String reason();
}
