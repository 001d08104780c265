/// 64 bytes of text, and one bit for each of them.
typedef uint8_t bytes __attribute__((vector_size(64), aligned(1)));
typedef _Bool flags __attribute__((ext_vector_type(64)));

#define BITS(comparison)                                       \
  ({                                                           \
    flags flags_ = __builtin_convertvector(comparison, flags); \
    uint64_t bits_;                                            \
    memcpy(&bits_, &flags_, sizeof bits_);                     \
    bits_;                                                     \
  })

/// Adds the marks of one block, whose first byte is text[offset].
INLINE void note_marks(bytes x, long offset, uint8_t separator, dephn_marks *marks) {
  uint64_t ends = BITS(x == '\n');
  uint64_t all = BITS(x == separator) | ends;
  // Eight at a time without checking how many are left; surplus offsets are overwritten.
  uint32_t *target = marks->offsets + marks->count;
  long count = __builtin_popcountll(all);
  uint64_t rest = all;
  for (long done = 0; done < count; done += 8)
    for (long i = 0; i < 8; i++) {
      target[done + i] = (uint32_t)(offset + (rest ? __builtin_ctzll(rest) : 0));
      rest &= rest - 1;
    }
  for (; ends; ends &= ends - 1) {
    uint64_t before = all & ((ends & -ends) - 1);
    marks->line_ends[marks->line_count++] = (uint32_t)(marks->count + __builtin_popcountll(before));
  }
  marks->count += count;
}

void CLONE(find_marks)(const uint8_t *text, long first, long last, uint8_t separator,
                       dephn_marks *result) {
  dephn_marks marks = *result;
  bytes odd = {0}, quotes = {0};
  long offset = first;
  for (; offset + 64 <= last; offset += 64) {
    bytes x = *(const bytes *)(text + offset);
    odd |= x | (x - 1);
    quotes |= (bytes)(x == '"');
    note_marks(x, offset, separator, &marks);
  }
  if (offset < last) {
    uint8_t rest[64];
    // Padded with a byte that is not a mark.
    memset(rest, separator == 'a' ? 'b' : 'a', sizeof rest);
    memcpy(rest, text + offset, last - offset);
    bytes x = *(const bytes *)rest;
    odd |= x | (x - 1);
    quotes |= (bytes)(x == '"');
    note_marks(x, offset, separator, &marks);
  }
  marks.has_odd_bytes = BITS((odd & 0x80) != 0) != 0;
  marks.has_quotes = BITS(quotes != 0) != 0;
  *result = marks;
}
