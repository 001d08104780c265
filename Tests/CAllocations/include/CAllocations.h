#pragma once

/// Calls of malloc, calloc, realloc and aligned allocation in this process so far.
long allocations(void);
