// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.patch.KernelPatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Builds a whole kernel from Debian's sources, in the user's cache: see the profile. */
@EnabledIfSystemProperty(
    named = "subflow.kernelBuilds",
    matches = "true",
    disabledReason = "compiles a kernel, ten minutes and more: mvn verify -Pnightly")
final class KernelBuilderIT {
  private static final BuildRequest BASE = BuildRequest.of(new BuildRequest.Package("7.3"));

  private static final String DIFF =
      """
      --- a/net/mptcp/Makefile
      +++ b/net/mptcp/Makefile
      @@ -1,2 +1,3 @@
       # SPDX-License-Identifier: GPL-2.0
      +%s
       obj-$(CONFIG_MPTCP) += mptcp.o
      """;

  private final Artifacts artifacts =
      new Artifacts(
          Path.of(System.getProperty("subflow.home", "../..")), Cache.ofUser(), said -> {});

  private BuiltKernel build(BuildRequest request) {
    return artifacts.kernelBuilder().build(request);
  }

  @Test
  void whatIsBuiltIsAKernelAndHasHeadersForModules() {
    BuiltKernel built = build(BASE);

    Kernel kernel = artifacts.kernel(built.folder().toString());
    assertThat(kernel.release()).isEqualTo(built.release()).endsWith("-subflow");
    assertThat(artifacts.made("kernel-sockets", kernel).resolve("kernel_server.ko")).exists();
    assertThat(build(BASE).folder()).isEqualTo(built.folder());
  }

  @Test
  void aPatchedKernelIsAnotherAndItsErrorsNameThePatch() {
    KernelPatch harmless = new KernelPatch("harmless", String.format(DIFF, "# a remark"));
    KernelPatch broken = new KernelPatch("broken", String.format(DIFF, "obj-y += nosuch.o"));

    assertThat(build(BASE.with(List.of(harmless))).folder()).isNotEqualTo(build(BASE).folder());
    assertThatThrownBy(() -> build(BASE.with(List.of(broken))))
        .isInstanceOf(KernelBuildException.class)
        .hasMessageContaining("nosuch.o");
  }

  @Test
  void anOptionThatCannotBeHadIsNamedWithWhatItDependsOn() {
    BuildRequest request =
        new BuildRequest(
            BASE.source(), List.of(), BASE.fragments(), List.of("-e", "MPTCP_KUNIT_TEST"));

    assertThatThrownBy(() -> build(request))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("CONFIG_MPTCP_KUNIT_TEST=y (extra) is n: it depends on KUNIT");
  }
}
