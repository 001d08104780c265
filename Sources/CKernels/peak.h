// The processor's peak rate: fused multiply-adds on registers only.

static float CLONE(multiply_adds)(long rounds) {
  wide sum[ACCUMULATORS];
  for (int i = 0; i < ACCUMULATORS; i++) sum[i] = spread(0.001f * (float)i);
  wide factor = spread(0.999f), addend = spread(0.001f);
  for (long round = 0; round < rounds; round++)
    for (int i = 0; i < ACCUMULATORS; i++) sum[i] = fma16(sum[i], factor, addend);
  float result = 0;  // of all, so that no compiler leaves any out
  for (int i = 0; i < ACCUMULATORS; i++)
    for (int lane = 0; lane < WIDE; lane++) result += sum[i][lane];
  return result;
}

static long CLONE(multiply_adds_a_round)(void) { return ACCUMULATORS * WIDE; }
