// exp, sigmoid, tanh, sin, cos: range reduction and a polynomial, a few ulp (the tests measure).

INLINE floats exp8(floats x) {
  x = choose(x > all(88.3762589f), all(88.3762589f), x);
  x = choose(x < all(-87.3365479f), all(-87.3365479f), x);
  // x = n ln 2 + r: adding 1.5 * 2^23 rounds to an integer, which then sits in the low bits.
  const floats magic = all(12582912.0f);
  floats shifted = fma8(x, all(1.44269504f), magic);
  floats n = shifted - magic;
  floats r = fma8(n, all(-0.693145752f), x);
  r = fma8(n, all(-1.42860677e-06f), r);
  floats p = all(1.37805939e-3f);
  p = fma8(p, r, all(8.37312452e-3f));
  p = fma8(p, r, all(4.16695364e-2f));
  p = fma8(p, r, all(1.66664720e-1f));
  p = fma8(p, r, all(4.99999851e-1f));
  p = fma8(p, r * r, r);
  p = p + all(1.0f);
  integers scale = ((integers)shifted << 23) + 0x3f800000;
  return p * (floats)scale;
}

INLINE floats sigmoid8(floats x) { return all(1.0f) / (all(1.0f) + exp8(-x)); }

INLINE floats tanh8(floats x) {
  floats magnitude = (floats)((integers)x & 0x7fffffff);
  // Near 0 an odd polynomial (Cephes) keeps the relative error small; elsewhere by exp.
  floats z = x * x;
  floats p = all(-5.70498872745e-3f);
  p = fma8(p, z, all(2.06390887954e-2f));
  p = fma8(p, z, all(-5.37397155531e-2f));
  p = fma8(p, z, all(1.33314422036e-1f));
  p = fma8(p, z, all(-3.33332819422e-1f));
  floats small = fma8(p * z, x, x);
  floats large = all(1.0f) - all(2.0f) / (exp8(magnitude + magnitude) + all(1.0f));
  large = (floats)((integers)large | ((integers)x & (int32_t)0x80000000));
  return choose(magnitude < all(0.625f), small, large);
}

/// sin(x + quarters * pi / 2), for |x| up to about 10,000.
INLINE floats sine8(floats x, int quarters) {
  const floats magic = all(12582912.0f);
  floats shifted = fma8(x, all(0.636619772f), magic);
  floats n = shifted - magic;
  floats r = fma8(n, all(-1.57079625f), x);
  r = fma8(n, all(-7.54978942e-08f), r);
  r = fma8(n, all(-5.39030253e-15f), r);
  integers quadrant = (integers)shifted + quarters;
  floats z = r * r;
  floats s = all(2.608316e-6f);
  s = fma8(s, z, all(-1.981069e-4f));
  s = fma8(s, z, all(8.333077e-3f));
  s = fma8(s, z, all(-1.66666597e-1f));
  s = fma8(s * z, r, r);
  floats c = all(2.44331571e-5f);
  c = fma8(c, z, all(-1.38873162e-3f));
  c = fma8(c, z, all(4.16666456e-2f));
  c = fma8(c, z, all(-0.5f));
  c = fma8(c, z, all(1.0f));
  integers odd = -(quadrant & 1);
  integers sign = (quadrant & 2) << 30;
  return (floats)((integers)choose(odd, c, s) ^ sign);
}

INLINE floats sin8(floats x) { return sine8(x, 0); }
INLINE floats cos8(floats x) { return sine8(x, 1); }

#define ELEMENTWISE(name)                                                                   \
  static void CLONE(name)(long count, const float *x, float *y) {                           \
    long i = 0;                                                                              \
    for (; i + LANES <= count; i += LANES) store(y + i, name##8(load(x + i)));               \
    if (i < count) store_some(y + i, name##8(load_some(x + i, count - i)), count - i);       \
  }
ELEMENTWISE(exp)
ELEMENTWISE(sigmoid)
ELEMENTWISE(tanh)
ELEMENTWISE(sin)
ELEMENTWISE(cos)
#undef ELEMENTWISE

static float CLONE(dot)(long count, const float *x, const float *y) {
  floats sum = all(0);
  long i = 0;
  for (; i + LANES <= count; i += LANES) sum = fma8(load(x + i), load(y + i), sum);
  if (i < count) sum = fma8(load_some(x + i, count - i), load_some(y + i, count - i), sum);
  return total(sum);
}
