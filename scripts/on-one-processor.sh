#!/usr/bin/env bash
# Runs a command on one processor, where the kernel takes one thread, and with less priority. For `xargs -P`, whose variable
# SLOT counts those that run at once: each has a processor of its own.
source "$(dirname "$0")/common.sh"
mapfile -t processors < <(python3 -c 'import os; print(*sorted(os.sched_getaffinity(0)), sep="\n")')
exec nice -n 5 taskset -c "${processors[${SLOT:-0} % ${#processors[@]}]}" "$@"
