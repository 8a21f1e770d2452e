// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Whether another test of a class is likely to come, whose lab can be brought up already. */
final class Outlook {
  private static final Namespace NAMESPACE = Namespace.create(Outlook.class);

  private Outlook() {}

  /** Counts this test; true while fewer have started than the class has methods of. */
  static boolean anotherFollows(ExtensionContext test) {
    Class<?> type = test.getRequiredTestClass();
    int methods =
        AnnotationSupport.findAnnotatedMethods(
                type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
            .size();
    int started =
        test.getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(type, t -> new AtomicInteger(), AtomicInteger.class)
            .incrementAndGet();
    return started < methods;
  }
}
