// Everything that a clone holds; each clone's file sets CLONE(name) and the target, then includes this.
#pragma STDC FP_CONTRACT OFF
// Every function that takes a vector is inlined, so no vector ever crosses a call.
#pragma clang diagnostic ignored "-Wpsabi"
#include "CKernels.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef float floats __attribute__((vector_size(32), aligned(4)));
typedef int32_t integers __attribute__((vector_size(32), aligned(4)));
enum { LANES = 8 };

INLINE floats all(float x) { return (floats){x, x, x, x, x, x, x, x}; }
INLINE floats load(const float *p) { return *(const floats *)p; }
INLINE void store(float *p, floats x) { *(floats *)p = x; }
INLINE floats fma8(floats a, floats b, floats c) { return __builtin_elementwise_fma(a, b, c); }
INLINE floats choose(integers mask, floats a, floats b) {
  return (floats)(((integers)a & mask) | ((integers)b & ~mask));
}
/// The lanes' sum, always in the same order.
INLINE float total(floats x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}
INLINE floats load_some(const float *p, long count) {
  floats x = all(0);
  memcpy(&x, p, (size_t)count * sizeof(float));
  return x;
}
INLINE void store_some(float *p, floats x, long count) {
  memcpy(p, &x, (size_t)count * sizeof(float));
}

#include "elementary.h"
#include "matrix_product.h"
#include "attention.h"
#include "adam.h"

const dephn_kernels CLONE(kernels) = {
    CLONE(exp), CLONE(sigmoid), CLONE(tanh), CLONE(sin), CLONE(cos), CLONE(dot),
    CLONE(matrix_product), CLONE(attention), CLONE(attention_gradient), CLONE(adam)};
