// Attention of one sample, head by head, within the first-level cache. Weights are stored transposed,
// keys by queries, so that a softmax over the keys runs down the rows, without sums along a vector.

/// The queries of a head, padded to whole vectors.
INLINE long padded(long fields) { return (fields + WIDE - 1) / WIDE * WIDE; }

/// The parts of the scratch memory.
typedef struct {
  long fields, size, width, dimension;
  float *panels, *shares, *changes;
} CLONE(attention_room);

/// Floats of the largest packed matrix: fields by a head's columns, or its transpose.
INLINE long panel_floats(const dephn_attention_shape *shape) {
  return padded(shape->fields) * padded(shape->dimension / shape->heads);
}

INLINE CLONE(attention_room) room_of(const dephn_attention_shape *shape, float *scratch) {
  long width = padded(shape->fields), size = shape->dimension / shape->heads;
  float *shares = scratch + panel_floats(shape);
  return (CLONE(attention_room)){shape->fields,
                                 size,
                                 width,
                                 shape->dimension,
                                 scratch,
                                 shares,
                                 shares + shape->fields * width};
}

/// C [fields x columns] = A B, after packing B [depth x columns] (b_row, b_column). Writes `written`
/// columns of C, those beyond B's with zeros.
INLINE void small_product(CLONE(attention_room) r, long columns, long depth, const float *a,
                          long a_row, long a_column, const float *b, long b_row, long b_column,
                          float *c, long c_row, long written) {
  dephn_matrix matrix = {depth, columns, b, b_row, b_column, NULL};
  for (long panel = 0; panel * DEPHN_PANEL < columns; panel++)
    CLONE(pack)(&matrix, panel, 0, depth, r.panels);
  dephn_product product = {.rows = r.fields,
                           .columns = written,
                           .depth = depth,
                           .a = a,
                           .a_row = a_row,
                           .a_column = a_column,
                           .packed = r.panels,
                           .c = c,
                           .c_row = c_row};
  CLONE(matrix_product)(&product);
}

/// shares[j][i] = softmax over j of q_i . k_j / sqrt(size); q and k begin at the head's columns.
INLINE void compute_shares(CLONE(attention_room) r, const float *q, const float *k) {
  small_product(r, r.fields, r.size, k, r.dimension, 1, q, 1, r.dimension, r.shares, r.width,
                r.width);
  wide scale = spread(1.0f / __builtin_sqrtf((float)r.size));
  for (long i = 0; i < r.width; i += WIDE) {
    wide largest = load(r.shares + i), sum = spread(0);
    for (long j = 1; j < r.fields; j++) {
      wide x = load(r.shares + j * r.width + i);
      largest = choose(x > largest, x, largest);
    }
    for (long j = 0; j < r.fields; j++) {
      float *share = r.shares + j * r.width + i;
      wide e = exp16((load(share) - largest) * scale);
      store(share, e);
      sum = sum + e;
    }
    wide inverse = spread(1.0f) / sum;
    for (long j = 0; j < r.fields; j++) {
      float *share = r.shares + j * r.width + i;
      store(share, load(share) * inverse);
    }
  }
}

static long CLONE(attention_scratch)(const dephn_attention_shape *shape) {
  long width = padded(shape->fields);
  return panel_floats(shape) + 2 * shape->fields * width;
}

static void CLONE(attention)(const dephn_attention_shape *shape, const float *query,
                             const float *key, const float *value, float *result, float *scratch) {
  CLONE(attention_room) r = room_of(shape, scratch);
  long d = r.dimension;
  for (long n = 0; n < d; n += r.size) {
    compute_shares(r, query + n, key + n);
    small_product(r, r.size, r.fields, r.shares, 1, r.width, value + n, d, 1, result + n, d,
                  r.size);
  }
}

/// Turns the gradient of the shares into that of q . k, in place: share (change - mean) / sqrt(size),
/// with the mean of change weighted by the shares.
INLINE void softmax_change(CLONE(attention_room) r) {
  wide scale = spread(1.0f / __builtin_sqrtf((float)r.size));
  for (long i = 0; i < r.width; i += WIDE) {
    wide mean = spread(0);
    for (long j = 0; j < r.fields; j++)
      mean = fma16(load(r.shares + j * r.width + i), load(r.changes + j * r.width + i), mean);
    for (long j = 0; j < r.fields; j++) {
      float *change = r.changes + j * r.width + i;
      store(change, load(r.shares + j * r.width + i) * (load(change) - mean) * scale);
    }
  }
}

static void CLONE(attention_gradient)(const dephn_attention_shape *shape, const float *query,
                                      const float *key, const float *value,
                                      const float *result_gradient, float *query_gradient,
                                      float *key_gradient, float *value_gradient, float *scratch) {
  CLONE(attention_room) r = room_of(shape, scratch);
  long d = r.dimension, w = r.width, c = r.fields;
  for (long n = 0; n < d; n += r.size) {
    const float *up = result_gradient + n;
    compute_shares(r, query + n, key + n);
    small_product(r, r.size, c, r.shares, w, 1, up, d, 1, value_gradient + n, d, r.size);
    small_product(r, c, r.size, value + n, d, 1, up, 1, d, r.changes, w, w);
    softmax_change(r);
    small_product(r, r.size, c, r.changes, 1, w, key + n, d, 1, query_gradient + n, d, r.size);
    small_product(r, r.size, c, r.changes, w, 1, query + n, d, 1, key_gradient + n, d, r.size);
  }
}
