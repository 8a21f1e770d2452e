// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a scenario once on every pairing of kernels: each on the host {@code client} with each on
 * the host {@code server}; where the topology has neither, each on all hosts.
 *
 * <p>On a class it concerns all its tests, whose pairings follow from the topology of the class; on
 * a method it stands instead of {@link org.junit.jupiter.api.Test}. It wins over {@link OnKernel},
 * and {@code subflow run --matrix} wins over it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ClassTemplate
@TestTemplate
@ExtendWith(KernelPairings.class)
public @interface OnKernels {
  /** Kernel names such as {@code debian:stable}. */
  String[] value();
}
