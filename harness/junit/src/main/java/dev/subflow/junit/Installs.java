// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has files compiled in the toolbox before the test starts, and puts them into each of its guests.
 *
 * <p>What {@code images/NAME} makes is in the folder {@code /srv/NAME} of the guests; kernel
 * modules fit the kernel that the guest runs. A kernel that no module can be built for skips the
 * test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Installs {
  /** Names of folders under {@code images/}. */
  String[] value();
}
