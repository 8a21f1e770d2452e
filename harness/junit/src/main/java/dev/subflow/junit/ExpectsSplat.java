// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares that kernels print a splat in this scenario; without it any splat is a CRASH. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ExpectsSplat {
  /** Regular expression that the headline of each expected splat contains. */
  String value();
}
