#pragma once
#include <stdint.h>
/// Philox4x32-10: four 32-bit words that depend on nothing but key and counter.
void dephn_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t result[4]);
/// Natural logarithm in double, from + - * / alone (fdlibm's reduction): the same bits on every machine.
double dephn_log(double x);
/// Natural exponential in double, from + - * / alone.
double dephn_exp(double x);
/// Sine of x (radians, |x| below 1e5) in double, from + - * / alone.
double dephn_sin(double x);
