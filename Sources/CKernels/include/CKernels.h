#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The inner loops that set the speed and fix the bits. Every result is a fixed sequence of IEEE
// operations (+ - * / sqrt and fused multiply-add), the same in every clone (AVX-512, AVX2 and
// portable), for any vector width, tile or thread.

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

/// losses[i * stride] = max(z, 0) - z y + log(1 + e^-|z|) for z = logits[i], y = labels[i * stride],
/// in double: the bits of `LossKind.loss`, row by row.
void dephn_cross_entropy(long count, const float *logits, const float *labels, long stride,
                         double *losses);

/// Sum of x[i] * y[i]: eight chains of fused multiply-adds (i mod 8), then their sum as a tree.
float dephn_dot(long count, const float *x, const float *y);

/// y += x; y = factor * x; y += factor * x; z = x * y; z += x * y: none of them fused.
void dephn_add(long count, const float *x, float *y);
void dephn_scale(long count, float factor, const float *x, float *y);
void dephn_add_scaled(long count, float factor, const float *x, float *y);
void dephn_multiply(long count, const float *x, const float *y, float *z);
void dephn_add_product(long count, const float *x, const float *y, float *z);

/// Back through y = max(x, slope * x): z = y > 0 ? z : slope * z.
void dephn_rectify_gradient(long count, float slope, const float *y, float *z);

/// result[j] = (or, to accumulate, +=) the sum over the rows, in their order, of x[row * stride + j]
/// (times y[row * stride + j]).
void dephn_column_sums(long rows, long columns, long stride, const float *x, float *result,
                       int accumulate);
void dephn_column_dots(long rows, long columns, long stride, const float *x, const float *y,
                       float *result, int accumulate);

/// The same of factor[row * factor_stride] * x[row * stride + j].
void dephn_weighted_sums(long rows, long columns, long stride, const float *x, const float *factor,
                         long factor_stride, float *result, int accumulate);

/// y [columns x rows] = (or, to accumulate, +=) the transpose of x [rows x columns].
void dephn_transpose(long rows, long columns, const float *x, float *y, int accumulate);

/// Softmax along each row, and its gradient, which is added to x_gradient.
void dephn_softmax(long rows, long columns, const float *x, float *y);
void dephn_softmax_gradient(long rows, long columns, const float *y, const float *y_gradient,
                            float *x_gradient);

/// Columns of one panel of a packed matrix.
enum { DEPHN_PANEL = 16 };

/// A matrix B of depth x columns, whose element (k, j) is values[k * row + j * column], where row or
/// column is 1; `addend` (or NULL) is added along that direction: addend[j] or addend[k].
typedef struct {
  long depth, columns;
  const float *values;
  long row, column;
  const float *addend;
} dephn_matrix;
/// Packs rows [first, last) of panel `panel` of B into `packed`: panel after panel, 16 values a row,
/// missing ones 0. `packed` needs depth * (columns rounded up to 16) floats.
void dephn_pack(const dephn_matrix *b, long panel, long first, long last, float *packed);

/// What each element of a product ends in.
enum { DEPHN_LINEAR, DEPHN_RELU, DEPHN_LEAKY_RELU };

/// C = activation(start + A B), with A rows x depth (element (i, k) at a[i * a_row + k * a_column])
/// and B packed; C has `columns` columns, `c_row` floats from row to row.
/// start: C itself if `accumulate`, else bias (one value a column) if not NULL, else 0.
/// Each element is one chain of fused multiply-adds over k, ascending.
typedef struct {
  long rows, columns, depth;
  const float *a;
  long a_row, a_column;
  const float *packed;
  float *c;
  long c_row;
  const float *bias;
  int accumulate;
  int activation;
  /// Of a leaky ReLU.
  float slope;
} dephn_product;
void dephn_matrix_product(const dephn_product *product);

/// The sizes of an attention over the fields of a sample; heads divide the dimension.
typedef struct {
  long fields, dimension, heads;
} dephn_attention_shape;

