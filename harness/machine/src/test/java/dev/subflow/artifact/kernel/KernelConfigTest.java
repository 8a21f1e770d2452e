// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KernelConfigTest {
  private static final String SOUND =
      """
      #
      # Automatically generated file; DO NOT EDIT.
      #
      CONFIG_CC_VERSION_TEXT="x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0"
      CONFIG_MPTCP=y
      CONFIG_MPTCP_IPV6=y
      CONFIG_INET_MPTCP_DIAG=m
      CONFIG_VIRTIO_PCI=y
      CONFIG_VIRTIO_NET=m
      CONFIG_VIRTIO_BLK=m
      CONFIG_VIRTIO_CONSOLE=y
      CONFIG_EROFS_FS=m
      CONFIG_OVERLAY_FS=m
      CONFIG_UNIX=y
      CONFIG_BLK_DEV_INITRD=y
      CONFIG_BINFMT_ELF=y
      CONFIG_DEVTMPFS=y
      CONFIG_TMPFS=y
      CONFIG_PROC_FS=y
      CONFIG_SYSFS=y
      CONFIG_SERIAL_8250_CONSOLE=y
      # CONFIG_IKCONFIG is not set
      CONFIG_HZ=250
      """;

  private static KernelConfig with(String option, String value) {
    Map<String, String> options = new TreeMap<>(KernelConfig.parse(SOUND).options());
    options.put(option, value);
    return new KernelConfig(options);
  }

  @Test
  void readsValuesAndLeavesOutWhatIsNotSet() {
    KernelConfig config = KernelConfig.parse(SOUND);
    assertThat(config.isBuiltIn("MPTCP")).isTrue();
    assertThat(config.isModule("CONFIG_EROFS_FS")).isTrue();
    assertThat(config.has("IKCONFIG")).isFalse();
    assertThat(config.value("IKCONFIG")).isEmpty();
    assertThat(config.value("CONFIG_HZ")).contains("250");
    assertThat(config.value("CC_VERSION_TEXT").orElseThrow()).startsWith("\"x86_64");
  }

  @Test
  void whatAnotherAsksForIsThereBuiltInOrAsAModule() {
    KernelConfig wanted =
        KernelConfig.parse(
            "CONFIG_MPTCP=m\nCONFIG_EROFS_FS=y\nCONFIG_HZ=250\n# CONFIG_NETEM is not set\n");
    assertThat(KernelConfig.parse(SOUND).missing(wanted)).isEmpty();
  }

  @Test
  void whatAnotherAsksForAndIsNotThereIsNamed() {
    KernelConfig wanted =
        KernelConfig.parse("CONFIG_VETH=y\nCONFIG_HZ=1000\nCONFIG_MPTCP=y\nCONFIG_NET_SCH=m\n");
    assertThat(KernelConfig.parse(SOUND).missing(wanted))
        .containsExactly("CONFIG_HZ=1000", "CONFIG_NET_SCH=m", "CONFIG_VETH=y");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "'CONFIG_A=y\nCONFIG_A=n\n'                                     | -",
        "'CONFIG_A=y\n# CONFIG_A is not set\n'                          | -",
        "'CONFIG_A=y\r\n# CONFIG_A is not set\r\n'                      | -",
        "'CONFIG_A=m\n# CONFIG_A is not set \nCONFIG_A=y\n'             | y",
        "'# CONFIG_A is not set\nCONFIG_A=m\n'                          | m",
        "'CONFIG_A=\"one\"\n# CONFIG_A is not set\nCONFIG_A=\"two\"\n'   | '\"two\"'",
        "'CONFIG_A=y\n# CONFIG_AB is not set\n# CONFIG_B is not set\n'  | y",
        "'CONFIG_A=y\n#CONFIG_A is not set\n# A CONFIG_A is not set\n'  | y",
        "'CONFIG_A=y\n# CONFIG_A=n\n## CONFIG_A is not set\n'           | y",
      })
  void theLastAssignmentCounts(String text, @Nullable String value) {
    assertThat(KernelConfig.parse(text).value("A")).isEqualTo(Optional.ofNullable(value));
  }

  @Test
  void anOptionThatAFragmentTurnedOffIsMissing() throws IOException {
    KernelConfig config =
        KernelConfig.parse(
            Files.readString(
                Path.of("src/test/resources/cases/config-unset-after-set/appended.config")));

    assertThat(config.value("MPTCP")).isEmpty();
    assertThat(config.isBuiltIn("MPTCP_IPV6")).isTrue();
    assertThatThrownBy(() -> KernelRequirements.check("k", config, true))
        .hasMessageContaining("options missing: 1")
        .hasMessageContaining("CONFIG_MPTCP is not set");
  }

  @Test
  void aSoundKernelPasses() {
    assertThatCode(() -> KernelRequirements.check("k", KernelConfig.parse(SOUND), true))
        .doesNotThrowAnyException();
  }

  @Test
  void allThatIsMissingIsNamedAtOnceWithTheFix() {
    Map<String, String> options = new TreeMap<>(KernelConfig.parse(SOUND).options());
    options.keySet().removeAll(java.util.List.of("MPTCP", "VIRTIO_BLK"));
    assertThatThrownBy(() -> KernelRequirements.check("/k", new KernelConfig(options), true))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Kernel /k can't be used, options missing: 2")
        .hasMessageContaining("CONFIG_MPTCP is not set: Multipath TCP itself")
        .hasMessageContaining("CONFIG_VIRTIO_BLK is not set")
        .hasMessageContaining("scripts/config -e MPTCP -e VIRTIO_BLK");
  }

  @Test
  void aModuleIsNoHelpWhereItComesTooLateOrIsAbsent() {
    assertThatThrownBy(() -> KernelRequirements.check("k", with("DEVTMPFS", "m"), true))
        .hasMessageContaining("CONFIG_DEVTMPFS=m, must be y");
    assertThatThrownBy(() -> KernelRequirements.check("k", KernelConfig.parse(SOUND), false))
        .hasMessageContaining("CONFIG_EROFS_FS=m, but there are no modules");
  }
}
