// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import dev.subflow.artifact.kernel.ElfSections.Section;
import dev.subflow.artifact.kernel.KernelSymbols.Symbol;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether symbols of two linked kernels have the same content, wherever they lie.
 *
 * <p>A function that grows moves what is behind it, so that all code that refers to what moved has
 * other bytes. Bytes that differ are the same where they are an address, absolute or relative, of
 * what has one name in both kernels, or of unnamed data that reads the same: a string, or a table
 * of places in the function itself.
 */
final class SymbolDiff {
  private static final String BUGS = "__bug_table";

  /** Sections of variables, which say nothing by what they begin with; per-CPU ones too. */
  private static final String VARIABLES = ".data";

  /** Bytes of a {@code struct bug_entry} that has a format, and where it and the flags are. */
  private static final int BUG_BYTES = 16;

  private static final int BUG_FORMAT = 4;
  private static final int BUG_FLAGS = 14;

  /** Bytes of an instruction that may follow its relative address. */
  private static final int[] TRAILING = {0, 1, 2, 4};

  /** Sections of texts and other constants. */
  private static final String TEXTS = ".rodata";

  private static final int MOST_TEXT = 4096;
  private static final int CONSTANT = 16;

  private final KernelSymbols base;
  private final KernelSymbols patched;

  SymbolDiff(KernelSymbols base, KernelSymbols patched) {
    this.base = base;
    this.patched = patched;
  }

  /** Whether two symbols of one id are the same. */
  boolean isSame(Symbol a, Symbol b) {
    Optional<ByteBuffer> before = base.content(a);
    Optional<ByteBuffer> after = patched.content(b);
    if (before.isEmpty() || after.isEmpty()) {
      // What begins as zeros has no content: whoever uses more of it is other code.
      return before.isEmpty() == after.isEmpty();
    }
    return a.size() == b.size() && new Bytes(a, b, before.get(), after.get()).areSame();
  }

  /** The bytes of a symbol in both kernels. */
  private final class Bytes {
    private final Symbol a;
    private final Symbol b;
    private final ByteBuffer before;
    private final ByteBuffer after;

    Bytes(Symbol a, Symbol b, ByteBuffer before, ByteBuffer after) {
      this.a = a;
      this.b = b;
      this.before = before;
      this.after = after;
    }

    boolean areSame() {
      return differByAddresses() && (!a.isFunction() || sayTheSame());
    }

    private boolean differByAddresses() {
      int done = 0;
      while (done < before.limit()) {
        int differs = before.slice(done, before.limit() - done).mismatch(rest(done));
        if (differs < 0) {
          return true;
        }
        int end = addressEnd(done, done + differs);
        if (end < 0) {
          return false;
        }
        done = end;
      }
      return true;
    }

