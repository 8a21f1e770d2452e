// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.debian.SourcePackages;
import dev.subflow.cache.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a source is, found and checked, and how its tree comes into a work area. */
sealed interface Origin {
  /** The area it is built in. */
  String area();

  /** Where the objects are that the area borrows. */
  Optional<Path> objects();

  /** Git's name of the tree, which is in the area's repository then. */
  String tree(WorkArea area) throws IOException;

  static Origin of(BuildRequest.Source source, SourcePackages packages) throws IOException {
    if (source instanceof BuildRequest.Revision revision) {
      UserTree tree = UserTree.of(revision.dir());
      String commit = tree.commit(revision.rev());
      return new OfRevision(tree.id(), tree.objects(), commit);
    } else if (source instanceof BuildRequest.Tree onDisk) {
      UserTree tree = UserTree.of(onDisk.dir());
      tree.requireSources();
      return new OnDisk(tree, tree.objects());
    } else if (source instanceof BuildRequest.Package wanted) {
      return new OfPackage(packages, packages.find(wanted.version()));
    }
    throw new IllegalStateException("no such source: " + source);
  }

  /** A commit. */
  record OfRevision(String area, Optional<Path> objects, String commit) implements Origin {
    @Override
    public String tree(WorkArea area) throws IOException {
      return area.treeOf(commit);
    }
  }

  /** Files as they are now. */
  record OnDisk(UserTree tree, Optional<Path> objects) implements Origin {
    @Override
    public String area() {
      return tree.id();
    }

    @Override
    public String tree(WorkArea area) throws IOException {
      if (objects.isPresent()) {
        return area.treeOf(tree.folder(), Optional.of(tree.index()), false);
      }
      // Of a tree from an archive, .gitignore may name files that belong to it; of one that was
      // built in place it names what must not come along.
      return area.treeOf(tree.folder(), Optional.empty(), !tree.isUsedByMake());
    }
  }

  /** A package of Debian's. */
  record OfPackage(SourcePackages packages, SourcePackages.Found found) implements Origin {
    @Override
    public String area() {
      return found.name() + "-" + found.version().replaceAll("[^A-Za-z0-9.+~-]", "-");
    }

    @Override
    public Optional<Path> objects() {
      return Optional.empty();
    }

    @Override
    public String tree(WorkArea area) throws IOException {
      Optional<String> known = area.note("package-tree");
      if (known.isPresent()) {
        return known.get();
      }
      Path fresh = area.freshFolder("unpacked");
      try {
        packages.unpack(found, fresh);
        String tree = area.adopt(fresh);
        area.note("package-tree", tree);
        return tree;
      } finally {
        // Half of it would take the room that is wanted.
        Folders.discard(fresh);
      }
    }
  }
}
