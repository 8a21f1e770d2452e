// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.topology.TopologySource;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the topology of a scenario; on a method it wins over the one on its class. */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface UsesTopology {
  /** A class with a constructor without parameters. */
  Class<? extends TopologySource> value();
}
