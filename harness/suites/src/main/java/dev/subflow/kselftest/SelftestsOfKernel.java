// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test factories of a class a parameter of type {@link SelftestNodes}: the selftests of
 * the kernel under test, a node for each subtest.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(SelftestExtension.class)
public @interface SelftestsOfKernel {}