    /** Whether texts that are where they were are what they were. */
    private boolean sayTheSame() {
      for (int at = 3; at + 4 <= before.limit(); at++) {
        int value = before.getInt(at);
        if (value == after.getInt(at)) {
          if (isRelativeOperand(before, at)
              && !isSameUnnamed(a.address() + at + 4 + value, b.address() + at + 4 + value)) {
            return false;
          }
          if (isAbsoluteOperand(before, at) && !isSameUnnamed(value, value)) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean isSameUnnamed(long one, long other) {
      return isNamed(one, base)
          || isNamed(other, patched)
          || base.section(one).filter(s -> s.name().startsWith(TEXTS)).isEmpty()
          || isSamePlace(one, other);
    }

    private boolean isNamed(long place, KernelSymbols symbols) {
      return !symbols.at(place).isEmpty() || !symbols.labels(place).isEmpty();
    }

    private ByteBuffer rest(int from) {
      return after.slice(from, after.limit() - from);
    }

    /** The end of an address that has the differing byte and names the same; -1 for none. */
    private int addressEnd(int from, int differs) {
      for (int at = Math.max(from, differs - 3); at <= differs && at + 4 <= before.limit(); at++) {
        if (isRelative(at) || isAbsolute(at)) {
          return at + 4;
        }
      }
      for (int at = Math.max(from, differs - 7); at <= differs && at + 8 <= before.limit(); at++) {
        if (isSamePlace(before.getLong(at), after.getLong(at))) {
          return at + 8;
        }
      }
      return isShortJump(differs) ? differs + 1 : -1;
    }

    /** The end of a function may jump to a neighbour. */
    private boolean isShortJump(int at) {
      return at > 0
          && ((before.get(at - 1) & 0xf0) == 0x70 || (before.get(at - 1) & 0xff) == 0xeb)
          && isSamePlace(
              a.address() + at + 1 + before.get(at), b.address() + at + 1 + after.get(at));
    }

    private boolean isRelative(int at) {
      long one = a.address() + at + 4 + before.getInt(at);
      long other = b.address() + at + 4 + after.getInt(at);
      for (int more : TRAILING) {
        if (isSamePlace(one + more, other + more)) {
          return true;
        }
      }
      // Tables of addresses that are relative to where they stand.
      return !a.isFunction() && isSamePlace(one - 4, other - 4);
    }

    private boolean isAbsolute(int at) {
      return isSamePlace(before.getInt(at), after.getInt(at));
    }

    private boolean isSamePlace(long one, long other) {
      List<Symbol> ofOne = base.at(one);
      List<Symbol> ofOther = patched.at(other);
      if (!ofOne.isEmpty() || !ofOther.isEmpty()) {
        return ofOne.stream()
            .anyMatch(
                s ->
                    ofOther.stream()
                        .anyMatch(
                            t ->
                                s.id().equals(t.id()) && one - s.address() == other - t.address()));
      }
      if (!Collections.disjoint(base.labels(one), patched.labels(other))) {
        return true;
      }
      Optional<Section> section = base.section(one);
      return section.isPresent()
          && section.map(Section::name).equals(patched.section(other).map(Section::name))
          && readsTheSame(section.get(), one, other);
    }

    private boolean readsTheSame(Section section, long one, long other) {
      Optional<ByteBuffer> first = base.memory(one);
      Optional<ByteBuffer> second = patched.memory(other);
      if (first.isEmpty() || second.isEmpty()) {
        return false;
      }
      if (section.name().equals(BUGS)) {
        return isSameBug(one, other, first.get(), second.get());
      }
      if (section.name().startsWith(VARIABLES)) {
        return false;
      }
      return isSameTable(one, other, first.get(), second.get())
          || isSameText(first.get(), second.get())
          || isSameConstant(first.get(), second.get());
    }

    private boolean isSameBug(long one, long other, ByteBuffer first, ByteBuffer second) {
      if (first.limit() < BUG_BYTES || second.limit() < BUG_BYTES) {
        return false;
      }
      long format = one + BUG_FORMAT + first.getInt(BUG_FORMAT);
      long otherFormat = other + BUG_FORMAT + second.getInt(BUG_FORMAT);
      Optional<ByteBuffer> text = base.memory(format);
      Optional<ByteBuffer> otherText = patched.memory(otherFormat);
      return first.getShort(BUG_FLAGS) == second.getShort(BUG_FLAGS)
          && text.isPresent()
          && otherText.isPresent()
          && isSameText(text.get(), otherText.get());
    }

    /** A table of places in the function, as a switch has: absolute, or relative to the table. */
    private boolean isSameTable(long one, long other, ByteBuffer first, ByteBuffer second) {
      int absolute = 0;
      while ((absolute + 1) * 8 <= Math.min(first.limit(), second.limit())) {
        long place = first.getLong(absolute * 8) - a.address();
        long otherPlace = second.getLong(absolute * 8) - b.address();
        boolean inside = place >= 0 && place < a.size();
        if (!inside) {
          break;
        }
        if (place != otherPlace) {
          return false;
        }
        absolute++;
      }
      if (absolute > 0) {
        return true;
      }
      int relative = 0;
      while ((relative + 1) * 4 <= Math.min(first.limit(), second.limit())) {
        long place = one + first.getInt(relative * 4) - a.address();
        long otherPlace = other + second.getInt(relative * 4) - b.address();
        if (place < 0 || place >= a.size()) {
          break;
        }
        if (place != otherPlace) {
          return false;
        }
        relative++;
      }
      return relative > 0;
    }
  }

  // 48 8d 3d xx xx xx xx  lea 0x0(%rip),%rdi: the byte before an address that is relative to it
  private static boolean isRelativeOperand(ByteBuffer code, int at) {
    return (code.get(at - 1) & 0xc7) == 0x05 && (code.get(at - 2) & 0xff) == 0x8d;
  }

  // 48 c7 c7 xx xx xx xx  mov $0x0,%rdi
  private static boolean isAbsoluteOperand(ByteBuffer code, int at) {
    return (code.get(at - 1) & 0xf8) == 0xc0
        && (code.get(at - 2) & 0xff) == 0xc7
        && (code.get(at - 3) & 0xfe) == 0x48;
  }

  private static boolean isSameText(ByteBuffer first, ByteBuffer second) {
    int most = Math.min(MOST_TEXT, Math.min(first.limit(), second.limit()));
    for (int i = 0; i < most; i++) {
      byte octet = first.get(i);
      // KERN_SOH, tab and newline, and what people write
      boolean text = octet == 1 || octet == '\t' || octet == '\n' || octet >= ' ' || octet < 0;
      if (octet != second.get(i) || (octet != 0 && !text)) {
        return false;
      }
      if (octet == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSameConstant(ByteBuffer first, ByteBuffer second) {
    return first.limit() >= CONSTANT
        && second.limit() >= CONSTANT
        && first.slice(0, CONSTANT).equals(second.slice(0, CONSTANT));
  }
}
