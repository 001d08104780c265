// C = start + A B, a tile of C at a time: its accumulators stay in registers while depth runs. Depth
// goes in blocks, so that the panels' block stays in L1; between blocks the accumulators rest in C,
// which changes no bit.

enum { DEPTH_BLOCK = 256 };

/// `count` floats of a row, 16 at most.
INLINE wide load_part(const float *p, long count) {
  return count >= WIDE ? load(p) : load_some(p, count);
}
INLINE void store_part(float *p, wide x, long count) {
  if (count >= WIDE)
    store(p, x);
  else
    store_some(p, x, count);
}

/// What a layer ends in. With slope 0 a negative infinity has to become 0, not NaN.
INLINE wide activated(wide x, int activation, wide slope) {
  if (activation == DEPHN_LINEAR) return x;
  return choose(x < spread(0), activation == DEPHN_LEAKY_RELU ? x * slope : spread(0), x);
}

/// Accumulators stay in registers only if the loops over them are gone.
#define UNROLLED _Pragma("clang loop unroll(full)")
/// Row m and panel p of a tile.
#define EACH UNROLLED for (int m = 0; m < rows; m++) UNROLLED for (int p = 0; p < panels; p++)

/// Rows i … of `rows`, columns j … of `panels` panels, depth `first` … of `block`.
INLINE void tile(const int rows, const int panels, const dephn_product *product, long i, long j,
                 long first, long block) {
  const float *a = product->a + i * product->a_row + first * product->a_column;
  const float *b = product->packed + j * product->depth + first * DEPHN_PANEL;
  float *c = product->c + i * product->c_row + j;
  long a_row = product->a_row, a_column = product->a_column, c_row = product->c_row;
  long next_panel = product->depth * DEPHN_PANEL, width = product->columns - j;
  wide sum[ACCUMULATORS];
  if (first > 0 || product->accumulate)
    EACH sum[m * panels + p] = load_part(c + m * c_row + p * WIDE, width - p * WIDE);
  else if (product->bias)
    EACH sum[m * panels + p] = load_part(product->bias + j + p * WIDE, width - p * WIDE);
  else
    EACH sum[m * panels + p] = spread(0);
  // A pointer for every three rows: the other two are at multiples that an address can hold.
  const float *rows_of_a[(ACCUMULATORS + 2) / 3];
  UNROLLED for (int m = 0; m < rows; m += 3) rows_of_a[m / 3] = a + m * a_row;
  for (long k = 0; k < block; k++) {
    wide values[2];
    UNROLLED for (int p = 0; p < panels; p++) values[p] = load(b + p * next_panel + k * WIDE);
    UNROLLED for (int m = 0; m < rows; m++) {
      wide factor = spread(rows_of_a[m / 3][m % 3 * a_row]);
      UNROLLED for (int p = 0; p < panels; p++) {
        sum[m * panels + p] = fma16(factor, values[p], sum[m * panels + p]);
      }
    }
    UNROLLED for (int m = 0; m < rows; m += 3) rows_of_a[m / 3] += a_column;
  }
  if (first + block == product->depth && product->activation != DEPHN_LINEAR) {
    wide slope = spread(product->slope);
    EACH sum[m * panels + p] = activated(sum[m * panels + p], product->activation, slope);
  }
  if (width >= panels * WIDE)
    EACH store(c + m * c_row + p * WIDE, sum[m * panels + p]);
  else
    EACH store_part(c + m * c_row + p * WIDE, sum[m * panels + p], width - p * WIDE);
}

#undef EACH
#undef UNROLLED

/// All rows of `panels` panels from column j on, in tiles as high as the registers allow.
INLINE void strip(const int panels, const dephn_product *product, long j, long first, long block) {
  for (long i = 0; i < product->rows;) {
    long left = product->rows - i;
#define TILE(rows)                                     \
  if (rows * panels <= ACCUMULATORS && left >= rows) { \
    tile(rows, panels, product, i, j, first, block);   \
    i += rows;                                         \
    continue;                                          \
  }
    TILE(24)
    TILE(16)
    TILE(12)
    TILE(8)
    TILE(6)
    TILE(4)
    TILE(2)
    TILE(1)
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
