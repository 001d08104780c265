// x y + z of floats rounded once, for processors without an instruction for it, where `fmaf` of the C
// library takes two to three times as long.
//
// The product of two floats is exact as a double. Its sum with z is rounded to odd: where it is inexact, to
// the one of its two neighbours whose last bit is 1. Rounded to float, that gives what a single rounding
// gives (Boldo and Melquiond, Emulation of FMA and correctly rounded sums, IEEE Transactions on Computers
// 2008).
typedef double doubles __attribute__((vector_size(128)));
typedef uint64_t bits64 __attribute__((vector_size(128)));

INLINE doubles rounded_to_odd(doubles x, doubles y) {
  // Knuth's TwoSum: what the sum leaves out; NaN where the sum is not finite.
  doubles sum = x + y, part = sum - x, error = (x - (sum - part)) + (y - part);
  bits64 inexact = (bits64)((error < 0) | (error > 0)) >> 63;
  // Truncated, where it was rounded away from zero; then its last bit is set.
  bits64 away = ((bits64)error ^ (bits64)sum) >> 63;
  return (doubles)(((bits64)sum - (inexact & away)) | inexact);
}

INLINE wide fma16(wide a, wide b, wide c) {
  doubles product = __builtin_convertvector(a, doubles) * __builtin_convertvector(b, doubles);
  return __builtin_convertvector(rounded_to_odd(product, __builtin_convertvector(c, doubles)),
                                 wide);
}
