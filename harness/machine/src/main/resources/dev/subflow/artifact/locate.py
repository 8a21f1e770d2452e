# SPDX-License-Identifier: Apache-2.0
# Finds file and line of the frames of a kernel's trace. Runs in the toolbox, on a tree that may be
# anybody's.
# Arguments: the tree; the image that ran; a file with one frame a line, "INDEX SYMBOL OFFSET SIZE
# MODULE", numbers hexadecimal, MODULE "-" for the kernel itself. Output: "INDEX FILE:LINE ..." for
# those that were found, the innermost of inlined functions first; or "rebuilt".
import os
import re
import subprocess
import sys

FUNCTIONS = "tTwW"


def run(*argv):
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(
        "utf-8", "replace"
    )


def build_id(path):
    found = re.search(r"Build ID: ([0-9a-f]+)", run("readelf", "-n", path))
    return found.group(1) if found else ""


def modules(tree, names):
    """Paths of modules by name; nothing that a link leads to."""
    found = {}
    if not names:
        return found
    for folder, _, files in os.walk(tree):
        for name in files:
            module = name[:-3].replace("-", "_") if name.endswith(".ko") else ""
            if module in names and not os.path.islink(os.path.join(folder, name)):
                found.setdefault(module, os.path.join(folder, name))
    return found


def symbols(path, wanted):
    """Address, section-relative in a module, and size up to the next symbol, of functions."""
    table = []
    for line in run("nm", "--numeric-sort", "--defined-only", path).splitlines():
        words = line.split()
        if len(words) == 3 and words[1] in FUNCTIONS:
            table.append((int(words[0], 16), words[2]))
    found = {}
    for i, (address, name) in enumerate(table):
        if name in wanted:
            later = next((a for a, _ in table[i + 1 :] if a > address), address)
            found.setdefault(name, []).append((address, later - address))
    return found


def address(frame, table):
    """The symbol of the frame's size, of several with one name; the only one, whatever its size."""
    _, name, offset, size, _ = frame
    candidates = table.get(name, [])
    exact = [a for a, s in candidates if s == size]
    chosen = exact or [a for a, _ in candidates if len(candidates) == 1]
    return chosen[0] + offset if len(chosen) == 1 else None


def locate(path, section, frames):
    table = symbols(path, {frame[1] for frame in frames})
    asked = [(frame[0], address(frame, table)) for frame in frames]
    asked = [(index, where) for index, where in asked if where is not None]
    if not asked:
        return
    argv = ["addr2line", "--addresses", "--inlines", "--exe", path] + section
    answer = run(*argv, *[hex(where) for _, where in asked])
    places, current = [], []
    for line in answer.splitlines():
        if re.fullmatch(r"0x[0-9a-f]+", line):
            current = []
            places.append(current)
        elif places:
            current.append(re.sub(r" \(discriminator \d+\)$", "", line))
    for (index, _), found in zip(asked, places):
        known = [p for p in found if not p.startswith("??") and not p.endswith(":?")]
        if known:
            print(index, *known)


def main():
    tree, image = sys.argv[1], sys.argv[2]
    vmlinux = os.path.join(tree, "vmlinux")
    ran = build_id(image)
    if ran and ran != build_id(vmlinux):
        print("rebuilt")
        return
    frames = {}
    for line in open(sys.argv[3]):
        index, name, offset, size, module = line.split()
        frames.setdefault(module, []).append((index, name, int(offset, 16), int(size, 16), module))
    if "-" in frames:
        locate(vmlinux, [], frames.pop("-"))
    for module, path in modules(tree, set(frames)).items():
        locate(path, ["--section=.text"], frames[module])


main()
