// Matrices in the order in which the product reads them, and transposed.

/// Transposes x in four steps, in each of which blocks of twice the size swap their corners.
INLINE void turn16(wide x[WIDE]) {
#define LOW(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
  for (int i = 0; i < WIDE; i += 2) {
    wide a = x[i], b = x[i + 1];
    x[i] = LOW(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
    x[i + 1] = LOW(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
  }
  for (int i = 0; i < WIDE; i += i % 4 == 1 ? 3 : 1) {
    wide a = x[i], b = x[i + 2];
    x[i] = LOW(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
    x[i + 2] = LOW(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
  }
  for (int i = 0; i < WIDE; i += i % 8 == 3 ? 5 : 1) {
    wide a = x[i], b = x[i + 4];
    x[i] = LOW(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);
    x[i + 4] = LOW(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
  }
  for (int i = 0; i < 8; i++) {
    wide a = x[i], b = x[i + 8];
    x[i] = LOW(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    x[i + 8] = LOW(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
#undef LOW
}

/// x, or x + addend if there is an addend.
INLINE wide load_sum(const float *x, const float *addend, long count) {
  if (count >= WIDE) return addend ? load(x) + load(addend) : load(x);
  return addend ? load_some(x, count) + load_some(addend, count) : load_some(x, count);
}

/// y[j][i] = x[i][j] (+ addend[j]) for a block of at most 16 x 16, zeros beyond; y is `y_width`
/// floats wide.
INLINE void turn_block(long rows, long columns, const float *x, long x_stride, const float *addend,
                       float *y, long y_stride, long y_width) {
  wide block[WIDE];
  for (int i = 0; i < WIDE; i++)
    block[i] = i >= rows ? spread(0) : load_sum(x + i * x_stride, addend, columns);
  turn16(block);
  for (int j = 0; j < WIDE && j < columns; j++)
    if (y_width >= WIDE)
      store(y + j * y_stride, block[j]);
    else
      store_some(y + j * y_stride, block[j], y_width);
}

static void CLONE(transpose)(long rows, long columns, const float *x, float *y, int accumulate) {
  for (long i = 0; i < rows; i += WIDE)
    for (long j = 0; j < columns; j += WIDE) {
      float *target = y + j * rows + i;
      long height = rows - i < WIDE ? rows - i : WIDE,
           width = columns - j < WIDE ? columns - j : WIDE;
      if (!accumulate) {
        turn_block(height, width, x + i * columns + j, columns, NULL, target, rows, height);
        continue;
      }
      float turned[WIDE * WIDE];
      turn_block(height, width, x + i * columns + j, columns, NULL, turned, WIDE, WIDE);
      for (long n = 0; n < width; n++)
        for (long m = 0; m < height; m++) target[n * rows + m] += turned[n * WIDE + m];
    }
}

static void CLONE(pack)(const dephn_matrix *b, long panel, long first, long last, float *packed) {
  float *target = packed + panel * DEPHN_PANEL * b->depth;
  long start = panel * DEPHN_PANEL;
  long width = b->columns - start < DEPHN_PANEL ? b->columns - start : DEPHN_PANEL;
  const float *addend = b->addend;
  if (b->column == 1) {
    const float *source = b->values + start;
    for (long k = first; k < last; k++)
      store(target + k * DEPHN_PANEL,
            load_sum(source + k * b->row, addend ? addend + start : NULL, width));
    return;
  }
  const float *source = b->values + start * b->column;  // rows of B lie along k
  for (long k = first; k < last; k += WIDE) {
    long count = last - k < WIDE ? last - k : WIDE;
    turn_block(width, count, source + k, b->column, addend ? addend + k : NULL,
               target + k * DEPHN_PANEL, DEPHN_PANEL, DEPHN_PANEL);
  }
}
