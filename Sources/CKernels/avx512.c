#include "kernels.h"
#if defined(__x86_64__)
#pragma clang attribute push(                                                                    \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), apply_to = function)
#define CLONE(name) name##_avx512
// 32 registers of 16 floats: 24 accumulators leave room for two vectors of B and one of A.
enum { ACCUMULATORS = 24 };
#include "clone.h"
#pragma clang attribute pop
#endif
