#pragma once
#include <stdint.h>

// The inner loops that set the speed and fix the bits. Every result is a fixed sequence of IEEE
// operations (+ - * / sqrt and fused multiply-add), the same in the clone for AVX2 and in the
// portable one, for any vector width, tile or thread.

/// Philox4x32-10: four 32-bit words that depend on nothing but key and counter.
void dephn_philox(const uint32_t key[2], const uint32_t counter[4], uint32_t result[4]);

/// Natural logarithm in double.
double dephn_log(double x);
/// Natural exponential in double.
double dephn_exp(double x);
/// Sine of x in double, for |x| below 1e5.
double dephn_sin(double x);
/// Cosine of x in double, for |x| below 1e5.
double dephn_cos(double x);

/// Elementwise functions of floats: y[i] = f(x[i]); x and y may be the same.
void dephn_exp_floats(long count, const float *x, float *y);
void dephn_sigmoid_floats(long count, const float *x, float *y);
void dephn_tanh_floats(long count, const float *x, float *y);
void dephn_sin_floats(long count, const float *x, float *y);
void dephn_cos_floats(long count, const float *x, float *y);

/// Sum of x[i] * y[i]: eight chains of fused multiply-adds (i mod 8), then their sum as a tree.
float dephn_dot(long count, const float *x, const float *y);

/// Columns of one panel of a packed matrix.
enum { DEPHN_PANEL = 16 };

/// Packs rows [first, last) of panel `panel` of B (depth x columns, element (k, j) at
/// b[k * row + j * column]) into `packed`: panel after panel, 16 values a row, missing ones 0.
/// `packed` needs depth * (columns rounded up to 16) floats.
void dephn_pack(long depth, long columns, const float *b, long row, long column, long panel,
                long first, long last, float *packed);

/// C = start + A B, with A rows x depth (element (i, k) at a[i * a_row + k * a_column]) and B packed;
/// C has `columns` columns, `c_row` floats from row to row.
/// start: bias (one value a column) if not NULL, else C itself if `accumulate`, else 0.
/// Each element is one chain of fused multiply-adds over k, ascending.
void dephn_matrix_product(long rows, long columns, long depth, const float *a, long a_row,
                          long a_column, const float *packed, float *c, long c_row,
                          const float *bias, int accumulate);

/// Scaled dot-product attention of one sample over its fields (softmax(Q K^T / sqrt(d / heads)) V).
/// query, key, value and result are fields x dimension, row-major; head h owns the columns from
/// h * dimension / heads. `scratch` needs dephn_attention_scratch floats.
void dephn_attention(long fields, long dimension, long heads, const float *query, const float *key,
                     const float *value, float *result, float *scratch);
/// The gradients of the above with respect to query, key and value, written (not added).
void dephn_attention_gradient(long fields, long dimension, long heads, const float *query,
                              const float *key, const float *value, const float *result_gradient,
                              float *query_gradient, float *key_gradient, float *value_gradient,
                              float *scratch);
long dephn_attention_scratch(long fields, long dimension, long heads);

/// One step of Adam (Kingma and Ba, 2015), textbook form:
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// w -= rate * (m * correction1) / (sqrt(v * correction2) + epsilon), with g the gradient.
/// complement = 1 - beta and correction = 1 / (1 - beta^step) come rounded from double.
typedef struct {
  float rate, beta1, beta2, complement1, complement2, epsilon, correction1, correction2;
} dephn_adam_settings;
void dephn_adam(long count, float *weights, const float *gradient, float *first, float *second,
                const dephn_adam_settings *settings);

/// Name of the clone in use: "avx2" or "portable".
const char *dephn_clone(void);
/// Takes the portable clone, or (0) the best one for this CPU, as at load; DEPHN_PORTABLE=1 in the
/// environment takes the portable one at load. Results are the same.
void dephn_use_portable(int portable);
