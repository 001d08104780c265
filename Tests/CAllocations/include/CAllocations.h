#pragma once

/// Calls of malloc, calloc, realloc and aligned allocation by the calling thread so far.
long allocations(void);
