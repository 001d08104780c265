#include "kernels.h"
#define CLONE(name) name##_portable
#if defined(__x86_64__) && !defined(__FMA__)
#define WITHOUT_FMA
#endif
enum { ACCUMULATORS = 4 };
#include "clone.h"
