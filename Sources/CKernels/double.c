#include "CKernels.h"
#include "double.h"
#include <string.h>

#pragma STDC FP_CONTRACT OFF

// Elementary functions in double for data generation and metrics. No libm: its variants differ
// from CPU to CPU. Errors stay within about 2 ulp, which the tests measure.

static uint64_t bits_of(double x) {
  uint64_t u;
  memcpy(&u, &x, sizeof u);
  return u;
}
static double double_of(uint64_t u) {
  double x;
  memcpy(&x, &u, sizeof x);
  return x;
}

REDUCED(double, )

double dephn_log(double x) {
  if (x != x || x < 0) return double_of(0x7ff8000000000000ull);
  if (x == 0) return -double_of(0x7ff0000000000000ull);
  if (x > 1.7976931348623157e308) return x;
  int exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984.0;
    exponent = -54;
  }
  uint64_t u = bits_of(x);
  exponent += (int)(u >> 52) - 1023;
  double m = double_of((u & 0x000fffffffffffffull) | 0x3ff0000000000000ull);
  if (m > SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  return log_reduced(m, (double)exponent);
}

double dephn_exp(double x) {
  if (x != x) return x;
  if (x > 709.782712893384) return double_of(0x7ff0000000000000ull);
  if (x < -745.1332191019412) return 0;
  double k = (double)(int)(x * LOG2_E + (x < 0 ? -0.5 : 0.5));
  double y = exp_reduced(x, k);
  int n = (int)k;
  if (n < -1000)
    return y * double_of((uint64_t)(n + 1000 + 1023) << 52) * double_of((uint64_t)23 << 52);
  if (n > 1000)
    return y * double_of((uint64_t)(n - 1000 + 1023) << 52) * double_of((uint64_t)2023 << 52);
  return y * double_of((uint64_t)(n + 1023) << 52);
}

/// sin(x + quarters * pi / 2).
static double sine(double x, int quarters) {
  if (!(x > -1e5 && x < 1e5)) return double_of(0x7ff8000000000000ull);
  // x = k pi/2 + r; the first two parts of pi/2 hold 33 bits each, so k * part is exact.
  double k = (double)(int)(x * 6.36619772367581382433e-01 + (x < 0 ? -0.5 : 0.5));
  double r = ((x - k * 1.57079632673412561417e+00) - k * 6.07710050630396597660e-11) -
             k * 2.02226624879595063154e-21;
  double z = r * r;
  double s = 1.58969099521155010221e-10;
  s = -2.50507602534068634195e-08 + z * s;
  s = 2.75573137070700676789e-06 + z * s;
  s = -1.98412698298579493134e-04 + z * s;
  s = 8.33333333332248946124e-03 + z * s;
  s = -1.66666666666666324348e-01 + z * s;
  double sine = r + r * z * s;
  double c = -1.13596475577881948265e-11;
  c = 2.08757232129817482790e-09 + z * c;
  c = -2.75573143513906633035e-07 + z * c;
  c = 2.48015872894767294178e-05 + z * c;
  c = -1.38888888888741095749e-03 + z * c;
  c = 4.16666666666666019037e-02 + z * c;
  double cosine = 1.0 - 0.5 * z + z * z * c;
  switch (((int)k + quarters) & 3) {
    case 0: return sine;
    case 1: return cosine;
    case 2: return -sine;
    default: return -cosine;
  }
}

double dephn_sin(double x) { return sine(x, 0); }
double dephn_cos(double x) { return sine(x, 1); }
