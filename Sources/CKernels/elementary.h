// exp, sigmoid, tanh, sin, cos: range reduction and a polynomial, a few ulp (the tests measure).

INLINE wide exp16(wide x) {
  x = choose(x > spread(88.3762589f), spread(88.3762589f), x);
  x = choose(x < spread(-87.3365479f), spread(-87.3365479f), x);
  // x = n ln 2 + r: adding 1.5 * 2^23 rounds to an integer, which then sits in the low bits.
  const wide magic = spread(12582912.0f);
  wide shifted = fma16(x, spread(1.44269504f), magic);
  wide n = shifted - magic;
  wide r = fma16(n, spread(-0.693145752f), x);
  r = fma16(n, spread(-1.42860677e-06f), r);
  wide p = spread(1.37805939e-3f);
  p = fma16(p, r, spread(8.37312452e-3f));
  p = fma16(p, r, spread(4.16695364e-2f));
  p = fma16(p, r, spread(1.66664720e-1f));
  p = fma16(p, r, spread(4.99999851e-1f));
  p = fma16(p, r * r, r);
  p = p + spread(1.0f);
  integers scale = ((integers)shifted << 23) + 0x3f800000;
  return p * (wide)scale;
}

INLINE wide sigmoid16(wide x) { return spread(1.0f) / (spread(1.0f) + exp16(-x)); }

INLINE wide tanh16(wide x) {
  wide magnitude = (wide)((integers)x & 0x7fffffff);
  // Near 0 an odd polynomial (Cephes) keeps the relative error small; elsewhere by exp.
  wide z = x * x;
  wide p = spread(-5.70498872745e-3f);
  p = fma16(p, z, spread(2.06390887954e-2f));
  p = fma16(p, z, spread(-5.37397155531e-2f));
  p = fma16(p, z, spread(1.33314422036e-1f));
  p = fma16(p, z, spread(-3.33332819422e-1f));
  wide small = fma16(p * z, x, x);
  wide large = spread(1.0f) - spread(2.0f) / (exp16(magnitude + magnitude) + spread(1.0f));
  large = (wide)((integers)large | ((integers)x & (int32_t)0x80000000));
  return choose(magnitude < spread(0.625f), small, large);
}

/// sin(x + quarters * pi / 2), for |x| up to about 10,000.
INLINE wide sine16(wide x, int quarters) {
  const wide magic = spread(12582912.0f);
  wide shifted = fma16(x, spread(0.636619772f), magic);
  wide n = shifted - magic;
  wide r = fma16(n, spread(-1.57079625f), x);
  r = fma16(n, spread(-7.54978942e-08f), r);
  r = fma16(n, spread(-5.39030253e-15f), r);
  integers quadrant = (integers)shifted + quarters;
  wide z = r * r;
  wide s = spread(2.608316e-6f);
  s = fma16(s, z, spread(-1.981069e-4f));
  s = fma16(s, z, spread(8.333077e-3f));
  s = fma16(s, z, spread(-1.66666597e-1f));
  s = fma16(s * z, r, r);
  wide c = spread(2.44331571e-5f);
  c = fma16(c, z, spread(-1.38873162e-3f));
  c = fma16(c, z, spread(4.16666456e-2f));
  c = fma16(c, z, spread(-0.5f));
  c = fma16(c, z, spread(1.0f));
  integers odd = -(quadrant & 1);
  integers sign = (quadrant & 2) << 30;
  return (wide)((integers)choose(odd, c, s) ^ sign);
}

INLINE wide sin16(wide x) { return sine16(x, 0); }
INLINE wide cos16(wide x) { return sine16(x, 1); }

#define ELEMENTWISE(name)                                                               \
  static void CLONE(name##_floats)(long count, const float *x, float *y) {              \
    long i = 0;                                                                         \
    for (; i + WIDE <= count; i += WIDE) store(y + i, name##16(load(x + i)));           \
    if (i < count) store_some(y + i, name##16(load_some(x + i, count - i)), count - i); \
  }
ELEMENTWISE(exp)
ELEMENTWISE(sigmoid)
ELEMENTWISE(tanh)
ELEMENTWISE(sin)
ELEMENTWISE(cos)
#undef ELEMENTWISE
