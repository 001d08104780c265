// The table of functions that a clone offers.
#pragma once
#include "CKernels.h"

typedef void elementwise(long, const float *, float *);

typedef struct {
  elementwise *exp, *sigmoid, *tanh, *sin, *cos;
  float (*dot)(long, const float *, const float *);
  void (*matrix_product)(long, long, long, const float *, long, long, const float *, float *, long,
                         const float *, int);
  void (*attention)(long, long, long, const float *, const float *, const float *, float *, float *);
  void (*attention_gradient)(long, long, long, const float *, const float *, const float *,
                             const float *, float *, float *, float *, float *);
  void (*adam)(long, float *, const float *, float *, float *, const dephn_adam_settings *);
} dephn_kernels;
