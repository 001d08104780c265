#include "CKernels.h"

void dephn_pack(long depth, long columns, const float *b, long row, long column, long panel,
                long first, long last, float *packed) {
  float *target = packed + panel * DEPHN_PANEL * depth;
  long start = panel * DEPHN_PANEL;
  long width = columns - start < DEPHN_PANEL ? columns - start : DEPHN_PANEL;
  for (long k = first; k < last; k++)
    for (long j = 0; j < DEPHN_PANEL; j++)
      target[k * DEPHN_PANEL + j] = j < width ? b[k * row + (start + j) * column] : 0.0f;
}

long dephn_attention_scratch(long fields, long dimension, long heads) {
  long width = (fields + 7) / 8 * 8, size = dimension / heads;
  return 4 * size * width + 2 * width;
}
