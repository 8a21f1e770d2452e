#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The compiler of kernel builds: gcc behind ccache. Where the list of includes is all that an object
# depends on, ccache goes by that list and spares a run of the preprocessor for each file. It does not
# see what assembly takes in by .incbin, so those files are none of that kind.
source=
for argument do
  case $argument in
  *.S) exec ccache gcc "$@" ;;
  *.c) source=$argument ;;
  esac
done
if [ -n "$source" ] && ! grep -q incbin "$source"; then
  export CCACHE_DEPEND=1
fi
exec ccache gcc "$@"
