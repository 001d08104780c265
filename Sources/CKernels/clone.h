// Everything that a clone holds; each clone's file sets CLONE(name), the target and how many
// accumulators of 16 floats it has registers for, then includes this. WITHOUT_FMA is set where the
// target has no fused multiply-add.
#pragma STDC FP_CONTRACT OFF
// Every function that takes a vector is inlined, so no vector ever crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#include "CKernels.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/// 16 floats, a panel's width; a clone with narrower registers holds them in several.
typedef float wide __attribute__((vector_size(64), aligned(4)));
typedef int32_t integers __attribute__((vector_size(64), aligned(4)));
/// 8 floats: sums along a vector run in eight chains, whatever the registers.
typedef float floats __attribute__((vector_size(32), aligned(4)));
enum { WIDE = 16, LANES = 8 };

INLINE wide spread(float x) { return (wide){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE wide load(const float *p) { return *(const wide *)p; }
INLINE void store(float *p, wide x) { *(wide *)p = x; }
#ifdef WITHOUT_FMA
#include "fused.h"
#else
INLINE floats fma8(floats a, floats b, floats c) { return __builtin_elementwise_fma(a, b, c); }
INLINE wide fma16(wide a, wide b, wide c) { return __builtin_elementwise_fma(a, b, c); }
#endif
INLINE wide choose(integers mask, wide a, wide b) {
  return (wide)(((integers)a & mask) | ((integers)b & ~mask));
}
/// The first `count` floats of 16, by moves of fixed sizes; zeros beyond. Eight, a usual number, do
/// without the way through memory.
INLINE wide load_some(const float *p, long count) {
  if (count == LANES)
    return __builtin_shufflevector(*(const floats *)p, (floats){0}, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
                                   10, 11, 12, 13, 14, 15);
  float part[WIDE] = {0};
  long n = 0;
#define MOVE(size)                                 \
  if (count & size) {                              \
    memcpy(part + n, p + n, size * sizeof(float)); \
    n += size;                                     \
  }
  MOVE(8)
  MOVE(4)
  MOVE(2)
  MOVE(1)
#undef MOVE
  return load(part);
}
INLINE void store_some(float *p, wide x, long count) {
  if (count == LANES) {
    *(floats *)p = __builtin_shufflevector(x, x, 0, 1, 2, 3, 4, 5, 6, 7);
    return;
  }
  float part[WIDE];
  store(part, x);
  long n = 0;
#define MOVE(size)                                 \
  if (count & size) {                              \
    memcpy(p + n, part + n, size * sizeof(float)); \
    n += size;                                     \
  }
  MOVE(8)
  MOVE(4)
  MOVE(2)
  MOVE(1)
#undef MOVE
}

#include "elementary.h"
#include "cross_entropy.h"
#include "rows.h"
#include "pack.h"
#include "matrix_product.h"
#include "attention.h"
#include "layers.h"
#include "embedding.h"
#include "lookup.h"
#include "field_layer.h"
#include "adam.h"
#include "scan.h"
#include "peak.h"

#define ENTRY(result, name, parameters, arguments) CLONE(name),
const dephn_kernels CLONE(kernels) = {KERNELS(ENTRY)};
#undef ENTRY
