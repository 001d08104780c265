// Attention of one sample, head by head. Keys and values are turned over once a head, so that all
// inner loops run along the fields, padded to whole vectors; padded scores become exactly 0.

INLINE long padded(long fields) { return (fields + LANES - 1) / LANES * LANES; }

/// columns[n][j] = x[j][first + n], zeros beyond the last field.
INLINE void turn(long fields, long dimension, long first, long size, const float *x,
                 float *columns) {
  long width = padded(fields);
  for (long n = 0; n < size; n++)
    for (long j = 0; j < width; j++)
      columns[n * width + j] = j < fields ? x[j * dimension + first + n] : 0.0f;
}

/// share[j] = softmax over the fields of scale * q . key_j.
INLINE void shares(long fields, long size, const float *q, const float *keys, float scale,
                   float *share) {
  long width = padded(fields);
  float largest = -3.4e38f;
  for (long j = 0; j < width; j += LANES) {
    floats score = all(0);
    for (long n = 0; n < size; n++) score = fma8(all(q[n]), load(keys + n * width + j), score);
    store(share + j, score * all(scale));
  }
  for (long j = 0; j < fields; j++) largest = share[j] > largest ? share[j] : largest;
  floats sum = all(0);
  for (long j = 0; j < width; j += LANES) {
    floats e = exp8(load(share + j) - all(largest));
    if (fields - j < LANES) {
      floats kept = all(0);
      for (long n = 0; n < fields - j; n++) kept[n] = e[n];
      e = kept;
    }
    store(share + j, e);
    sum = sum + e;
  }
  floats inverse = all(1.0f / total(sum));
  for (long j = 0; j < width; j += LANES) store(share + j, load(share + j) * inverse);
}

static void CLONE(attention)(long fields, long dimension, long heads, const float *query,
                             const float *key, const float *value, float *result,
                             float *scratch) {
  long size = dimension / heads, width = padded(fields);
  float *keys = scratch, *values = keys + size * width, *share = values + size * width;
  float scale = 1.0f / __builtin_sqrtf((float)size);
  for (long first = 0; first < dimension; first += size) {
    turn(fields, dimension, first, size, key, keys);
    turn(fields, dimension, first, size, value, values);
    for (long i = 0; i < fields; i++) {
      shares(fields, size, query + i * dimension + first, keys, scale, share);
      for (long n = 0; n < size; n++)
        result[i * dimension + first + n] = CLONE(dot)(width, share, values + n * width);
    }
  }
}

static void CLONE(attention_gradient)(long fields, long dimension, long heads, const float *query,
                                      const float *key, const float *value,
                                      const float *result_gradient, float *query_gradient,
                                      float *key_gradient, float *value_gradient,
                                      float *scratch) {
  long size = dimension / heads, width = padded(fields), block = size * width;
  float *keys = scratch, *values = keys + block, *share = values + block;
  float *change = share + width, *keys_change = change + width, *values_change = keys_change + block;
  float scale = 1.0f / __builtin_sqrtf((float)size);
  for (long first = 0; first < dimension; first += size) {
    turn(fields, dimension, first, size, key, keys);
    turn(fields, dimension, first, size, value, values);
    memset(keys_change, 0, (size_t)(2 * block) * sizeof(float));
    for (long i = 0; i < fields; i++) {
      const float *q = query + i * dimension + first, *up = result_gradient + i * dimension + first;
      shares(fields, size, q, keys, scale, share);
      for (long j = 0; j < width; j += LANES) {  // d share = up . value; d value += share * up
        floats p = load(share + j), dp = all(0);
        for (long n = 0; n < size; n++) {
          float *target = values_change + n * width + j;
          dp = fma8(all(up[n]), load(values + n * width + j), dp);
          store(target, fma8(all(up[n]), p, load(target)));
        }
        store(change + j, dp);
      }
      floats mean = all(CLONE(dot)(width, share, change));
      for (long j = 0; j < width; j += LANES) {  // through the softmax and the scale
        floats ds = load(share + j) * (load(change + j) - mean) * all(scale);
        store(change + j, ds);
        for (long n = 0; n < size; n++) {
          float *target = keys_change + n * width + j;
          store(target, fma8(all(q[n]), ds, load(target)));
        }
      }
      for (long n = 0; n < size; n++)
        query_gradient[i * dimension + first + n] = CLONE(dot)(width, change, keys + n * width);
    }
    for (long j = 0; j < fields; j++)
      for (long n = 0; n < size; n++) {
        key_gradient[j * dimension + first + n] = keys_change[n * width + j];
        value_gradient[j * dimension + first + n] = values_change[n * width + j];
      }
  }
}
