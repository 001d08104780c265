// Products of a field's small table with its few rows of a layer's weights. The matrix product would
// spend more on packing them than on multiplying.

#define EACH _Pragma("clang loop unroll(full)") for (int m = 0; m < count; m++)
/// Calls `work` for `total` things, four at a time, then two, then one.
#define IN_FOURS(work, i, total, ...) \
  for (long i = 0; i < total;) {      \
    if (total - i >= 4)               \
      work(4, __VA_ARGS__), i += 4;   \
    else if (total - i >= 2)          \
      work(2, __VA_ARGS__), i += 2;   \
    else                              \
      work(1, __VA_ARGS__), i += 1;   \
  }

/// Rows i … of a panel of the table.
INLINE void fill_rows(const int count, const dephn_field_layer *f, long i, long j) {
  const float *vectors = f->vectors + i * f->vector_row, *weights = f->weights + j;
  float *table = f->table + j / WIDE * f->panel + i * WIDE;
  wide sum[4];
  EACH sum[m] = spread(0);
  for (long k = 0; k < f->depth; k++) {
    wide values = load_part(weights + k * f->weight_row, f->columns - j);
    EACH sum[m] = fma16(spread(vectors[m * f->vector_row + k]), values, sum[m]);
  }
  EACH store(table + m * WIDE, sum[m]);
}

static void CLONE(fill_table)(const dephn_field_layer *f) {
  for (long j = 0; j < f->columns; j += WIDE) IN_FOURS(fill_rows, i, f->rows, f, i, j)
}

/// Rows k … of a panel's weights.
INLINE void weight_gradient(const int count, const dephn_field_layer *f, long k, long j,
                            float *of_weights) {
  const float *vectors = f->vectors + k, *up = f->table + j / WIDE * f->panel;
  wide sum[4];
  EACH sum[m] = spread(0);
  for (long i = 0; i < f->rows; i++) {
    wide values = load(up + i * WIDE);
    EACH sum[m] = fma16(spread(vectors[i * f->vector_row + m]), values, sum[m]);
  }
  EACH store_part(of_weights + (k + m) * f->weight_row + j, sum[m], f->columns - j);
}

/// Numbers k … of vector i: sums along the layer's columns in 16 chains, then of those.
INLINE void vector_gradient(const int count, const dephn_field_layer *f, long i, long k,
                            float *of_vectors) {
  const float *weights = f->weights + k * f->weight_row, *up = f->table + i * WIDE;
  wide sum[4];
  EACH sum[m] = spread(0);
  for (long j = 0; j < f->columns; j += WIDE) {
    wide values = load(up + j / WIDE * f->panel);
    EACH sum[m] = fma16(load_part(weights + m * f->weight_row + j, f->columns - j), values, sum[m]);
  }
  EACH of_vectors[i * f->depth + k + m] +=
      total(__builtin_shufflevector(sum[m], sum[m], 0, 1, 2, 3, 4, 5, 6, 7) +
            __builtin_shufflevector(sum[m], sum[m], 8, 9, 10, 11, 12, 13, 14, 15));
}

static void CLONE(table_gradients)(const dephn_field_layer *f, float *of_weights,
                                   float *of_vectors) {
  for (long j = 0; j < f->columns; j += WIDE)
    IN_FOURS(weight_gradient, k, f->depth, f, k, j, of_weights)
  for (long i = 0; i < f->rows; i++) IN_FOURS(vector_gradient, k, f->depth, f, i, k, of_vectors)
}

#undef EACH
#undef IN_FOURS