/// Scaled dot-product attention of one sample over its fields (softmax(Q K^T / sqrt(d / heads)) V).
/// query, key, value and result are fields x dimension, row-major; head h owns the columns from
/// h * dimension / heads. `scratch` needs dephn_attention_scratch floats.
void dephn_attention(const dephn_attention_shape *shape, const float *query, const float *key,
                     const float *value, float *result, float *scratch);
/// The gradients of the above with respect to query, key and value, written (not added).
void dephn_attention_gradient(const dephn_attention_shape *shape, const float *query,
                              const float *key, const float *value, const float *result_gradient,
                              float *query_gradient, float *key_gradient, float *value_gradient,
                              float *scratch);
long dephn_attention_scratch(const dephn_attention_shape *shape);

/// A row of a cross or field layer: y = x0 * s + bias + residual * x; bias and residual may be NULL.
void dephn_interaction(long count, const float *x0, const float *s, const float *bias,
                       const float *residual, const float *x, float *y);
/// Its gradients: s's is written, x0's added, x's added to accumulate and written otherwise.
/// To accumulate, x0_gradient and x_gradient may be the same.
void dephn_interaction_gradient(long count, const float *x0, const float *s, const float *residual,
                                const float *y_gradient, float *s_gradient, float *x0_gradient,
                                float *x_gradient, int accumulate);

/// A mixture of experts: y = sum over k of gate[k] * expert k, for rows of `width` numbers;
/// gate is rows x experts.
typedef struct {
  long rows, width, experts;
  const float *gate;
  const float *const *values;
} dephn_mixture;
void dephn_mix(const dephn_mixture *mixture, float *y);
/// Its gradients: the gate's is added, an expert's is added if its flag in `accumulates` says so, and
/// written otherwise.
void dephn_mix_gradient(const dephn_mixture *mixture, const float *y_gradient, float *gate_gradient,
                        float *const *gradients, const int *accumulates);

/// Rows of a table: y[i * y_stride ...] = table[ids[i * id_stride] * stride ...], `columns` floats.
void dephn_gather(long rows, long columns, const float *table, long stride, const int32_t *ids,
                  long id_stride, float *y, long y_stride);
/// Its gradient: sums[numbers[i * number_stride] * columns ...] += x[i * x_stride ...], in the order of i.
void dephn_scatter_add(long rows, long columns, const float *x, long x_stride,
                       const int32_t *numbers, long number_stride, float *sums);
/// The different ids among ids[i * id_stride], numbered in the order in which they come first:
/// numbers[i] is the number of row i's id, and unique[number] that id. Returns the number of ids.
/// `slots` is room for `slot_count` numbers, a power of two of at least twice the rows.
long dephn_unique(long rows, const int32_t *ids, long id_stride, int32_t *numbers, int32_t *unique,
                  int32_t *slots, long slot_count);

/// Samples whose rows of c are sums of a table's rows. The table has `columns` columns in panels of
/// 16 (`panel` floats from one to the next), 16 floats a row: first the row of every sample; then two
/// for each number x, a shift and what x is multiplied with; then those of the categories.
/// Sample i takes the category rows that begin at floats offsets[i * stride ...] of a panel, and the
/// numbers at numbers[i * stride ...].
typedef struct {
  long rows, columns, category_count, number_count;
  const int32_t *offsets;
  const float *numbers;
  long stride;
  const float *table;
  long panel;
  float *c;
  long c_row;
  int activation;
  /// Of a leaky ReLU.
  float slope;
} dephn_lookup;
/// c = activation(every sample's row + shifts + numbers * their rows + categories' rows), each element
/// one chain in this order; numbers by fused multiply-adds.
void dephn_look_up(const dephn_lookup *lookup);
/// Sorts the samples by the category rows that they take, for dephn_add_up: the samples of row r are
/// order[bounds[r]] … order[bounds[r + 1] - 1], ascending. There is an entry of `order` for each
/// category of each sample, and `bounds` has room for two more than the table has rows.
void dephn_arrange(const dephn_lookup *lookup, int32_t *order, int32_t *bounds);
/// The way back: what `sums` (as the table) holds grows by c's rows, in the order of the samples.
/// `scratch` has room for 16 floats per sample.
void dephn_add_up(const dephn_lookup *lookup, const int32_t *order, const int32_t *bounds,
                  float *sums, float *scratch);

