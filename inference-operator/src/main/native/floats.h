// Kernels in float32, for AVX-512 and for AVX2. Rows lie in arrays at a distance, the stride.
#ifndef UNABRIDGED_FLOATS_H
#define UNABRIDGED_FLOATS_H

#include <stddef.h>
#include <stdint.h>

// What one value head takes through the delta rule: see the class DeltaRows.
struct delta_rows {
  int count, key_width, value_width;
  const float *query, *key, *value, *decay, *beta;
  float *output;
};

struct float_kernels {
  // Outputs that lie side by side in packed weights, shape (panels, depth, panel_width).
  int panel_width;

  // Puts rows of stored weights into panels, as outputs first_output and following.
  void (*pack)(int format, const uint8_t *weights, size_t row_bytes, int rows, int depth, float *panels, int first_output);

  // target = input * weights; writes whole panels.
  void (*multiply)(const float *input, size_t input_stride, int rows, const float *panels, int depth, int outputs, float *target, size_t target_stride);

  // target[r] = input[r] / sqrt(mean(input[r]^2) + epsilon) * weight
  void (*norm)(const float *input, size_t input_stride, int rows, int width, const float *weight, float epsilon, float *target, size_t target_stride);

  // x[r] *= length / sqrt(sum(x[r]^2) + epsilon)
  void (*unit)(float *x, size_t stride, int rows, int width, float epsilon, float length);

  // target[r] += input[r]
  void (*add)(const float *input, size_t input_stride, int rows, int width, float *target, size_t target_stride);

  // target[r] = silu(gate[r]) * values[r] * factors[r]; without factors (NULL) they are 1.
  void (*gate)(const float *gate, size_t gate_stride, const float *values, size_t values_stride, const float *factors, int rows, int width, float *target,
               size_t target_stride);

  // target[r] = silu(sum over j of taps[j] * input[r - taps + 1 + j])
  void (*convolve)(const float *input, size_t input_stride, const float *weights, size_t tap_stride, int taps, float *target, size_t target_stride, int rows,
                   int channels);

  // betas = sigmoid(betas); decays = exp(rate * softplus(decays + bias))
  void (*open_gates)(float *betas, size_t beta_stride, float *decays, size_t decay_stride, int rows, int heads, const float *rate, const float *bias);

  void (*delta_rule)(float *state, const struct delta_rows *rows);

  // The same, many rows at a time: sums are taken in another order.
  void (*delta_chunks)(float *state, const struct delta_rows *rows);

  // The used best of each row's logits, the first among equals, best first; shares by softmax over them.
  void (*route)(const float *logits, size_t stride, int rows, int experts, int used, int32_t *chosen, float *shares);

  // target[i] = source[order[i] / choices]
  void (*gather)(const float *source, size_t source_stride, const int32_t *order, int count, int choices, int width, float *target, size_t target_stride);

  // target[order[i] / choices] += source[i]
  void (*scatter)(const float *source, size_t source_stride, const int32_t *order, int count, int choices, int width, float *target, size_t target_stride);

  // target[i] += row rows[i] of stored weights
  void (*look_up)(int format, const uint8_t *weights, size_t row_bytes, const int32_t *rows, int count, int width, float *target, size_t target_stride);
};

extern const struct float_kernels floats_avx512, floats_avx2;

#endif
