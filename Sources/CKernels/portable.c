#include "kernels.h"
#define CLONE(name) name##_portable
#include "clone.h"
