// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules and programs are built from. */
final class KernelHeadersTest {
  @TempDir private Path folder;

  private Path tree(String... files) throws IOException {
    Path tree = folder.resolve("build");
    for (String file : files) {
      Path path = tree.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
    return tree;
  }

  private static final String[] BUILT = {
    ".config", "arch/x86/boot/bzImage", "Makefile", "Module.symvers", "scripts/mod/modpost"
  };

  @Test
  void aBuiltTreeIsShownWithItsSources() throws IOException {
    Path tree = tree(BUILT);
    assertThat(KernelHeaders.ofTree("k", tree).shown())
        .containsExactly(new ToolboxCommand.Shown(tree, tree, false));
    Path sources = Files.createDirectory(folder.resolve("linux")).toRealPath();
    Files.createSymbolicLink(tree.resolve("source"), sources);
    assertThatThrownBy(() -> KernelHeaders.ofTree("k", tree))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("which is no kernel's source: nothing of it is shown");
    Files.writeString(
        sources.resolve("Makefile"), "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\nEXTRAVERSION =\n");

    KernelHeaders headers = KernelHeaders.ofTree("k", tree.resolve("arch/x86/boot/bzImage"));
    assertThat(headers.folder()).isEqualTo(tree);
    assertThat(headers.shown())
        .containsExactly(
            new ToolboxCommand.Shown(tree, tree, false),
            new ToolboxCommand.Shown(sources, sources, false));
  }

  @Test
  void whatATreeLacksIsNamed() throws IOException {
    Path tree = tree(".config", "arch/x86/boot/bzImage", "Makefile");

    assertThatThrownBy(() -> KernelHeaders.ofTree("k", tree))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "No module can be built against kernel tree "
                + tree
                + ": it has no Module.symvers, no scripts/mod/modpost. Build it whole, with"
                + " CONFIG_MODULES=y.");
  }

  @Test
  void anImageAloneHasNoHeaders() throws IOException {
    Path image = Files.writeString(folder.resolve("bzImage"), "x");

    assertThatThrownBy(() -> KernelHeaders.ofTree("my kernel", image))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no headers for kernel my kernel")
        .hasMessageContaining("name its build tree");
  }

  @Test
  void aProgramIsBuiltAgainWhenItsSourcesChange() throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    MadeProgram program =
        new MadeProgram(new Cache(folder.resolve("cache")), "program", sources, new Compiler());
    assertThatThrownBy(program::key)
        .isInstanceOf(InfrastructureException.class)
        .hasMessage(
            sources + " has no Makefile: this checkout is not complete. Restore it with git.");

    Files.writeString(sources.resolve("Makefile"), "all:\n\techo one >$(O)/out\n");
    Path first = program.folder();
    assertThat(first.resolve("out")).hasContent("one");
    assertThat(program.folder()).isEqualTo(first);
    Files.writeString(sources.resolve("Makefile"), "all:\n\techo two >$(O)/out\n");
    assertThat(program.folder().resolve("out")).hasContent("two");
  }

  @Test
  void aProgramIsBuiltInFoldersWithBlanks() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("my work/agent sources"));
    Files.writeString(sources.resolve("a.in"), "text");
    Files.writeString(
        sources.resolve("Makefile"),
        "all: $(O)/sub/a\n$(O)/sub/%: %.in\n\t@mkdir -p $(@D)\n\tcp $< $@\n");
    MadeProgram program =
        new MadeProgram(new Cache(folder.resolve("a cache")), "program", sources, new Compiler());

    Path made = program.folder();

    assertThat(made.resolve("sub/a")).hasContent("text");
    assertThat(made.resolve("sources")).as("nothing but what was made").doesNotExist();
    assertThat(sources.resolve("sub")).doesNotExist();
  }

  @Test
  void aTreeOfTheCacheIsSeenUnderANameWithoutBlanks() throws IOException {
    Path tree = Files.createDirectories(folder.resolve("a cache/entries/kernel-build"));
    tree = Files.move(tree(BUILT), tree.resolve("id"));
    Path sources = Files.createDirectories(folder.resolve("a cache/entries/kernel-source/id/tree"));
    Files.writeString(
        sources.resolve("Makefile"), "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\nEXTRAVERSION =\n");
    Files.createSymbolicLink(tree.resolve("source"), Path.of("../../kernel-source/id/tree"));

    KernelHeaders headers = KernelHeaders.ofTree("k", tree);

    assertThat(headers.folder()).isEqualTo(Path.of("/usr/src/entries/kernel-build/tree"));
    assertThat(headers.shown())
        .containsExactly(
            new ToolboxCommand.Shown(tree, headers.folder(), false),
            new ToolboxCommand.Shown(
                sources.toRealPath(), Path.of("/usr/src/entries/kernel-source/id/tree"), false));
  }

  @Test
  void aBuildThatFailsLeavesNothing() throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    Files.writeString(sources.resolve("Makefile"), "all:\n\t@echo no such header; exit 1\n");
    Cache cache = new Cache(folder.resolve("cache"));
    MadeProgram program = new MadeProgram(cache, "program", sources, new Compiler());

    assertThatThrownBy(program::folder).hasMessageContaining("no such header");
    assertThat(cache.find(program.key())).isEmpty();
  }
}
