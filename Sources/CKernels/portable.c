#include "kernels.h"
#define CLONE(name) name##_portable
enum { ACCUMULATORS = 4 };
#include "clone.h"
