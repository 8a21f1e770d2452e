// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test factories of a class a parameter of type {@link VirtmeNodes}: the kernel tree that
 * {@code -Dsubflow.tree} names, in the docker image of upstream's MPTCP developers.
 *
 * <p>Without a tree, an engine or an image the factories are skipped, with the reason; an engine is
 * due where {@code subflow.require} names {@code docker}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(VirtmeExtension.class)
public @interface VirtmeTest {}
