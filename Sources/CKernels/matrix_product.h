// C = start + A B, a tile of C at a time: its accumulators stay in registers while depth runs. Depth
// goes in blocks, so that the panels' block stays in L1; between blocks the accumulators rest in C,
// which changes no bit.

enum { DEPTH_BLOCK = 256 };

/// Part of a row of C, `width` floats of at most 16 in the panel.
INLINE wide load_part(const float *p, long width) {
  return width >= WIDE ? load(p) : load_some(p, width);
}
INLINE void store_part(float *p, wide x, long width) {
  if (width >= WIDE)
    store(p, x);
  else
    store_some(p, x, width);
}

INLINE wide rectified(wide x, const dephn_product *product) {
  if (product->activation == DEPHN_RELU) return choose(x < spread(0), spread(0), x);
  if (product->activation == DEPHN_LEAKY_RELU)
    return choose(x < spread(0), x * spread(product->slope), x);
  return x;
}

/// Accumulators stay in registers only if the loops over them are gone.
#define UNROLLED _Pragma("clang loop unroll(full)")

/// Rows i … of `rows`, columns j … of `panels` panels, depth `first` … of `block`.
INLINE void tile(const int rows, const int panels, const dephn_product *product, long i, long j,
                 long first, long block) {
  const float *a = product->a + i * product->a_row + first * product->a_column;
  const float *b = product->packed + j * product->depth + first * DEPHN_PANEL;
  float *c = product->c + i * product->c_row + j;
  long a_row = product->a_row, a_column = product->a_column, c_row = product->c_row;
  long next_panel = product->depth * DEPHN_PANEL, width = product->columns - j;
  wide sum[ACCUMULATORS];
  UNROLLED for (int m = 0; m < rows; m++)
    UNROLLED for (int p = 0; p < panels; p++) {
      long n = p * DEPHN_PANEL;
      if (first > 0 || product->accumulate)
        sum[m * panels + p] = load_part(c + m * c_row + n, width - n);
      else
        sum[m * panels + p] = product->bias ? load_part(product->bias + j + n, width - n) : spread(0);
    }
  for (long k = 0; k < block; k++) {
    wide values[2];
    UNROLLED for (int p = 0; p < panels; p++) values[p] = load(b + p * next_panel + k * DEPHN_PANEL);
    UNROLLED for (int m = 0; m < rows; m++) {
      wide factor = spread(a[m * a_row + k * a_column]);
      UNROLLED for (int p = 0; p < panels; p++) sum[m * panels + p] = fma16(factor, values[p], sum[m * panels + p]);
    }
  }
  int last = first + block == product->depth;
  UNROLLED for (int m = 0; m < rows; m++)
    UNROLLED for (int p = 0; p < panels; p++)
      store_part(c + m * c_row + p * DEPHN_PANEL, last ? rectified(sum[m * panels + p], product) : sum[m * panels + p],
                 width - p * DEPHN_PANEL);
}

/// All rows of `panels` panels from column j on, in tiles as high as the registers allow.
INLINE void strip(const int panels, const dephn_product *product, long j, long first, long block) {
  for (long i = 0; i < product->rows;) {
    long left = product->rows - i;
#define TILE(rows)                                              \
  if (rows * panels <= ACCUMULATORS && left >= rows) {          \
    tile(rows, panels, product, i, j, first, block);            \
    i += rows;                                                  \
    continue;                                                   \
  }
    TILE(24) TILE(16) TILE(12) TILE(8) TILE(6) TILE(4) TILE(2) TILE(1)
#undef TILE
  }
}

static void CLONE(matrix_product)(const dephn_product *product) {
  long first = 0;
  do {  // at least once: a product of depth 0 still writes its start
    long left = product->depth - first, block = left < DEPTH_BLOCK ? left : DEPTH_BLOCK;
    long j = 0;
    if (ACCUMULATORS >= 24)  // two panels share each value of A
      for (; j + DEPHN_PANEL < product->columns; j += 2 * DEPHN_PANEL)
        strip(2, product, j, first, block);
    for (; j < product->columns; j += DEPHN_PANEL) strip(1, product, j, first, block);
    first += block;
  } while (first < product->depth);
}
