// Adam on eight weights at a time; each weight's own sequence of operations, whatever the block.

INLINE void adam8(floats *w, floats g, floats *m, floats *v, const dephn_adam_settings *s) {
  *m = fma8(all(s->beta1), *m, all(s->complement1) * g);
  *v = fma8(all(s->beta2), *v, all(s->complement2) * g * g);
  floats root = __builtin_elementwise_sqrt(*v * all(s->correction2)) + all(s->epsilon);
  *w = *w - all(s->rate) * (*m * all(s->correction1)) / root;
}

static void CLONE(adam)(long count, float *weights, const float *gradient, float *first,
                        float *second, const dephn_adam_settings *settings) {
  long i = 0;
  for (; i + LANES <= count; i += LANES) {
    floats w = load(weights + i), m = load(first + i), v = load(second + i);
    adam8(&w, load(gradient + i), &m, &v, settings);
    store(weights + i, w);
    store(first + i, m);
    store(second + i, v);
  }
  long rest = count - i;
  if (rest == 0) return;
  floats w = load_some(weights + i, rest), m = load_some(first + i, rest),
         v = load_some(second + i, rest);
  adam8(&w, load_some(gradient + i, rest), &m, &v, settings);
  store_some(weights + i, w, rest);
  store_some(first + i, m, rest);
  store_some(second + i, v, rest);
}
