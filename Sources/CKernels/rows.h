// Loops over rows of floats, vectorized by the compiler. A sum over rows adds each column in the order
// of the rows.

/// The sum of the lanes, always in the same order.
INLINE float total(floats x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

static float CLONE(dot)(long count, const float *x, const float *y) {
  floats sum = {0, 0, 0, 0, 0, 0, 0, 0};
  long i = 0;
  for (; i + LANES <= count; i += LANES)
    sum = fma8(*(const floats *)(x + i), *(const floats *)(y + i), sum);
  for (long lane = 0; i + lane < count; lane++)
    sum[lane] = __builtin_elementwise_fma(x[i + lane], y[i + lane], sum[lane]);
  return total(sum);
}

static void CLONE(add)(long count, const float *restrict x, float *restrict y) {
  for (long i = 0; i < count; i++) y[i] += x[i];
}

static void CLONE(scale)(long count, float factor, const float *restrict x, float *restrict y) {
  for (long i = 0; i < count; i++) y[i] = factor * x[i];
}

static void CLONE(add_scaled)(long count, float factor, const float *restrict x,
                              float *restrict y) {
  for (long i = 0; i < count; i++) y[i] += factor * x[i];
}

static void CLONE(multiply)(long count, const float *restrict x, const float *restrict y,
                            float *restrict z) {
  for (long i = 0; i < count; i++) z[i] = x[i] * y[i];
}

static void CLONE(add_product)(long count, const float *restrict x, const float *restrict y,
                               float *restrict z) {
  for (long i = 0; i < count; i++) z[i] += x[i] * y[i];
}

static void CLONE(rectify_gradient)(long count, float slope, const float *restrict y,
                                    float *restrict z) {
  for (long i = 0; i < count; i++) z[i] = y[i] > 0 ? z[i] : slope * z[i];
}

static void CLONE(column_sums)(long rows, long columns, long stride, const float *restrict x,
                               float *restrict result, int accumulate) {
  if (!accumulate) memset(result, 0, (size_t)columns * sizeof(float));
  for (long row = 0; row < rows; row++)
    for (long j = 0; j < columns; j++) result[j] += x[row * stride + j];
}

static void CLONE(column_dots)(long rows, long columns, long stride, const float *restrict x,
                               const float *restrict y, float *restrict result, int accumulate) {
  if (!accumulate) memset(result, 0, (size_t)columns * sizeof(float));
  for (long row = 0; row < rows; row++)
    for (long j = 0; j < columns; j++) result[j] += x[row * stride + j] * y[row * stride + j];
}

static void CLONE(weighted_sums)(long rows, long columns, long stride, const float *restrict x,
                                 const float *restrict factor, long factor_stride,
                                 float *restrict result, int accumulate) {
  if (!accumulate) memset(result, 0, (size_t)columns * sizeof(float));
  for (long row = 0; row < rows; row++)
    for (long j = 0; j < columns; j++)
      result[j] += factor[row * factor_stride] * x[row * stride + j];
}

static void CLONE(softmax)(long rows, long columns, const float *x, float *y) {
  for (long row = 0; row < rows; row++) {
    float largest = x[row * columns];
    for (long j = 1; j < columns; j++)
      largest = x[row * columns + j] > largest ? x[row * columns + j] : largest;
    for (long j = 0; j < columns; j++) y[row * columns + j] = x[row * columns + j] - largest;
  }
  CLONE(exp_floats)(rows * columns, y, y);
  for (long row = 0; row < rows; row++) {
    float sum = 0;
    for (long j = 0; j < columns; j++) sum += y[row * columns + j];
    for (long j = 0; j < columns; j++) y[row * columns + j] /= sum;
  }
}

static void CLONE(softmax_gradient)(long rows, long columns, const float *restrict y,
                                    const float *restrict y_gradient, float *restrict x_gradient) {
  for (long at = 0; at < rows * columns; at += columns) {
    float mean = 0;
    for (long j = 0; j < columns; j++) mean += y[at + j] * y_gradient[at + j];
    for (long j = 0; j < columns; j++)
      x_gradient[at + j] += y[at + j] * (y_gradient[at + j] - mean);
  }
}
