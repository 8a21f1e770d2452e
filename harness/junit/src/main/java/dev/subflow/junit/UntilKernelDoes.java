// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.report.TestResult;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Declares that a scenario states what kernels do not do yet. It fails on the first that does; a
 * comparison with a kernel that does not then says CHANGED, not REGRESSED.
 *
 * <p>Only that failure carries the tag {@value TestResult#UNTIL_KERNEL_DOES} in its result.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag(TestResult.UNTIL_KERNEL_DOES)
public @interface UntilKernelDoes {
  /** The new behaviour in words, and what to look at once a kernel has it. */
  String value();

  /**
   * Regular expression that the failure's message contains when a kernel does it. A failure of
   * another kind is one like any other.
   */
  String seen();
}
