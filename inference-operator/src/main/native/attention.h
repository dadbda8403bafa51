#ifndef UNABRIDGED_ATTENTION_H
#define UNABRIDGED_ATTENTION_H

#include <stdint.h>

// Attention of queries (rows, width) to keys and values (count, width) of one format: F32, F16 or Q8_0; width is a multiple of 32, at
// most 256. Token t of the run is seen by rows whose limit is above first + t. maximum, sum and output are carried on.
void attend(int format, int width, int rows, const float *query, const int64_t *limit, float *maximum, float *sum, float *output, int64_t first,
            int count, const uint8_t *keys, const uint8_t *values);

#endif
