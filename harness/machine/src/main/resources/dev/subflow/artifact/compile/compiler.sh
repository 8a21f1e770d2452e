#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The compiler of kernel builds: gcc behind ccache. Where the list of includes is all that an object
# depends on, ccache goes by that list and spares a run of the preprocessor for each file. It does not
# see what assembly takes in by .incbin, so those files are none of that kind.
# CONFIG_DEBUG_INFO_REDUCED gets the level of debug information that is for backtraces: it takes a
# tenth off the compiler's time.
source=
level=
for argument do
  case $argument in
  *.S) exec ccache gcc "$@" ;;
  *.c) source=$argument ;;
  -femit-struct-debug-baseonly) level=-g1 ;;
  esac
done
if [ -n "$source" ] && ! grep -q incbin "$source"; then
  export CCACHE_DEPEND=1
fi
exec ccache gcc "$@" $level
