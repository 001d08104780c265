#include "kernels.h"
#include <stdlib.h>

extern const dephn_kernels kernels_portable;
static const dephn_kernels *chosen = &kernels_portable;

#if defined(__x86_64__)
extern const dephn_kernels kernels_avx2;

static const dephn_kernels *best(void) {
  __builtin_cpu_init();
  int usable = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return usable ? &kernels_avx2 : &kernels_portable;
}
#else
static const dephn_kernels *best(void) { return &kernels_portable; }
#endif

void dephn_use_portable(int portable) { chosen = portable ? &kernels_portable : best(); }

__attribute__((constructor)) static void choose_at_load(void) {
  const char *forced = getenv("DEPHN_PORTABLE");
  dephn_use_portable(forced && forced[0] == '1');
}

const char *dephn_clone(void) { return chosen == &kernels_portable ? "portable" : "avx2"; }

void dephn_exp_floats(long count, const float *x, float *y) { chosen->exp(count, x, y); }
void dephn_sigmoid_floats(long count, const float *x, float *y) { chosen->sigmoid(count, x, y); }
void dephn_tanh_floats(long count, const float *x, float *y) { chosen->tanh(count, x, y); }
void dephn_sin_floats(long count, const float *x, float *y) { chosen->sin(count, x, y); }
void dephn_cos_floats(long count, const float *x, float *y) { chosen->cos(count, x, y); }
float dephn_dot(long count, const float *x, const float *y) { return chosen->dot(count, x, y); }

void dephn_matrix_product(long rows, long columns, long depth, const float *a, long a_row,
                          long a_column, const float *packed, float *c, long c_row,
                          const float *bias, int accumulate) {
  chosen->matrix_product(rows, columns, depth, a, a_row, a_column, packed, c, c_row, bias,
                         accumulate);
}

void dephn_attention(long fields, long dimension, long heads, const float *query, const float *key,
                     const float *value, float *result, float *scratch) {
  chosen->attention(fields, dimension, heads, query, key, value, result, scratch);
}

void dephn_attention_gradient(long fields, long dimension, long heads, const float *query,
                              const float *key, const float *value, const float *result_gradient,
                              float *query_gradient, float *key_gradient, float *value_gradient,
                              float *scratch) {
  chosen->attention_gradient(fields, dimension, heads, query, key, value, result_gradient,
                             query_gradient, key_gradient, value_gradient, scratch);
}

void dephn_adam(long count, float *weights, const float *gradient, float *first, float *second,
                const dephn_adam_settings *settings) {
  chosen->adam(count, weights, gradient, first, second, settings);
}
