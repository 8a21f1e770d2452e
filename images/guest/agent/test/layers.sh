# SPDX-License-Identifier: Apache-2.0
# sh test/layers.sh OBJECT...
# Fails when files of the agent depend on each other in a circle: by the functions and variables
# of their objects, or by what the sources in this folder include. A .c and its .h are one file.
set -eu

symbols=$(nm -A -P "$@")
{
	# build/checked/request.o: tx_error U
	echo "$symbols" | awk '
		function file(object) {
			sub(/.*\//, "", object)
			sub(/\.o:$/, "", object)
			return object
		}
		$3 == "U" { user[NR] = file($1); used[NR] = $2 }
		$3 ~ /^[A-TV-Z]$/ { owner[$2] = file($1) }
		END {
			for (i in used)
				if (used[i] in owner)
					print user[i], owner[used[i]], "uses", used[i]
		}'
	# #include "tx.h"
	awk -F '"' '/^#include "/ {
		from = FILENAME
		to = $2
		sub(/\.[ch]$/, "", from)
		sub(/\.h$/, "", to)
		if (from != to)
			print from, to, "includes", $2
	}' *.c *.h
} | sort -u | awk '
	{ from[NR] = $1; to[NR] = $2; how[NR] = $3 " " $4; seen[$3]++ }
	END {
		if (!seen["uses"] || !seen["includes"]) {
			print "no use or no include was found at all: does nm -A -P print something new?"
			exit 1
		}
		# What nobody depends on, or depends on nobody, is in no circle.
		do {
			split("", left)
			split("", right)
			removed = 0
			for (i in from) {
				left[from[i]]
				right[to[i]]
			}
			for (i = 1; i <= NR; i++)
				if (i in from && !(from[i] in right && to[i] in left)) {
					delete from[i]
					removed++
				}
		} while (removed)
		for (i = 1; i <= NR; i++)
			if (i in from) {
				if (!circles++)
					print "files of the agent depend on each other in a circle:"
				print "  " from[i] " needs " to[i] ": it " how[i]
			}
		if (circles) {
			print "move what both need into a file below them, or what needs both above them"
			exit 1
		}
		print "ok no_files_depend_on_each_other_in_a_circle"
	}'
