#include "CKernels.h"

long dephn_unique(long rows, const int32_t *ids, long id_stride, int32_t *numbers, int32_t *unique,
                  int32_t *slots, long slot_count) {
  for (long i = 0; i < slot_count; i++) slots[i] = -1;
  long count = 0;
  for (long i = 0; i < rows; i++) {
    int32_t id = ids[i * id_stride];
    // Multiplication by 2^32 / golden ratio spreads neighbours; then the next free slot.
    long slot = (long)((uint32_t)id * 2654435769u >> 7) & (slot_count - 1);
    while (slots[slot] >= 0 && unique[slots[slot]] != id) slot = (slot + 1) & (slot_count - 1);
    if (slots[slot] < 0) {
      unique[count] = id;
      slots[slot] = (int32_t)count++;
    }
    numbers[i] = slots[slot];
  }
  return count;
}
