// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import dev.subflow.vm.Accelerator;
import dev.subflow.vm.QemuChoice;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Options that become the settings of a lab, those of {@link ArtifactOptions} among them. */
final class GuestOptionsTest {
  private static final Path HOME = Path.of("/subflow");

  private static <T extends ArtifactOptions> T parsed(T options, String... arguments) {
    new CommandLine(options).parseArgs(arguments);
    return options;
  }

  @Test
  void withoutOptionsGuestsAreCopiesOfTheDefaultKernel() {
    LabSettings settings = parsed(new GuestOptions()).settings(HOME);

    assertThat(settings.kernel()).isEqualTo("debian:stable");
    assertThat(settings.image()).isEqualTo("guest");
    assertThat(settings.accelerator()).isEmpty();
    assertThat(settings.templates()).isTrue();
    assertThat(parsed(new ArtifactOptions()).settings(HOME)).isEqualTo(settings);
  }

  @Test
  void everyOptionReachesTheSettings() {
    LabSettings settings =
        parsed(new GuestOptions(), "--kernel=debian:6.12", "--image=other", "--accel=tcg", "--cold")
            .settings(HOME);

    assertThat(settings.kernel()).isEqualTo("debian:6.12");
    assertThat(settings.image()).isEqualTo("other");
    assertThat(settings.accelerator()).contains(Accelerator.TCG);
    assertThat(settings.templates()).isFalse();
  }

  @Test
  void processorsAndQemuReachTheSettings() {
    LabSettings settings =
        parsed(new GuestOptions(), "--cpus=1", "--qemu=debian:trixie").settings(HOME);

    assertThat(settings.vcpus()).hasValue(1);
    assertThat(settings.qemu()).isEqualTo(QemuChoice.parse("debian:trixie"));
    assertThat(parsed(new GuestOptions()).settings(HOME).vcpus()).isEmpty();
  }

  @Test
  void noProcessorAndMoreThanThereAreAreRefused() {
    for (String count : List.of("0", "-1", "65")) {
      GuestOptions options = parsed(new GuestOptions(), "--cpus=" + count);

      assertThatThrownBy(() -> options.settings(HOME))
          .isInstanceOf(UsageException.class)
          .hasMessageStartingWith("guests can't have " + count + " processors");
    }
  }

  @Test
  void anUnknownAcceleratorIsRefused() {
    GuestOptions options = parsed(new GuestOptions(), "--accel=KVM");

    assertThatThrownBy(options.machine::check)
        .isInstanceOf(UsageException.class)
        .hasMessage("accelerator \"KVM\" is not one of auto, kvm, tcg");
  }
}
