// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Stable names of tests. */
final class TestNames {
  private TestNames() {}

  /** {@code Class.method}, with the number of the invocation where a test has several. */
  static String id(ExtensionContext context) {
    String name =
        className(context.getRequiredTestClass())
            + "."
            + context.getTestMethod().map(m -> m.getName()).orElse("");
    // [engine:junit-jupiter]/[class:..]/[test-template:..]/[test-template-invocation:#2]
    String last = context.getUniqueId().substring(context.getUniqueId().lastIndexOf('[') + 1);
    int hash = last.startsWith("test-template-invocation") ? last.indexOf('#') : -1;
    return hash < 0 ? name : name + "[" + last.substring(hash + 1, last.length() - 1) + "]";
  }

  private static String className(Class<?> type) {
    Deque<String> names = new ArrayDeque<>();
    for (Class<?> t = type; t != null; t = t.getEnclosingClass()) {
      names.push(t.getSimpleName());
    }
    return String.join(".", names);
  }
}
