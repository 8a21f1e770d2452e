// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class as a scenario: each of its tests gets a lab of its own, brought up from {@link
 * UsesTopology}.
 *
 * <p>Test methods take the hosts as parameters of type {@link dev.subflow.guest.Guest} or {@link
 * dev.subflow.stack.MptcpHost}, wires as {@link dev.subflow.wire.LiveWire}, each by the name of the
 * parameter, and {@link Cables}. A kernel splat fails the test unless {@link ExpectsSplat} declares
 * it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("scenario")
@ExtendWith({ResultRecorder.class, SubflowExtension.class})
public @interface SubflowTest {}
