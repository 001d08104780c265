#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

// The handler may run between any two instructions of any thread: it reads atomics alone and makes
// system calls.
typedef struct {
  // 0: the slot is free; 1: it is taken, and the range follows.
  _Atomic uintptr_t start;
  _Atomic uintptr_t end;
  _Atomic bool is_damaged;
} Mapping;

enum { mapping_count = 4096 };
static Mapping mappings[mapping_count];
static _Atomic int64_t damages;
static _Atomic int last_damaged = -1;

static uintptr_t page;
// A file of no bytes: every page that is mapped from it is beyond its end.
static int empty_file = -1;
static struct sigaction previous;

// Maps pages over the end of a range; what is there from then on are zeros, or faults.
static bool cover(uintptr_t start, uintptr_t end, int flags, int file) {
  return mmap((void *)start, end - start, PROT_READ, flags | MAP_FIXED, file, 0) != MAP_FAILED;
}

// If a page is missing, so are all that follow: they are covered at once.
static bool repair(uintptr_t address) {
  for (int slot = 0; slot < mapping_count; slot++) {
    Mapping *mapping = &mappings[slot];
    const uintptr_t start = atomic_load(&mapping->start), end = atomic_load(&mapping->end);
    // A slot that is being taken holds no range yet.
    if (start <= 1 || address < start || address >= end) continue;
    if (atomic_load(&mapping->start) != start) continue;
    // Counted first: no thread may read zeros and find no damage.
    atomic_store(&mapping->is_damaged, true);
    atomic_store(&last_damaged, slot);
    atomic_fetch_add(&damages, 1);
    return cover(address / page * page, end, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  }
  return false;
}

static void handle(int signal, siginfo_t *information, void *context) {
  (void)context;
  const int error = errno;
  const bool is_fault = information->si_code == BUS_ADRERR;
  if (!is_fault || !repair((uintptr_t)information->si_addr)) {
    // A fault comes again as soon as this returns; what another process has sent does not.
    sigaction(signal, &previous, NULL);
    if (information->si_code <= 0) raise(signal);
  }
  errno = error;
}

static void install(void) {
  page = (uintptr_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, &previous);
}

int linux_watch_mapping(const void *start, size_t bytes) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install);
  for (int slot = 0; slot < mapping_count; slot++) {
    Mapping *mapping = &mappings[slot];
    uintptr_t none = 0;
    if (!atomic_compare_exchange_strong(&mapping->start, &none, 1)) continue;
    atomic_store(&mapping->is_damaged, false);
    atomic_store(&mapping->end, ((uintptr_t)start + bytes + page - 1) / page * page);
    atomic_store(&mapping->start, (uintptr_t)start);
    return slot;
  }
  return -1;
}

void linux_unwatch_mapping(int slot) {
  atomic_store(&mappings[slot].end, 0);
  atomic_store(&mappings[slot].start, 0);
}

int64_t linux_mapping_damages(void) { return atomic_load(&damages); }

int linux_last_damaged_mapping(void) { return atomic_load(&last_damaged); }

int linux_forget_damaged_mappings(void) {
  bool is_done = true;
  for (int slot = 0; slot < mapping_count; slot++) {
    Mapping *mapping = &mappings[slot];
    const uintptr_t start = atomic_load(&mapping->start), end = atomic_load(&mapping->end);
    if (start >= end || !atomic_load(&mapping->is_damaged)) continue;
    if (empty_file < 0) empty_file = memfd_create("empty", MFD_CLOEXEC);
    is_done &= cover(start, end, MAP_SHARED, empty_file);
  }
  return is_done;
}
