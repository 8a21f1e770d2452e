// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.virtme.Phase;
import dev.subflow.virtme.RunOutput;

/** Shows how far a container is. */
record VirtmeWatcher(Progress progress) implements RunOutput.Observer {
  @Override
  public void phase(Phase phase) {
    progress.status(phase.words());
  }

  @Override
  public void script(String name) {
    progress.status(name);
  }

  @Override
  public void subtest(String script, String title) {
    progress.status(script + ": " + title);
  }

  @Override
  public void splat(String line) {
    progress.say("the kernel: " + line);
  }
}
