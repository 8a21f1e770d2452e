// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The system calls that a command in the toolbox may not make: those that reach what namespaces do
 * not divide, such as keyrings, BPF and sockets between virtual machines, those that make new
 * namespaces, with which a process has all capabilities again, and those that make a program run as
 * its owner: where the harness runs as root, so does the command in the eyes of the file system.
 *
 * <p>The filter is a program of classic BPF on {@code struct seccomp_data}: see seccomp(2) and
 * Documentation/userspace-api/seccomp_filter.rst. Numbers are those of x86-64, of
 * arch/x86/entry/syscalls/syscall_64.tbl.
 */
final class Seccomp {
  private static final int AUDIT_ARCH_X86_64 = 0xc000003e;
  private static final int X32_BIT = 0x40000000;

  // struct seccomp_data: nr, arch, instruction pointer, six arguments of 64 bits
  private static final int NR = 0;
  private static final int ARCH = 4;
  private static final int FIRST_ARGUMENT = 16;
  private static final int SECOND_ARGUMENT = 24;
  private static final int THIRD_ARGUMENT = 32;
  private static final int FOURTH_ARGUMENT = 40;

  private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int JUMP_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
  private static final int JUMP_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
  private static final int RETURN = 0x06; // BPF_RET | BPF_K

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0x80000000;
  private static final int ERRNO = 0x00050000;
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final int EAFNOSUPPORT = 97;

  private static final int OPEN = 2;
  private static final int IOCTL = 16;
  private static final int SOCKET = 41;
  private static final int CLONE = 56;
  private static final int CREAT = 85;
  private static final int CHMOD = 90;
  private static final int FCHMOD = 91;
  private static final int MKNOD = 133;
  private static final int OPENAT = 257;
  private static final int MKNODAT = 259;
  private static final int FCHMODAT = 268;
  private static final int CLONE3 = 435;
  private static final int OPENAT2 = 437;
  private static final int FCHMODAT2 = 452;

  /** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID and NEWNET of linux/sched.h. */
  private static final int NEW_NAMESPACES = 0x7e020000;

  /** S_ISUID and S_ISGID. */
  private static final int RUN_AS_OWNER = 06000;

  /** O_CREAT and __O_TMPFILE: only with them open(2) has a mode. */
  private static final int CREATES = 0x400040;

  /** Puts characters into the input of a terminal. */
  private static final int TIOCSTI = 0x5412;

  /** AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK. */
  private static final List<Integer> FAMILIES = List.of(1, 2, 10, 16);

  private static final List<Integer> REFUSED =
      List.of(
          101, // ptrace
          103, // syslog
          155, // pivot_root
          161, // chroot
          163, // acct
          165, // mount
          166, // umount2
          167, // swapon
          168, // swapoff
          169, // reboot
          172, // iopl
          173, // ioperm
          175, // init_module
          176, // delete_module
          179, // quotactl
          246, // kexec_load
          248, // add_key
          249, // request_key
          250, // keyctl
          272, // unshare
          298, // perf_event_open
          303, // name_to_handle_at
          304, // open_by_handle_at
          308, // setns
          310, // process_vm_readv
          311, // process_vm_writev
          313, // finit_module
          320, // kexec_file_load
          321, // bpf
          323, // userfaultfd
          425, // io_uring_setup
          426, // io_uring_enter
          427, // io_uring_register
          428, // open_tree
          429, // move_mount
          430, // fsopen
          431, // fsconfig
          432, // fsmount
          433, // fspick
          438, // pidfd_getfd
          442, // mount_setattr
          443); // quotactl_fd

  private final List<long[]> program = new ArrayList<>();

  private Seccomp() {}

  /** The filter as bubblewrap takes it: instructions of eight octets, in this machine's order. */
  static byte[] filter() {
    Seccomp filter = new Seccomp();
    filter.write();
    ByteBuffer octets =
        ByteBuffer.allocate(filter.program.size() * 8).order(ByteOrder.nativeOrder());
    for (long[] one : filter.program) {
      octets.putShort((short) one[0]).put((byte) one[1]).put((byte) one[2]).putInt((int) one[3]);
    }
    return octets.array();
  }

  private void write() {
    load(ARCH);
    unless(JUMP_EQUAL, AUDIT_ARCH_X86_64, KILL);
    load(NR);
    when(JUMP_AT_LEAST, X32_BIT, ERRNO | ENOSYS);
    // Their flags lie in memory, where a filter cannot look; libraries fall back to the older ones.
    when(JUMP_EQUAL, CLONE3, ERRNO | ENOSYS);
    when(JUMP_EQUAL, OPENAT2, ERRNO | ENOSYS);
    REFUSED.forEach(number -> when(JUMP_EQUAL, number, ERRNO | EPERM));
    argument(CLONE, FIRST_ARGUMENT, List.of(NEW_NAMESPACES), JUMP_ANY_BIT, ERRNO | EPERM, ALLOW);
    argument(IOCTL, SECOND_ARGUMENT, List.of(TIOCSTI), JUMP_EQUAL, ERRNO | EPERM, ALLOW);
    mode(CREAT, SECOND_ARGUMENT);
    mode(CHMOD, SECOND_ARGUMENT);
    mode(FCHMOD, SECOND_ARGUMENT);
    mode(MKNOD, SECOND_ARGUMENT);
    mode(MKNODAT, THIRD_ARGUMENT);
    mode(FCHMODAT, THIRD_ARGUMENT);
    mode(FCHMODAT2, THIRD_ARGUMENT);
    opening(OPEN, SECOND_ARGUMENT, THIRD_ARGUMENT);
    opening(OPENAT, THIRD_ARGUMENT, FOURTH_ARGUMENT);
    argument(SOCKET, FIRST_ARGUMENT, FAMILIES, JUMP_EQUAL, ALLOW, ERRNO | EAFNOSUPPORT);
    add(RETURN, 0, 0, ALLOW);
  }

  /** One call by an argument of it: what happens on one of the values, and otherwise. */
  private void argument(
      int call, int offset, List<Integer> values, int test, int onMatch, int otherwise) {
    int length = 1 + 2 * values.size() + 1;
    add(JUMP_EQUAL, 0, length, call);
    load(offset);
    values.forEach(value -> when(test, value, onMatch));
    add(RETURN, 0, 0, otherwise);
  }

  private void mode(int call, int offset) {
    argument(call, offset, List.of(RUN_AS_OWNER), JUMP_ANY_BIT, ERRNO | EPERM, ALLOW);
  }

  private void opening(int call, int flags, int mode) {
    add(JUMP_EQUAL, 0, 7, call);
    load(flags);
    unless(JUMP_ANY_BIT, CREATES, ALLOW);
    load(mode);
    when(JUMP_ANY_BIT, RUN_AS_OWNER, ERRNO | EPERM);
    add(RETURN, 0, 0, ALLOW);
  }

  private void load(int offset) {
    add(LOAD, 0, 0, offset);
  }

  private void when(int test, int value, int then) {
    add(test, 0, 1, value);
    add(RETURN, 0, 0, then);
  }

  private void unless(int test, int value, int then) {
    add(test, 1, 0, value);
    add(RETURN, 0, 0, then);
  }

  private void add(int code, int jumpTrue, int jumpFalse, int value) {
    program.add(new long[] {code, jumpTrue, jumpFalse, value});
  }
}
