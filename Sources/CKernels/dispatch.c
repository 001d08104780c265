#include "kernels.h"
#include <stdlib.h>
#include <string.h>

extern const dephn_kernels kernels_portable;
static const dephn_kernels *chosen = &kernels_portable;
static const char *chosen_name = "portable";

#if defined(__x86_64__)
extern const dephn_kernels kernels_avx2, kernels_avx512;

/// True if this processor has the clone's instructions.
static int usable(const char *clone) {
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (strcmp(clone, "avx2") == 0) return avx2;
  return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
}

static const struct {
  const char *name;
  const dephn_kernels *kernels;
} clones[] = {{"avx512", &kernels_avx512}, {"avx2", &kernels_avx2}};
enum { CLONES = 2 };
#else
static int usable(const char *clone) { return 0; }
static const struct {
  const char *name;
  const dephn_kernels *kernels;
} clones[1];
enum { CLONES = 0 };
#endif

int dephn_use_clone(const char *name) {
  for (int i = 0; i < CLONES; i++)
    if ((!name || strcmp(name, clones[i].name) == 0) && usable(clones[i].name)) {
      chosen = clones[i].kernels;
      chosen_name = clones[i].name;
      return 1;
    }
  if (name && strcmp(name, "portable") != 0) return 0;
  chosen = &kernels_portable;
  chosen_name = "portable";
  return 1;
}

__attribute__((constructor)) static void choose_at_load(void) {
  const char *wish = getenv("DEPHN_CLONE");
  if (!wish || !dephn_use_clone(wish)) dephn_use_clone(NULL);
}

const char *dephn_clone(void) { return chosen_name; }

#define CALL(result, name, parameters, arguments)                   \
  result dephn_##name parameters { return chosen->name arguments; }
KERNELS(CALL)

void dephn_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
