// C = start + A B. The tile is 6 rows by 16 columns: 12 accumulators, 2 loads of B and 1 broadcast
// of A in AVX2's 16 registers. Depth goes in blocks, so that a panel's block stays in L1; between
// blocks the accumulators rest in C, which changes no bit.

enum { TILE_ROWS = 6, DEPTH_BLOCK = 256 };

INLINE void tile(const int rows, long depth, const float *a, long a_row, long a_column,
                 const float *panel, float *c, long c_row, long width, const float *bias,
                 int accumulate) {
  floats sum[TILE_ROWS][2];
  for (int i = 0; i < rows; i++) {
    const float *start = bias ? bias : c + i * c_row;
    if (!bias && !accumulate) {
      sum[i][0] = sum[i][1] = all(0);
    } else if (width == DEPHN_PANEL) {
      sum[i][0] = load(start);
      sum[i][1] = load(start + LANES);
    } else {
      float padded[DEPHN_PANEL] = {0};
      memcpy(padded, start, (size_t)width * sizeof(float));
      sum[i][0] = load(padded);
      sum[i][1] = load(padded + LANES);
    }
  }
  for (long k = 0; k < depth; k++) {
    floats low = load(panel + k * DEPHN_PANEL), high = load(panel + k * DEPHN_PANEL + LANES);
    for (int i = 0; i < rows; i++) {
      floats factor = all(a[i * a_row + k * a_column]);
      sum[i][0] = fma8(factor, low, sum[i][0]);
      sum[i][1] = fma8(factor, high, sum[i][1]);
    }
  }
  for (int i = 0; i < rows; i++) {
    if (width == DEPHN_PANEL) {
      store(c + i * c_row, sum[i][0]);
      store(c + i * c_row + LANES, sum[i][1]);
    } else {
      float padded[DEPHN_PANEL];
      store(padded, sum[i][0]);
      store(padded + LANES, sum[i][1]);
      memcpy(c + i * c_row, padded, (size_t)width * sizeof(float));
    }
  }
}

/// A tile of `rows` rows, a constant in each case so that the accumulators stay in registers.
INLINE void tile_of(long rows, long depth, const float *a, long a_row, long a_column,
                    const float *panel, float *c, long c_row, long width, const float *bias,
                    int accumulate) {
#define TILE(n)                                                                              \
  case n:                                                                                    \
    tile(n, depth, a, a_row, a_column, panel, c, c_row, width, bias, accumulate);            \
    break;
  switch (rows) {
    TILE(1) TILE(2) TILE(3) TILE(4) TILE(5)
    default: tile(6, depth, a, a_row, a_column, panel, c, c_row, width, bias, accumulate);
  }
#undef TILE
}

static void CLONE(matrix_product)(long rows, long columns, long depth, const float *a, long a_row,
                                  long a_column, const float *packed, float *c, long c_row,
                                  const float *bias, int accumulate) {
  long first = 0;
  do {  // at least once: a product of depth 0 still writes its start
    long block = depth - first < DEPTH_BLOCK ? depth - first : DEPTH_BLOCK;
    for (long j = 0; j < columns; j += DEPHN_PANEL) {
      const float *panel = packed + j * depth + first * DEPHN_PANEL;
      long width = columns - j < DEPHN_PANEL ? columns - j : DEPHN_PANEL;
      const float *start = bias && first == 0 ? bias + j : 0;
      for (long i = 0; i < rows; i += TILE_ROWS)
        tile_of(rows - i, block, a + i * a_row + first * a_column, a_row, a_column, panel,
                c + i * c_row + j, c_row, width, start, accumulate || first > 0);
    }
    first += block;
  } while (first < depth);
}
