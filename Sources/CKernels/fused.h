// x y + z of floats rounded once, for processors without an instruction for it, where `fmaf` of the C
// library takes four to five times as long.
//
// The product of two floats is exact as a double, and its sum with z is rounded twice: to double, then to
// float. That gives what a single rounding gives unless the double lies just in the middle of two floats, or
// the float has fewer digits than usual because it is below the smallest normal number. Such lanes are rare;
// where there is one, all of them are computed again with care.
typedef double doubles __attribute__((vector_size(64)));
typedef uint64_t bits64 __attribute__((vector_size(64)));
typedef int32_t words __attribute__((vector_size(64)));
typedef int32_t mask __attribute__((vector_size(32)));

/// The sum is rounded to odd: where it is inexact, to the one of its two neighbours whose last bit is 1.
/// Rounded to float, that gives what a single rounding gives (Boldo and Melquiond, Emulation of FMA and
/// correctly rounded sums, IEEE Transactions on Computers 2008).
static __attribute__((noinline)) void
CLONE(add_rounded_to_odd)(const doubles *product, const floats *addend, floats *result) {
  doubles x = *product, y = __builtin_convertvector(*addend, doubles);
  // Knuth's TwoSum: what the sum leaves out; NaN where the sum is not finite.
  doubles sum = x + y, part = sum - x, error = (x - (sum - part)) + (y - part);
  bits64 inexact = (bits64)((error < 0) | (error > 0)) >> 63;
  // Truncated, where it was rounded away from zero; then its last bit is set.
  bits64 away = ((bits64)error ^ (bits64)sum) >> 63;
  doubles odd = (doubles)(((bits64)sum - (inexact & away)) | inexact);
  *result = __builtin_convertvector(odd, floats);
}

INLINE int any(mask lanes) {
  typedef int64_t pair __attribute__((vector_size(16)));
  mask swapped = __builtin_shufflevector(lanes, lanes, 4, 5, 6, 7, 0, 1, 2, 3) | lanes;
  pair first = (pair)__builtin_shufflevector(swapped, swapped, 0, 1, 2, 3);
  return (first[0] | first[1]) != 0;
}

INLINE floats fma8(floats a, floats b, floats c) {
  doubles product = __builtin_convertvector(a, doubles) * __builtin_convertvector(b, doubles);
  doubles sum = product + __builtin_convertvector(c, doubles);
  words halves = (words)sum;
  mask low = __builtin_shufflevector(halves, halves, 0, 2, 4, 6, 8, 10, 12, 14);
  mask high = __builtin_shufflevector(halves, halves, 1, 3, 5, 7, 9, 11, 13, 15) & 0x7fffffff;
  // A float keeps all but the last 29 bits; 0x381 is the exponent of its smallest normal number, 2^-126.
  mask middle = (low & 0x1fffffff) == 0x10000000, small = (high < 0x38100000) & (high != 0);
  if (__builtin_expect(any(middle | small), 0)) {
    // Copies, so that only this branch needs addresses.
    doubles x = product;
    floats y = c, result;
    CLONE(add_rounded_to_odd)(&x, &y, &result);
    return result;
  }
  return __builtin_convertvector(sum, floats);
}

INLINE wide fma16(wide a, wide b, wide c) {
#define HALF(x, i) __builtin_shufflevector(x, x, i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7)
  floats first = fma8(HALF(a, 0), HALF(b, 0), HALF(c, 0));
  floats second = fma8(HALF(a, 8), HALF(b, 8), HALF(c, 8));
#undef HALF
  return __builtin_shufflevector(first, second, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
                                 15);
}
