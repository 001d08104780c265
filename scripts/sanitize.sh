#!/usr/bin/env bash
# Runs the kernel under load with the thread sanitizer, then with the address sanitizer; neither may report anything.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/python.sh
rm -rf output/sanitize
mkdir -p output/sanitize

# The load: the most demanding conformance tests. $1: thread or address.
run_with() {
  local sanitizer="$1" reports="$PWD/output/sanitize/$1"
  say "building with the $sanitizer sanitizer"
  SANITIZER="$sanitizer" swift build -c release --product dephn --quiet --sanitize="$sanitizer" --scratch-path ".build-$sanitizer"
  ".build-$sanitizer/release/dephn" install --prefix .venv --name "dephn-$sanitizer" --data "$PWD/data" >/dev/null
  say "testing with the $sanitizer sanitizer"
  # Freed memory is kept for a while to be watched: hence the growth.
  CONFORMANCE_TIMEOUT=60 ASAN_OPTIONS="log_path=$reports detect_leaks=1" \
    TSAN_OPTIONS="log_path=$reports atexit_sleep_ms=0 suppressions=$PWD/scripts/sanitize.txt" \
    .venv/bin/python -m pytest --quiet Tests/Conformance --kernel "dephn-$sanitizer" --growth 2000 \
    -k "test_protocol or test_running or test_messages or test_input or asleep or shutdown" ||
    fail "The tests failed under the $sanitizer sanitizer."
  rm -rf ".venv/share/jupyter/kernels/dephn-$sanitizer"
  if compgen -G "$reports.*" >/dev/null; then
    cat "$reports".*
    fail "The $sanitizer sanitizer reported errors: $reports.*"
  fi
}

run_with thread
run_with address
say "no reports from either sanitizer"
