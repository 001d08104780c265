#pragma once
// Calls of Linux that the C library has no function for, or that Swift does not see.
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// sched_setattr(2) for the calling thread and those that it starts: the ordinary policy, a nice value, and
// how long the thread may run before it makes way for one that wakes. Linux before 6.12 leaves the last unused.
static inline int linux_set_schedule(int32_t nice, uint64_t slice_nanoseconds) {
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {.size = 48, .nice = nice, .runtime = slice_nanoseconds};
  return (int)syscall(SYS_sched_setattr, 0, &attributes, 0u);
}

// sync_file_range(2): begins to write a part of a file to the disk and waits until it is there. Unlike fsync(2) it
// takes a part, and does not promise that the file can be found after a crash.
static inline int linux_write_back(int descriptor, int64_t offset, int64_t bytes) {
  const unsigned wait_before_write_wait_after = 7;
  return (int)syscall(SYS_sync_file_range, descriptor, offset, bytes, wait_before_write_wait_after);
}

// sched_getaffinity(2): the number of processors that this process may use; 0 if the system does not say.
static inline int linux_allowed_processors(void) {
  uint64_t mask[128] = {0};
  const long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long word = 0; word < bytes / 8; word++) count += __builtin_popcountll(mask[word]);
  return count;
}

// Mappings of files that another program may cut short while they are read. A page that the file no longer
// has, or the disk no longer gives, reads as zeros from then on, instead of ending the process (SIGBUS), and
// the mapping counts as damaged.

// Watches a mapping; its slot, or -1 if too many are watched.
int linux_watch_mapping(const void *start, size_t bytes);
// Ends that, before the mapping goes.
void linux_unwatch_mapping(int slot);
// How often any mapping was found damaged so far.
int64_t linux_mapping_damages(void);
// The slot of the mapping that was found damaged last; -1 before the first.
int linux_last_damaged_mapping(void);
// Takes the zeros of damaged mappings away, so that whoever reads them next finds the damage again; 0 if
// that is not possible now. One thread at a time may call this, and nobody may read them meanwhile.
int linux_forget_damaged_mappings(void);
