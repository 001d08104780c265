#include "CKernels.h"
#include <string.h>

// A stable counting sort of all fields at once. Neighbours in memory are of different fields, so that
// the counts of a frequent value do not wait for each other.
void dephn_arrange(const dephn_lookup *lookup, int32_t *order, int32_t *bounds) {
  long table_rows = lookup->panel / DEPHN_PANEL;
  memset(bounds, 0, (size_t)(table_rows + 2) * sizeof(int32_t));
  for (long i = 0; i < lookup->rows; i++)
    for (long n = 0; n < lookup->category_count; n++)
      bounds[lookup->offsets[i * lookup->stride + n] / DEPHN_PANEL + 2]++;
  for (long row = 0; row < table_rows; row++) bounds[row + 2] += bounds[row + 1];
  // Each row's end moves from the beginning of its list to that of the next.
  for (long i = 0; i < lookup->rows; i++)
    for (long n = 0; n < lookup->category_count; n++)
      order[bounds[lookup->offsets[i * lookup->stride + n] / DEPHN_PANEL + 1]++] = (int32_t)i;
}
