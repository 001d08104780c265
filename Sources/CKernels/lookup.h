// Samples that are sums of a wide table's rows, and the gradient of that table: the two go over the
// same rows in opposite directions. Each number has one chain, in the order of a sample's entries
// or of the samples, whatever the panels that are worked on at a time.

/// Rows of the table: every sample's, then two for each number, then those of the categories.
INLINE const float *shift_row(const dephn_lookup *l, const float *table, long number) {
  return table + (1 + 2 * number) * DEPHN_PANEL;
}
INLINE const float *scale_row(const dephn_lookup *l, const float *table, long number) {
  return table + (2 + 2 * number) * DEPHN_PANEL;
}

/// Loops over the panels that are in registers.
#define EACH _Pragma("clang loop unroll(full)") for (int p = 0; p < panels; p++)
/// Columns of the result from panel p on.
#define LEFT (l->columns - j - p * WIDE)

/// `samples` samples from i on, `panels` panels from column j on.
INLINE void look_up(const int samples, const int panels, const dephn_lookup *l, long i, long j,
                    const wide *start) {
  const float *table = l->table + j / WIDE * l->panel;
  const int32_t *offsets = l->offsets + i * l->stride;
  const float *numbers = l->numbers + i * l->stride;
  wide sum[4];
#define SAMPLES _Pragma("clang loop unroll(full)") for (int m = 0; m < samples; m++)
  SAMPLES EACH sum[m * panels + p] = start[p];
  for (long n = 0; n < l->number_count; n++) {
    const float *row = scale_row(l, table, n);
    SAMPLES {
      wide x = spread(numbers[m * l->stride + n]);
      EACH sum[m * panels + p] = fma16(x, load(row + p * l->panel), sum[m * panels + p]);
    }
  }
  for (long n = 0; n < l->category_count; n++) SAMPLES {
      const float *row = table + offsets[m * l->stride + n];
      EACH sum[m * panels + p] = sum[m * panels + p] + load(row + p * l->panel);
    }
  wide slope = spread(l->slope);
  SAMPLES EACH store_part(l->c + (i + m) * l->c_row + j + p * WIDE,
                          activated(sum[m * panels + p], l->activation, slope), LEFT);
#undef SAMPLES
}

/// All samples of some panels, so many at a time as keep the adders busy.
INLINE void look_up_panels(const int panels, const dephn_lookup *l, long j) {
  const float *table = l->table + j / WIDE * l->panel;
  wide start[4];
  EACH start[p] = load(table + p * l->panel);
  for (long n = 0; n < l->number_count; n++)
    EACH start[p] = start[p] + load(shift_row(l, table, n) + p * l->panel);
  long i = 0;
  const int samples = 4 / panels;
  for (; i + samples <= l->rows; i += samples) look_up(samples, panels, l, i, j, start);
  for (; i < l->rows; i++) look_up(1, panels, l, i, j, start);
}

static void CLONE(look_up)(const dephn_lookup *lookup) {
  long j = 0;
  for (; j + 3 * WIDE < lookup->columns; j += 4 * WIDE) look_up_panels(4, lookup, j);
  for (; j + WIDE < lookup->columns; j += 2 * WIDE) look_up_panels(2, lookup, j);
  if (j < lookup->columns) look_up_panels(1, lookup, j);
}

/// A row of the sums += rows `list` of c (all, in their order, without one), times `factors` if there
/// are any; `panels` panels of it.
INLINE void add_list(const int panels, const float *c, long c_row, const int32_t *list, long count,
                     const float *factors, long factor_stride, float *sums, long panel) {
  wide sum[4];
  EACH sum[p] = load(sums + p * panel);
  for (long i = 0; i < count; i++) {
    const float *up = c + (list ? list[i] : i) * c_row;
    if (factors) {
      wide x = spread(factors[i * factor_stride]);
      EACH sum[p] = fma16(x, load(up + p * WIDE), sum[p]);
    } else {
      EACH sum[p] = sum[p] + load(up + p * WIDE);
    }
  }
  EACH store(sums + p * panel, sum[p]);
}

/// The sums of `panels` panels, of which c holds the columns.
INLINE void add_up_panels(const int panels, const dephn_lookup *l, const float *c, long c_row,
                          const int32_t *order, const int32_t *bounds, float *sums) {
  long numbers = l->number_count, panel = l->panel;
  add_list(panels, c, c_row, 0, l->rows, 0, 0, sums, panel);
  for (long n = 0; n < numbers; n++) {
    float *shift = sums + (1 + 2 * n) * WIDE;
    EACH store(shift + p * panel, load(sums + p * panel));
    add_list(panels, c, c_row, 0, l->rows, l->numbers + n, l->stride, shift + WIDE, panel);
  }
  for (long row = 1 + 2 * numbers; row < panel / WIDE; row++) {
    long first = bounds[row], count = bounds[row + 1] - first;
    if (count > 0) add_list(panels, c, c_row, order + first, count, 0, 0, sums + row * WIDE, panel);
  }
}

static void CLONE(add_up)(const dephn_lookup *l, const int32_t *order, const int32_t *bounds,
                          float *sums, float *scratch) {
  long j = 0;
  for (; j + 4 * WIDE <= l->columns; j += 4 * WIDE)
    add_up_panels(4, l, l->c + j, l->c_row, order, bounds, sums + j / WIDE * l->panel);
  for (; j + 2 * WIDE <= l->columns; j += 2 * WIDE)
    add_up_panels(2, l, l->c + j, l->c_row, order, bounds, sums + j / WIDE * l->panel);
  for (; j + WIDE <= l->columns; j += WIDE)
    add_up_panels(1, l, l->c + j, l->c_row, order, bounds, sums + j / WIDE * l->panel);
  if (j == l->columns) return;
  // A last panel that is not full is copied, with zeros behind it.
  for (long i = 0; i < l->rows; i++)
    store(scratch + i * WIDE, load_some(l->c + i * l->c_row + j, l->columns - j));
  add_up_panels(1, l, scratch, WIDE, order, bounds, sums + j / WIDE * l->panel);
}

#undef EACH
#undef LEFT
