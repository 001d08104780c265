// Adam on sixteen weights at a time, with the same sequence of operations per weight for any block.

INLINE void adam16(wide *w, wide g, wide *m, wide *v, const dephn_adam_settings *s) {
  *m = fma16(spread(s->beta1), *m, spread(s->complement1) * g);
  *v = fma16(spread(s->beta2), *v, spread(s->complement2) * g * g);
  wide root = __builtin_elementwise_sqrt(*v * spread(s->correction2)) + spread(s->epsilon);
  *w = *w - spread(s->rate) * (*m * spread(s->correction1)) / root;
}

static void CLONE(adam)(const dephn_weights *p, const dephn_adam_settings *settings) {
  for (long row = 0; row < p->rows; row++) {
    if (p->indices && row + AHEAD < p->rows) {
      const float *next = p->weights + p->indices[row + AHEAD] * p->stride;
      for (long i = 0; i < p->stride; i += WIDE) __builtin_prefetch(next + i, 1);
    }
    long at = (p->indices ? p->indices[row] : row) * p->stride;
    const float *gradient = p->gradient + row * p->gradient_stride;
    for (long j = 0; j < p->columns; j += WIDE) {
      long i = at + j, rest = p->columns - j;
      if (rest >= WIDE) {
        wide w = load(p->weights + i), m = load(p->first + i), v = load(p->second + i);
        adam16(&w, load(gradient + j), &m, &v, settings);
        store(p->weights + i, w);
        store(p->first + i, m);
        store(p->second + i, v);
      } else {
        wide w = load_some(p->weights + i, rest), m = load_some(p->first + i, rest),
             v = load_some(p->second + i, rest);
        adam16(&w, load_some(gradient + j, rest), &m, &v, settings);
        store_some(p->weights + i, w, rest);
        store_some(p->first + i, m, rest);
        store_some(p->second + i, v, rest);
      }
    }
  }
}
