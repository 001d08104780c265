// The table of functions that a clone offers, and the one list that it is made from.
#pragma once
#include "CKernels.h"

/// K(result, name, parameters, arguments) for every kernel: dephn_name calls the chosen clone's.
#define KERNELS(K)                                                                                 \
  K(void, exp_floats, (long count, const float *x, float *y), (count, x, y))                       \
  K(void, sigmoid_floats, (long count, const float *x, float *y), (count, x, y))                   \
  K(void, tanh_floats, (long count, const float *x, float *y), (count, x, y))                      \
  K(void, sin_floats, (long count, const float *x, float *y), (count, x, y))                       \
  K(void, cos_floats, (long count, const float *x, float *y), (count, x, y))                       \
  K(void, cross_entropy,                                                                           \
    (long count, const float *logits, const float *labels, long stride, double *losses),           \
    (count, logits, labels, stride, losses))                                                       \
  K(float, dot, (long count, const float *x, const float *y), (count, x, y))                       \
  K(void, add, (long count, const float *x, float *y), (count, x, y))                              \
  K(void, scale, (long count, float factor, const float *x, float *y), (count, factor, x, y))      \
  K(void, add_scaled, (long count, float factor, const float *x, float *y), (count, factor, x, y)) \
  K(void, multiply, (long count, const float *x, const float *y, float *z), (count, x, y, z))      \
  K(void, add_product, (long count, const float *x, const float *y, float *z), (count, x, y, z))   \
  K(void, rectify_gradient, (long count, float slope, const float *y, float *z),                   \
    (count, slope, y, z))                                                                          \
  K(void, column_sums,                                                                             \
    (long rows, long columns, long stride, const float *x, float *result, int accumulate),         \
    (rows, columns, stride, x, result, accumulate))                                                \
  K(void, column_dots,                                                                             \
    (long rows, long columns, long stride, const float *x, const float *y, float *result,          \
     int accumulate),                                                                              \
    (rows, columns, stride, x, y, result, accumulate))                                             \
  K(void, weighted_sums,                                                                           \
    (long rows, long columns, long stride, const float *x, const float *factor,                    \
     long factor_stride, float *result, int accumulate),                                           \
    (rows, columns, stride, x, factor, factor_stride, result, accumulate))                         \
  K(void, transpose, (long rows, long columns, const float *x, float *y, int accumulate),          \
    (rows, columns, x, y, accumulate))                                                             \
  K(void, softmax, (long rows, long columns, const float *x, float *y), (rows, columns, x, y))     \
  K(void, softmax_gradient,                                                                        \
    (long rows, long columns, const float *y, const float *y_gradient, float *x_gradient),         \
    (rows, columns, y, y_gradient, x_gradient))                                                    \
  K(void, pack, (const dephn_matrix *b, long panel, long first, long last, float *packed),         \
    (b, panel, first, last, packed))                                                               \
  K(void, matrix_product, (const dephn_product *product), (product))                               \
  K(long, attention_scratch, (const dephn_attention_shape *shape), (shape))                        \
  K(void, attention,                                                                               \
    (const dephn_attention_shape *shape, const float *query, const float *key, const float *value, \
     float *result, float *scratch),                                                               \
    (shape, query, key, value, result, scratch))                                                   \
  K(void, attention_gradient,                                                                      \
    (const dephn_attention_shape *shape, const float *query, const float *key, const float *value, \
     const float *result_gradient, float *query_gradient, float *key_gradient,                     \
     float *value_gradient, float *scratch),                                                       \
    (shape, query, key, value, result_gradient, query_gradient, key_gradient, value_gradient,      \
     scratch))                                                                                     \
  K(void, interaction,                                                                             \
    (long count, const float *x0, const float *s, const float *bias, const float *residual,        \
     const float *x, float *y),                                                                    \
    (count, x0, s, bias, residual, x, y))                                                          \
  K(void, interaction_gradient,                                                                    \
    (long count, const float *x0, const float *s, const float *residual, const float *y_gradient,  \
     float *s_gradient, float *x0_gradient, float *x_gradient, int accumulate),                    \
    (count, x0, s, residual, y_gradient, s_gradient, x0_gradient, x_gradient, accumulate))         \
  K(void, selection,                                                                               \
    (long count, const float *openness, const float *attended, const float *raw, float *y),        \
    (count, openness, attended, raw, y))                                                           \
  K(void, selection_gradient,                                                                      \
    (long count, const float *openness, const float *y_gradient, float *attended_gradient,         \
     float *raw_gradient),                                                                         \
    (count, openness, y_gradient, attended_gradient, raw_gradient))                                \
  K(void, selection_gate_gradient,                                                                 \
    (long rows, long columns, long stride, const float *attended, const float *raw,                \
     const float *y_gradient, float *result, int accumulate),                                      \
    (rows, columns, stride, attended, raw, y_gradient, result, accumulate))                        \
  K(void, mix, (const dephn_mixture *mixture, float *y), (mixture, y))                             \
  K(void, mix_gradient,                                                                            \
    (const dephn_mixture *mixture, const float *y_gradient, float *gate_gradient,                  \
     float *const *gradients, const int *accumulates),                                             \
    (mixture, y_gradient, gate_gradient, gradients, accumulates))                                  \
  K(void, gather,                                                                                  \
    (long rows, long columns, const float *table, long stride, const int32_t *ids, long id_stride, \
     float *y, long y_stride),                                                                     \
    (rows, columns, table, stride, ids, id_stride, y, y_stride))                                   \
  K(void, scatter_add,                                                                             \
    (long rows, long columns, const float *x, long x_stride, const int32_t *numbers,               \
     long number_stride, float *sums),                                                             \
    (rows, columns, x, x_stride, numbers, number_stride, sums))                                    \
  K(void, look_up, (const dephn_lookup *lookup), (lookup))                                         \
  K(void, add_up,                                                                                  \
    (const dephn_lookup *lookup, const int32_t *order, const int32_t *bounds, float *sums,         \
     float *scratch),                                                                              \
    (lookup, order, bounds, sums, scratch))                                                        \
  K(void, fill_table, (const dephn_field_layer *layer), (layer))                                   \
  K(void, table_gradients, (const dephn_field_layer *layer, float *of_weights, float *of_vectors), \
    (layer, of_weights, of_vectors))                                                               \
  K(void, adam, (const dephn_weights *weights, const dephn_adam_settings *settings),               \
    (weights, settings))                                                                           \
  K(void, find_marks,                                                                              \
    (const uint8_t *text, long first, long last, uint8_t separator, dephn_marks *marks),           \
    (text, first, last, separator, marks))                                                         \
  K(float, multiply_adds, (long rounds), (rounds))                                                 \
  K(long, multiply_adds_a_round, (void), ())

typedef struct {
#define MEMBER(result, name, parameters, arguments) result(*name) parameters;
  KERNELS(MEMBER)
#undef MEMBER
} dephn_kernels;
