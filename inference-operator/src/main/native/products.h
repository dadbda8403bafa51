#ifndef UNABRIDGED_PRODUCTS_H
#define UNABRIDGED_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

// Rows of values, shape (rows, depth), as signed bytes with a scale for each 32, and the sums of each 16. depth is a multiple of 32. With low,
// values have 15 bits, of which it holds the lower ones; without (NULL), 8.
void quantize_rows(const float *values, int depth, int from, int to, int8_t *bytes, int8_t *low, float *scales, int32_t *sums);

// target[r * stride + o] = sum over k of x[r][k] * weights[o][k], from rows as bytes: for quantised formats.
void multiply_in_bytes(int format, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth, int rows,
                       const uint8_t *weights, size_t row_bytes, int outputs, float *target, size_t target_stride);

// The same from rows as floats, for any format.
void multiply_in_float(int format, const float *values, int depth, int rows, const uint8_t *weights, size_t row_bytes, int outputs, float *target,
                       size_t target_stride);

#endif
