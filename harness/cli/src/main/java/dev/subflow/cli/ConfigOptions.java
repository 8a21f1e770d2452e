// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuildRequest.Source;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options for the configuration of kernels. */
final class ConfigOptions {
  @Option(
      names = "--config",
      split = ",",
      paramLabel = "FRAGMENT",
      description =
          "Fragments that make up the configuration, from kernel-configs/ or paths (default:"
              + " base,mptcp).")
  List<String> fragments = BuildRequest.DEFAULT_FRAGMENTS;

  @Parameters(
      arity = "0..*",
      paramLabel = "EXTRA",
      description = "After --: more kconfig options, such as X=y, or -e X as scripts/config has.")
  List<String> extra = List.of();

  BuildRequest request(Source source) {
    return new BuildRequest(source, List.of(), fragments, extra);
  }
}
