# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
# What entrypoint.sh makes of the files that tests left in $results.

# Writes summary.txt and conclusion.txt; sets the exit code.
judge() {
  say "Analyze results"
  local issues=() failed
  {
    echo "== Summary =="
    echo
    echo "Ref: $(git describe --tags --always 2>/dev/null || echo unknown)"
    echo "Mode: $variant"
    echo
    echo "All tests:"
    summarise
  } >"$results/summary.txt"
  cat "$results/summary.txt"

  status=$passed
  failed=$(sed -n 's/^not ok 1 test: \([^ ]*\).*/\1/p' "$results/summary.txt")
  if [ -n "$failed" ]; then
    issues+=("Unstable: $(wc -w <<<"$failed") failed test(s): $(tr '\n' ' ' <<<"$failed")")
    status=$unstable
  fi
  if grep -q 'Call Trace:' "$results/output.log"; then
    issues+=("Critical: $(grep -c 'Call Trace:' "$results/output.log") Call Trace(s)")
    status=$critical
  fi
  if grep -q '^Unexpected stop of the VM' "$results/output.log"; then
    issues+=("Critical: Unexpected stop of the VM")
    status=$critical
  elif [ ! -e "$work/scripts/ended" ]; then
    issues+=("Critical: Global Timeout")
    status=$critical
  fi
  if [ -s "$results/kmemleak.txt" ]; then
    issues+=("Critical: KMemLeak")
    status=$critical
  fi
  conclude "${issues[@]}"
}

# One line for each program of tests.
summarise() {
  local file name
  for file in "$results"/*.tap; do
    [ -e "$file" ] && [[ $file != *_subtests.tap ]] || continue
    name=$(basename "$file" .tap)
    if ! grep -E "^(not )?ok 1 test: $name" "$file"; then
      if grep -q '^not ok ' "$file" || ! grep -q '^ok ' "$file"; then
        echo "not ok 1 test: $name"
      else
        echo "ok 1 test: $name"
      fi
    fi
  done
}

conclude() {
  local text="Validation: $variant: "
  if [ $# = 0 ]; then
    text+="Success!"
  else
    text+=$1
    shift
    local issue
    for issue in "$@"; do text+=" - $issue"; done
  fi
  echo "$text" | tee "$results/conclusion.txt"
}
