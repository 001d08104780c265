#include "kernels.h"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CLONE(name) name##_avx2
// 16 registers of 8 floats: 12 hold 6 accumulators of 16.
enum { ACCUMULATORS = 6 };
#include "clone.h"
#pragma clang attribute pop
#endif
