// exp and log in double, for one number and for eight: the same operations, so the same bits.
#pragma once

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10
#define LOG2_E 1.44269504088896338700e+00
#define SQRT2 1.4142135623730951

/// exp_reduced(x, k): exp(x - k ln 2), for k the integer nearest to x / ln 2. log_reduced(m, k):
/// log(m) + k ln 2 for m from sqrt(1/2) to sqrt(2), as 2 atanh(s) with s = f / (2 + f) in fdlibm's
/// arrangement.
#define REDUCED(real, name)                                                             \
  static inline __attribute__((always_inline)) real exp_reduced##name(real x, real k) { \
    real high = x - k * LN2_HIGH, low = k * LN2_LOW, r = high - low, t = r * r;         \
    real p = -1.65339022054652515390e-06 + t * 4.13813679705723846039e-08;              \
    p = 6.61375632143793436117e-05 + t * p;                                             \
    p = -2.77777777770155933842e-03 + t * p;                                            \
    p = 1.66666666666666019037e-01 + t * p;                                             \
    real c = r - t * p;                                                                 \
    return 1.0 - ((low - (r * c) / (2.0 - c)) - high);                                  \
  }                                                                                     \
  static inline __attribute__((always_inline)) real log_reduced##name(real m, real k) { \
    real f = m - 1.0, s = f / (2.0 + f), z = s * s;                                     \
    real p = 1.531383769920937332e-01 + z * 1.479819860511658591e-01;                   \
    p = 1.818357216161805012e-01 + z * p;                                               \
    p = 2.222219843214978396e-01 + z * p;                                               \
    p = 2.857142874366239149e-01 + z * p;                                               \
    p = 3.999999999940941908e-01 + z * p;                                               \
    p = 6.666666666666735130e-01 + z * p;                                               \
    real r = z * p, half = 0.5 * f * f;                                                 \
    return k * LN2_HIGH - ((half - (s * (half + r) + k * LN2_LOW)) - f);                \
  }
