// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Executions of fixtures by JUnit, which start no guest. */
final class Executions {
  private Executions() {}

  /** How tests ended, in order: {@code name: STATUS message}. */
  static List<String> of(Class<?> fixture, Path out) {
    return of(LauncherFactory.create(), fixture, out);
  }

  static List<String> of(Launcher launcher, Class<?> fixture, Path out) {
    List<String> ends = new ArrayList<>();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(fixture))
            .configurationParameter("subflow.out", out.toString())
            .build(),
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getThrowable().isPresent()) {
              ends.add(
                  test.getDisplayName()
                      + ": "
                      + result.getStatus()
                      + result.getThrowable().map(t -> " " + t.getMessage()).orElse(""));
            }
          }
        });
    return ends;
  }
}
