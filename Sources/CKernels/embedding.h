// Lookup of table rows by id, and sums of their gradients.

/// Rows are scattered in memory, so they are prefetched this many rows ahead.
enum { AHEAD = 16 };

/// y (+)= x, `columns` floats.
INLINE void copy_row(long columns, const float *x, float *y, int add) {
  long j = 0;
  for (; j + WIDE <= columns; j += WIDE)
    store(y + j, add ? load(y + j) + load(x + j) : load(x + j));
  for (; j + LANES <= columns; j += LANES) {
    floats sum = *(const floats *)(x + j);
    if (add) sum = *(const floats *)(y + j) + sum;
    *(floats *)(y + j) = sum;
  }
  for (; j < columns; j++) y[j] = add ? y[j] + x[j] : x[j];
}

static void CLONE(gather)(long rows, long columns, const float *table, long stride,
                          const int32_t *ids, long id_stride, float *y, long y_stride) {
  for (long i = 0; i < rows; i++) {
    if (i + AHEAD < rows) {
      const float *next = table + ids[(i + AHEAD) * id_stride] * stride;
      for (long j = 0; j < columns; j += WIDE) __builtin_prefetch(next + j);
    }
    copy_row(columns, table + ids[i * id_stride] * stride, y + i * y_stride, 0);
  }
}

static void CLONE(scatter_add)(long rows, long columns, const float *x, long x_stride,
                               const int32_t *numbers, long number_stride, float *sums) {
  for (long i = 0; i < rows; i++) {
    if (i + AHEAD < rows) {
      const float *next = x + (i + AHEAD) * x_stride;
      for (long j = 0; j < columns; j += WIDE) __builtin_prefetch(next + j);
    }
    copy_row(columns, x + i * x_stride, sums + numbers[i * number_stride] * columns, 1);
  }
}
