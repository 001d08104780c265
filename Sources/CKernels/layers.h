// Passes of single layers over a row, fused into one loop each.

static void CLONE(interaction)(long count, const float *restrict x0, const float *restrict s,
                               const float *restrict bias, const float *restrict residual,
                               const float *x, float *restrict y) {
  for (long n = 0; n < count; n++) y[n] = x0[n] * s[n];
  if (bias)
    for (long n = 0; n < count; n++) y[n] += bias[n];
  if (residual)
    for (long n = 0; n < count; n++) y[n] += residual[n] * x[n];
}

static void CLONE(interaction_gradient)(long count, const float *restrict x0,
                                        const float *restrict s, const float *restrict residual,
                                        const float *restrict y_gradient,
                                        float *restrict s_gradient, float *x0_gradient,
                                        float *x_gradient, int accumulate) {
  for (long n = 0; n < count; n++) s_gradient[n] = y_gradient[n] * x0[n];
  // x0 and x may be the same value; then both sums go to the same gradient.
  for (long n = 0; n < count; n++) x0_gradient[n] += y_gradient[n] * s[n];
  if (residual && accumulate)
    for (long n = 0; n < count; n++) x_gradient[n] += residual[n] * y_gradient[n];
  else if (residual)
    for (long n = 0; n < count; n++) x_gradient[n] = residual[n] * y_gradient[n];
  else if (!accumulate)
    memset(x_gradient, 0, (size_t)count * sizeof(float));
}

static void CLONE(selection)(long count, const float *restrict openness,
                             const float *restrict attended, const float *restrict raw,
                             float *restrict y) {
  for (long n = 0; n < count; n++) y[n] = openness[n] * attended[n] + (1.0f - openness[n]) * raw[n];
}

static void CLONE(selection_gradient)(long count, const float *restrict openness,
                                      const float *restrict y_gradient,
                                      float *restrict attended_gradient,
                                      float *restrict raw_gradient) {
  for (long n = 0; n < count; n++) {
    attended_gradient[n] += openness[n] * y_gradient[n];
    raw_gradient[n] += (1.0f - openness[n]) * y_gradient[n];
  }
}

static void CLONE(selection_gate_gradient)(long rows, long columns, long stride,
                                           const float *restrict attended,
                                           const float *restrict raw,
                                           const float *restrict y_gradient, float *restrict result,
                                           int accumulate) {
  if (!accumulate) memset(result, 0, (size_t)columns * sizeof(float));
  for (long at = 0; at < rows * stride; at += stride)
    for (long n = 0; n < columns; n++)
      result[n] += y_gradient[at + n] * (attended[at + n] - raw[at + n]);
}

static void CLONE(mix)(const dephn_mixture *m, float *restrict y) {
  for (long row = 0; row < m->rows; row++) {
    const float *gate = m->gate + row * m->experts;
    float *target = y + row * m->width;
    for (long k = 0; k < m->experts; k++) {
      const float *x = m->values[k] + row * m->width;
      if (k == 0)
        for (long n = 0; n < m->width; n++) target[n] = gate[k] * x[n];
      else
        for (long n = 0; n < m->width; n++) target[n] += gate[k] * x[n];
    }
  }
}

static void CLONE(mix_gradient)(const dephn_mixture *m, const float *restrict y_gradient,
                                float *restrict gate_gradient, float *const *gradients,
                                const int *accumulates) {
  for (long row = 0; row < m->rows; row++) {
    const float *up = y_gradient + row * m->width;
    for (long k = 0; k < m->experts; k++) {
      long gate = row * m->experts + k, at = row * m->width;
      gate_gradient[gate] += CLONE(dot)(m->width, up, m->values[k] + at);
      if (accumulates[k])
        CLONE(add_scaled)(m->width, m->gate[gate], up, gradients[k] + at);
      else
        CLONE(scale)(m->width, m->gate[gate], up, gradients[k] + at);
    }
  }
}
