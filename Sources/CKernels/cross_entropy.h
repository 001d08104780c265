// The cross-entropy of eight logits at once, by the operations of dephn_exp, dephn_log and
// `Elementary.log1p`, as `LossKind.loss` has them.
#include "double.h"

typedef double doubles __attribute__((vector_size(64), aligned(8)));
typedef int64_t longs __attribute__((vector_size(64), aligned(8)));
typedef int32_t int32s __attribute__((vector_size(32), aligned(4)));

REDUCED(doubles, 8)

INLINE doubles choose8(longs mask, doubles a, doubles b) {
  return (doubles)(((longs)a & mask) | ((longs)b & ~mask));
}
INLINE doubles spread8(double x) { return (doubles){x, x, x, x, x, x, x, x}; }

/// log(1 + e^x) for x <= 0: e^x lies between 0 and 1, so the logarithm is one of 1 to 2.
INLINE doubles log_of_one_and_exp8(doubles x) {
  const doubles least = spread8(-745.1332191019412), one = spread8(1);
  longs is_zero = x < least;
  // Rounded to the nearest integer by truncation, as x is not positive.
  int32s n = __builtin_convertvector(choose8(is_zero, least, x) * LOG2_E - 0.5, int32s);
  doubles y = exp_reduced8(x, __builtin_convertvector(n, doubles));
  // 2^n as a product where it is no normal number.
  longs power = __builtin_convertvector(n, longs), is_tiny = power < -1000;
  power += is_tiny & 1000;
  y = y * (doubles)((power + 1023) << 52);
  y = y * choose8(is_tiny, spread8(0x1p-1000), one);
  y = choose8(is_zero, spread8(0), y);

  doubles sum = one + y;
  longs is_two = sum == spread8(2);
  doubles m = choose8(is_two, one, sum);
  longs is_above = m > spread8(SQRT2);
  m = choose8(is_above, m * 0.5, m);
  doubles log = log_reduced8(m, choose8(is_two | is_above, one, spread8(0)));
  return choose8(sum == one, y, log * (y / (sum - one)));
}

/// max(z, 0) - z y + log(1 + e^-|z|).
INLINE doubles cross_entropy8(doubles z, doubles y) {
  longs is_number = z == z;
  doubles below = (doubles)((longs)z | INT64_MIN);
  doubles rest = log_of_one_and_exp8(choose8(is_number, below, spread8(0)));
  return choose8((z > spread8(0)) | ~is_number, z, spread8(0)) - z * y + rest;
}

/// losses[i * stride] = the cross-entropy of logits[i] and labels[i * stride].
static void CLONE(cross_entropy)(long count, const float *logits, const float *labels, long stride,
                                 double *losses) {
  long i = 0;
  if (stride == 1)
    for (; i + LANES <= count; i += LANES) {
      doubles z = __builtin_convertvector(*(const floats *)(logits + i), doubles);
      doubles y = __builtin_convertvector(*(const floats *)(labels + i), doubles);
      *(doubles *)(losses + i) = cross_entropy8(z, y);
    }
  for (; i < count; i += LANES) {
    long some = count - i < LANES ? count - i : LANES;
    floats z = {0}, y = {0};
    for (long lane = 0; lane < some; lane++) {
      z[lane] = logits[i + lane];
      y[lane] = labels[(i + lane) * stride];
    }
    doubles loss =
        cross_entropy8(__builtin_convertvector(z, doubles), __builtin_convertvector(y, doubles));
    for (long lane = 0; lane < some; lane++) losses[(i + lane) * stride] = loss[lane];
  }
}