/// A field's part of a layer: its vectors E [rows, depth], its rows of the layer's weights
/// W [depth, columns], and its rows of that layer's columns of a table as above.
typedef struct {
  long rows, depth, columns;
  const float *vectors;
  long vector_row;
  const float *weights;
  long weight_row;
  float *table;
  long panel;
} dephn_field_layer;
/// table = E W, with zeros in the columns that fill the last panel.
void dephn_fill_table(const dephn_field_layer *layer);
/// From the table's gradient S (in its stead): of_weights = E' S, with rows as W's, and
/// of_vectors [rows, depth] grows by S W'.
void dephn_table_gradients(const dephn_field_layer *layer, float *of_weights, float *of_vectors);

/// Soft selection of a row: y = openness * attended + (1 - openness) * raw.
void dephn_selection(long count, const float *openness, const float *attended, const float *raw,
                     float *y);
/// Its gradients, added.
void dephn_selection_gradient(long count, const float *openness, const float *y_gradient,
                              float *attended_gradient, float *raw_gradient);
/// result[j] = (or, to accumulate, +=) the sum over the rows of y_gradient * (attended - raw).
void dephn_selection_gate_gradient(long rows, long columns, long stride, const float *attended,
                                   const float *raw, const float *y_gradient, float *result,
                                   int accumulate);

/// One step of Adam (Kingma and Ba, 2015), textbook form:
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// w -= rate * (m * correction1) / (sqrt(v * correction2) + epsilon), with g the gradient.
/// complement = 1 - beta and correction = 1 / (1 - beta^step) come rounded from double.
typedef struct {
  float rate, beta1, beta2, complement1, complement2, epsilon, correction1, correction2;
} dephn_adam_settings;
/// Rows of weights with their moments, `stride` floats from row to row in all three, and their
/// gradient. Row r of the gradient belongs to row indices[r], or r without indices.
typedef struct {
  long rows, columns, stride;
  const int32_t *indices;
  float *weights, *first, *second;
  const float *gradient;
  long gradient_stride;
} dephn_weights;
void dephn_adam(const dephn_weights *weights, const dephn_adam_settings *settings);

/// Where the marks of a text are, added to those that are there already.
typedef struct {
  /// Offsets of the separators and line feeds; seven elements after the last are overwritten.
  uint32_t *offsets;
  long count;
  /// The indices in `offsets` of line feeds.
  uint32_t *line_ends;
  long line_count;
  /// Whether there is a zero byte or one that is not ASCII, and whether there is a double quote.
  int has_odd_bytes, has_quotes;
} dephn_marks;
/// Finds the marks of text[first ..< last], of whose bytes each may be one.
void dephn_find_marks(const uint8_t *text, long first, long last, uint8_t separator,
                      dephn_marks *marks);

/// Fused multiply-adds on registers alone, for benchmarks: dephn_multiply_adds_a_round a round.
float dephn_multiply_adds(long rounds);
long dephn_multiply_adds_a_round(void);

/// Tells the processor that a loop waits for another thread.
void dephn_pause(void);

/// Name of the clone in use: "avx512", "avx2" or "portable".
const char *dephn_clone(void);
/// Takes the named clone, or (NULL) the best one for this CPU, as at load; 0 if the CPU has not got
/// it. The environment variable DEPHN_CLONE names one at load. Results are the same.
int dephn_use_clone(const char *name);

/// The first of count bytes that is byte; null if there is none.
static inline const uint8_t *dephn_find_byte(const uint8_t *start, uint8_t byte, long count) {
  return (const uint8_t *)memchr(start, byte, (size_t)count);
}

/// True if count bytes at both addresses are equal.
static inline int dephn_equal_bytes(const uint8_t *one, const uint8_t *other, long count) {
  return memcmp(one, other, (size_t)count) == 0;
}
