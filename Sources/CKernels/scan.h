/// 64 bytes of text, and a bit for each of them.
typedef uint8_t bytes __attribute__((vector_size(64), aligned(1)));
typedef _Bool flags __attribute__((ext_vector_type(64)));

#define BITS(comparison)                                       \
  ({                                                           \
    flags flags_ = __builtin_convertvector(comparison, flags); \
    uint64_t bits_;                                            \
    memcpy(&bits_, &flags_, sizeof bits_);                     \
    bits_;                                                     \
  })

/// The marks of one block, whose first byte is text[place].
INLINE void note_marks(bytes x, long place, uint8_t separator, dephn_marks *marks) {
  uint64_t ends = BITS(x == '\n');
  uint64_t all = BITS(x == separator) | ends;
  // Eight at a time without looking at how many are left; what is too much is written over.
  uint32_t *target = marks->places + marks->count;
  long count = __builtin_popcountll(all);
  uint64_t rest = all;
  for (long done = 0; done < count; done += 8)
    for (long i = 0; i < 8; i++) {
      target[done + i] = (uint32_t)(place + (rest ? __builtin_ctzll(rest) : 0));
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
  long place = first;
  for (; place + 64 <= last; place += 64) {
    bytes x = *(const bytes *)(text + place);
    odd |= x | (x - 1);
    quotes |= (bytes)(x == '"');
    note_marks(x, place, separator, &marks);
  }
  if (place < last) {
    uint8_t rest[64];
    // A byte that is nothing of what is looked for.
    memset(rest, separator == 'a' ? 'b' : 'a', sizeof rest);
    memcpy(rest, text + place, last - place);
    bytes x = *(const bytes *)rest;
    odd |= x | (x - 1);
    quotes |= (bytes)(x == '"');
    note_marks(x, place, separator, &marks);
  }
  marks.has_odd_bytes = BITS((odd & 0x80) != 0) != 0;
  marks.has_quotes = BITS(quotes != 0) != 0;
  *result = marks;
}
