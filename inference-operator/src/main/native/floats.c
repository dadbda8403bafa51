// Compiled twice: as floats_avx512 and as floats_avx2. A row's result never depends on the rows beside it.
#include "floats.h"

#include <math.h>
#include <string.h>

#include "lanes.h"

enum { F32 = 0, F16 = 1, Q8_0 = 8, BF16 = 30, BLOCK = 32, CHUNK = 1024 };

enum { PANEL = 2 * LANES, ROWS = LANES == 16 ? 12 : 6 };

#define INLINE static inline __attribute__((always_inline))

static inline int least(int a, int b) { return a < b ? a : b; }

// ---- stored weights --------------------------------------------------------------------------------------------------

static float half_to_float(const uint8_t *at) {
  uint16_t bits;
  memcpy(&bits, at, sizeof bits);
  return _cvtsh_ss(bits);
}

static float single(int format, const uint8_t *row, int i) {
  uint16_t half;
  uint32_t bits;
  float value;
  switch (format) {
    case F32: memcpy(&value, row + (size_t)i * 4, sizeof value); return value;
    case F16: return half_to_float(row + (size_t)i * 2);
    default:  // BF16
      memcpy(&half, row + (size_t)i * 2, sizeof half);
      bits = (uint32_t)half << 16;
      memcpy(&value, &bits, sizeof value);
      return value;
  }
}

// Values [from, from + count) of a row; from and count are whole blocks unless the format is a plain one.
static void read_row(int format, const uint8_t *row, int from, int count, float *out) {
  int i = 0;
  if (format == Q8_0) {
    for (; i < count; i += BLOCK) {
      const uint8_t *block = row + (size_t)(from + i) / BLOCK * (BLOCK + 2);
      lanes scale = all(half_to_float(block));
      for (int j = 0; j < BLOCK; j += LANES) store(out + i + j, mul(scale, signed_bytes(block + 2 + j)));
    }
    return;
  }
  for (; i + LANES <= count; i += LANES) {
    size_t at = (size_t)(from + i);
    store(out + i, format == F32 ? load((const float *)(row + at * 4)) : format == F16 ? halves(row + at * 2) : upper_halves(row + at * 2));
  }
  for (; i < count; i++) out[i] = single(format, row, from + i);
}

static void pack(int format, const uint8_t *weights, size_t row_bytes, int rows, int depth, float *panels, int first_output) {
  float values[CHUNK];
  for (int row = 0; row < rows; row++) {
    int output = first_output + row;
    float *panel = panels + (size_t)(output / PANEL) * PANEL * depth + output % PANEL;
    for (int from = 0; from < depth; from += CHUNK) {
      int count = least(CHUNK, depth - from);
      read_row(format, weights + (size_t)row * row_bytes, from, count, values);
      for (int k = 0; k < count; k++) panel[(size_t)(from + k) * PANEL] = values[k];
    }
  }
}

static void look_up(int format, const uint8_t *weights, size_t row_bytes, const int32_t *rows, int count, int width, float *target, size_t target_stride) {
  float values[CHUNK];
  for (int r = 0; r < count; r++) {
    const uint8_t *row = weights + (size_t)rows[r] * row_bytes;
    float *out = target + (size_t)r * target_stride;
    for (int from = 0; from < width; from += CHUNK) {
      int some = least(CHUNK, width - from);
      read_row(format, row, from, some, values);
      for (int i = 0; i < some; i++) out[from + i] += values[i];
    }
  }
}

// ---- product ---------------------------------------------------------------------------------------------------------

INLINE void multiply_block(int rows, const float *input, size_t input_stride, const float *panel, int depth, float *target, size_t target_stride) {
  lanes sum[ROWS][2];
  for (int r = 0; r < rows; r++) sum[r][0] = sum[r][1] = zeros();
  for (int k = 0; k < depth; k++) {
    lanes left = load(panel + (size_t)k * PANEL), right = load(panel + (size_t)k * PANEL + LANES);
    for (int r = 0; r < rows; r++) {
      lanes value = all(input[r * input_stride + k]);
      sum[r][0] = fma_of(value, left, sum[r][0]);
      sum[r][1] = fma_of(value, right, sum[r][1]);
    }
  }
  for (int r = 0; r < rows; r++) {
    store(target + r * target_stride, sum[r][0]);
    store(target + r * target_stride + LANES, sum[r][1]);
  }
}

#define BLOCK_OF(COUNT) \
  case COUNT: multiply_block(COUNT, x, input_stride, panel, depth, y, target_stride); break;

static void multiply(const float *input, size_t input_stride, int rows, const float *panels, int depth, int outputs, float *target, size_t target_stride) {
  for (int output = 0; output < outputs; output += PANEL) {
    const float *panel = panels + (size_t)output * depth;
    for (int row = 0; row < rows; row += ROWS) {
      const float *x = input + row * input_stride;
      float *y = target + row * target_stride + output;
      switch (least(ROWS, rows - row)) {
        BLOCK_OF(1) BLOCK_OF(2) BLOCK_OF(3) BLOCK_OF(4) BLOCK_OF(5) BLOCK_OF(6)
#if __AVX512F__
        BLOCK_OF(7) BLOCK_OF(8) BLOCK_OF(9) BLOCK_OF(10) BLOCK_OF(11) BLOCK_OF(12)
#endif
      }
    }
  }
}

// ---- rows ------------------------------------------------------------------------------------------------------------

static float sum_of_squares(const float *x, int width) {
  lanes sum = zeros(), other = zeros();
  int i = 0;
  for (; i + 2 * LANES <= width; i += 2 * LANES) {
    lanes a = load(x + i), b = load(x + i + LANES);
    sum = fma_of(a, a, sum);
    other = fma_of(b, b, other);
  }
  for (; i < width; i += LANES) {
    lanes a = i + LANES <= width ? load(x + i) : load_part(first_lanes(width - i), x + i);
    sum = fma_of(a, a, sum);
  }
  return sum_of(add(sum, other));
}

static void norm(const float *input, size_t input_stride, int rows, int width, const float *weight, float epsilon, float *target, size_t target_stride) {
  for (int r = 0; r < rows; r++) {
    const float *x = input + r * input_stride;
    float *y = target + r * target_stride;
    lanes scale = all(1.0f / sqrtf(sum_of_squares(x, width) / (float)width + epsilon));
    int i = 0;
    for (; i + LANES <= width; i += LANES) store(y + i, mul(mul(load(x + i), scale), load(weight + i)));
    if (i < width) {
      part p = first_lanes(width - i);
      store_part(p, y + i, mul(mul(load_part(p, x + i), scale), load_part(p, weight + i)));
    }
  }
}

static void unit(float *x, size_t stride, int rows, int width, float epsilon, float length) {
  for (int r = 0; r < rows; r++) {
    float *y = x + r * stride;
    lanes scale = all(length / sqrtf(sum_of_squares(y, width) + epsilon));
    int i = 0;
    for (; i + LANES <= width; i += LANES) store(y + i, mul(load(y + i), scale));
    if (i < width) {
      part p = first_lanes(width - i);
      store_part(p, y + i, mul(load_part(p, y + i), scale));
    }
  }
}

INLINE void add_row(const float *x, int width, float *y) {
  int i = 0;
  for (; i + LANES <= width; i += LANES) store(y + i, add(load(y + i), load(x + i)));
  for (; i < width; i++) y[i] += x[i];
}

static void add_rows(const float *input, size_t input_stride, int rows, int width, float *target, size_t target_stride) {
  for (int r = 0; r < rows; r++) add_row(input + r * input_stride, width, target + r * target_stride);
}

static void gather(const float *source, size_t source_stride, const int32_t *order, int count, int choices, int width, float *target, size_t target_stride) {
  for (int i = 0; i < count; i++) memcpy(target + i * target_stride, source + (size_t)(order[i] / choices) * source_stride, (size_t)width * sizeof(float));
}

static void scatter(const float *source, size_t source_stride, const int32_t *order, int count, int choices, int width, float *target, size_t target_stride) {
  for (int i = 0; i < count; i++) add_row(source + i * source_stride, width, target + (size_t)(order[i] / choices) * target_stride);
}

static void gate(const float *gates, size_t gate_stride, const float *values, size_t values_stride, const float *factors, int rows, int width, float *target,
                 size_t target_stride) {
  for (int r = 0; r < rows; r++) {
    const float *g = gates + r * gate_stride, *x = values + r * values_stride;
    float *y = target + r * target_stride;
    lanes factor = all(factors == NULL ? 1.0f : factors[r]);
    int i = 0;
    for (; i + LANES <= width; i += LANES) store(y + i, mul(mul(silu(load(g + i)), load(x + i)), factor));
    if (i < width) {
      part p = first_lanes(width - i);
      store_part(p, y + i, mul(mul(silu(load_part(p, g + i)), load_part(p, x + i)), factor));
    }
  }
}

static void open_gates(float *betas, size_t beta_stride, float *decays, size_t decay_stride, int rows, int heads, const float *rate, const float *bias) {
  for (int r = 0; r < rows; r++) {
    float *b = betas + r * beta_stride, *d = decays + r * decay_stride;
    for (int i = 0; i < heads; i += LANES) {
      part p = first_lanes(least(LANES, heads - i));
      store_part(p, b + i, sigmoid(load_part(p, b + i)));
      lanes step = softplus(add(load_part(p, d + i), load_part(p, bias + i)));
      store_part(p, d + i, exponential(mul(load_part(p, rate + i), step)));
    }
  }
}

// ---- convolution -----------------------------------------------------------------------------------------------------

INLINE lanes convolved(int taps, const float *x, size_t input_stride, const float *w, size_t tap_stride, int whole, part p) {
  lanes sum = zeros();
  for (int j = 0; j < taps; j++) {
    const float *tap = w + j * tap_stride, *value = x + j * input_stride;
    sum = whole ? fma_of(load(value), load(tap), sum) : fma_of(load_part(p, value), load_part(p, tap), sum);
  }
  return silu(sum);
}

INLINE void convolve_taps(int taps, const float *input, size_t input_stride, const float *weights, size_t tap_stride, float *target, size_t target_stride,
                          int rows, int channels) {
  part none = first_lanes(0);
  for (int r = 0; r < rows; r++) {
    const float *x = input + r * input_stride - (taps - 1) * input_stride;
    float *y = target + r * target_stride;
    int c = 0;
    for (; c + LANES <= channels; c += LANES) store(y + c, convolved(taps, x + c, input_stride, weights + c, tap_stride, 1, none));
    if (c < channels) {
      part p = first_lanes(channels - c);
      store_part(p, y + c, convolved(taps, x + c, input_stride, weights + c, tap_stride, 0, p));
    }
  }
}

static void convolve(const float *input, size_t input_stride, const float *weights, size_t tap_stride, int taps, float *target, size_t target_stride, int rows,
                     int channels) {
  if (taps == 4) convolve_taps(4, input, input_stride, weights, tap_stride, target, target_stride, rows, channels);
  else convolve_taps(taps, input, input_stride, weights, tap_stride, target, target_stride, rows, channels);
}

// ---- delta rule ------------------------------------------------------------------------------------------------------

// A column of the state does not depend on the others: as many as vectors hold go through all rows, then the next.
INLINE void delta_columns(int vectors, int whole, part p, float *state, const struct delta_rows *rows, int column) {
  int keys = rows->key_width, values = rows->value_width;
#define READ(AT) (whole ? load(AT) : load_part(p, AT))
#define WRITE(AT, X) (whole ? store(AT, X) : store_part(p, AT, X))
  for (int r = 0; r < rows->count; r++) {
    const float *key = rows->key + (size_t)r * keys, *query = rows->query + (size_t)r * keys;
    lanes seen[2][2], result[2][2], written[2], decay = all(rows->decay[r]), beta = all(rows->beta[r]);
    // even and odd keys are summed apart, as additions wait for each other within one sum
    for (int v = 0; v < vectors; v++) seen[0][v] = seen[1][v] = result[0][v] = result[1][v] = zeros();
    for (int i = 0; i + 1 < keys; i += 2) {
      float *at = state + (size_t)i * values + column;
      for (int odd = 0; odd < 2; odd++)
        for (int v = 0; v < vectors; v++) seen[odd][v] = fma_of(all(key[i + odd]), READ(at + odd * values + v * LANES), seen[odd][v]);
    }
    if (keys % 2 != 0) {
      float *at = state + (size_t)(keys - 1) * values + column;
      for (int v = 0; v < vectors; v++) seen[0][v] = fma_of(all(key[keys - 1]), READ(at + v * LANES), seen[0][v]);
    }
    for (int v = 0; v < vectors; v++) {
      lanes value = READ(rows->value + (size_t)r * values + column + v * LANES);
      written[v] = mul(beta, less_product(decay, add(seen[0][v], seen[1][v]), value));
    }
#define UPDATE(I, ODD)                                                          \
  for (int v = 0; v < vectors; v++) {                                           \
    float *at = state + (size_t)(I) * values + column + v * LANES;              \
    lanes updated = fma_of(all(key[I]), written[v], mul(decay, READ(at)));      \
    WRITE(at, updated);                                                         \
    result[ODD][v] = fma_of(all(query[I]), updated, result[ODD][v]);            \
  }
    for (int i = 0; i + 1 < keys; i += 2) {
      UPDATE(i, 0)
      UPDATE(i + 1, 1)
    }
    if (keys % 2 != 0) UPDATE(keys - 1, 0)
#undef UPDATE
    for (int v = 0; v < vectors; v++) WRITE(rows->output + (size_t)r * values + column + v * LANES, add(result[0][v], result[1][v]));
  }
#undef READ
#undef WRITE
}

static void delta_rule(float *state, const struct delta_rows *rows) {
  part none = first_lanes(0);
  int column = 0;
  for (; column + 2 * LANES <= rows->value_width; column += 2 * LANES) delta_columns(2, 1, none, state, rows, column);
  for (; column + LANES <= rows->value_width; column += LANES) delta_columns(1, 1, none, state, rows, column);
  if (column < rows->value_width) delta_columns(1, 0, first_lanes(rows->value_width - column), state, rows, column);
}

// ---- delta rule in chunks ------------------------------------------------------------------------------------------

// Rows of a chunk, widest key and value.
enum { STEPS = 32, WIDEST = 256, VECTORS = LANES == 16 ? 4 : 2 };

// rows x vectors products, added to factors[r] * c.
INLINE void product_block(int rows, int vectors, const float *a, size_t a_stride, const float *b, size_t b_stride, int depth, const float *factors,
                          size_t factor_stride, float *c, size_t c_stride) {
  lanes sum[6][VECTORS];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++) sum[r][v] = factors == NULL ? zeros() : mul(all(factors[r * factor_stride]), load(c + r * c_stride + v * LANES));
  for (int k = 0; k < depth; k++) {
    lanes right[VECTORS];
    for (int v = 0; v < vectors; v++) right[v] = load(b + k * b_stride + v * LANES);
    for (int r = 0; r < rows; r++) {
      lanes left = all(a[r * a_stride + k]);
      for (int v = 0; v < vectors; v++) sum[r][v] = fma_of(left, right[v], sum[r][v]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < vectors; v++) store(c + r * c_stride + v * LANES, sum[r][v]);
}

#define PRODUCT_OF(COUNT) \
  case COUNT: product_block(COUNT, vectors, x, a_stride, y, b_stride, depth, f, factor_stride, z, c_stride); break;

INLINE void product_columns(int vectors, const float *a, size_t a_stride, int rows, const float *y, size_t b_stride, int depth, const float *factors,
                            size_t factor_stride, float *c, size_t c_stride) {
  for (int row = 0; row < rows; row += 6) {
    const float *x = a + row * a_stride, *f = factors == NULL ? NULL : factors + row * factor_stride;
    float *z = c + row * c_stride;
    switch (least(6, rows - row)) {
      PRODUCT_OF(1) PRODUCT_OF(2) PRODUCT_OF(3) PRODUCT_OF(4) PRODUCT_OF(5) PRODUCT_OF(6)
    }
  }
}

// c = factors * c + a b, or without factors (NULL) c = a b, for whole vectors of columns.
static void product(const float *a, size_t a_stride, int rows, const float *b, size_t b_stride, int depth, int columns, const float *factors,
                    size_t factor_stride, float *c, size_t c_stride) {
  int column = 0;
  for (; column + VECTORS * LANES <= columns; column += VECTORS * LANES)
    product_columns(VECTORS, a, a_stride, rows, b + column, b_stride, depth, factors, factor_stride, c + column, c_stride);
  for (; column < columns; column += LANES)
    product_columns(1, a, a_stride, rows, b + column, b_stride, depth, factors, factor_stride, c + column, c_stride);
}

struct chunk {
  float keys_turned[WIDEST * STEPS] __attribute__((aligned(64)));  // (key width, steps)
  float kept[STEPS * STEPS] __attribute__((aligned(64)));          // what is left of step j's writing at step i, before i's own
  float kept_since_start[STEPS];
  float own[STEPS * STEPS] __attribute__((aligned(64)));  // query i on key j, times what is kept
  float key_on_key[STEPS * STEPS] __attribute__((aligned(64)));
  float written[STEPS * WIDEST] __attribute__((aligned(64)));  // (steps, value width)
};

// kept[i][j] = product of decays j + 1 to i; products, not quotients, as decays may vanish.
static void keep(struct chunk *c, const float *decay, int steps) {
  float since_start = 1;
  for (int i = 0; i < steps; i++) {
    float *row = c->kept + i * STEPS;
    lanes d = all(decay[i]);
    for (int j = 0; j < STEPS; j += LANES) store(row + j, i == 0 ? zeros() : mul(d, load(row - STEPS + j)));
    row[i] = 1;
    since_start *= decay[i];
    c->kept_since_start[i] = since_start;
  }
}

// Row by row, (I + A) x = b for a strictly lower triangular A; x lies where b was.
INLINE void substitute(int vectors, const float *a, int steps, float *x, size_t stride) {
  for (int i = 1; i < steps; i++) {
    lanes sum[8];
    for (int v = 0; v < vectors; v++) sum[v] = load(x + i * stride + v * LANES);
    for (int j = 0; j < i; j++) {
      lanes factor = all(a[i * STEPS + j]);
      for (int v = 0; v < vectors; v++) sum[v] = less_product(factor, load(x + j * stride + v * LANES), sum[v]);
    }
    for (int v = 0; v < vectors; v++) store(x + i * stride + v * LANES, sum[v]);
  }
}

// With K, Q, V the rows of a chunk, S the state before it, P what is kept of S and D of the steps before:
//   (I + lower(beta K K' * D)) X = beta (V - P K S);  output = P Q S + (Q K' * D) X;  S = P S + (K * D of the last)' X
static void delta_chunk(float *state, struct chunk *c, const struct delta_rows *rows, int first, int steps) {
  int keys = rows->key_width, values = rows->value_width;
  const float *key = rows->key + (size_t)first * keys, *query = rows->query + (size_t)first * keys, *value = rows->value + (size_t)first * values;
  float *output = rows->output + (size_t)first * values;
  keep(c, rows->decay + first, steps);
  for (int i = 0; i < keys; i++)
    for (int t = 0; t < STEPS; t++) c->keys_turned[i * STEPS + t] = t < steps ? key[(size_t)t * keys + i] : 0;
  product(key, keys, steps, c->keys_turned, STEPS, keys, STEPS, NULL, 0, c->key_on_key, STEPS);
  product(query, keys, steps, c->keys_turned, STEPS, keys, STEPS, NULL, 0, c->own, STEPS);
  product(key, keys, steps, state, values, keys, values, NULL, 0, c->written, values);
  product(query, keys, steps, state, values, keys, values, NULL, 0, output, values);
  for (int t = 0; t < steps; t++) {
    lanes beta = all(rows->beta[first + t]), kept = all(c->kept_since_start[t]);
    float *x = c->written + t * values;
    for (int v = 0; v < values; v += LANES) store(x + v, mul(beta, less_product(kept, load(x + v), load(value + (size_t)t * values + v))));
    for (int j = 0; j < STEPS; j += LANES) {
      lanes d = load(c->kept + t * STEPS + j);
      store(c->key_on_key + t * STEPS + j, mul(mul(beta, d), load(c->key_on_key + t * STEPS + j)));
      store(c->own + t * STEPS + j, mul(d, load(c->own + t * STEPS + j)));
    }
  }
  int column = 0;
  for (; column + 8 * LANES <= values; column += 8 * LANES) substitute(8, c->key_on_key, steps, c->written + column, values);
  for (; column < values; column += LANES) substitute(1, c->key_on_key, steps, c->written + column, values);
  product(c->own, STEPS, steps, c->written, values, steps, values, c->kept_since_start, 1, output, values);
  const float *left = c->kept + (steps - 1) * STEPS;
  for (int i = 0; i < keys; i++)
    for (int t = 0; t < STEPS; t += LANES) store(c->keys_turned + i * STEPS + t, mul(load(left + t), load(c->keys_turned + i * STEPS + t)));
  product(c->keys_turned, STEPS, keys, c->written, values, steps, values, c->kept_since_start + steps - 1, 0, state, values);
}

static void delta_chunks(float *state, const struct delta_rows *rows) {
  struct chunk c;
  if (rows->key_width > WIDEST || rows->value_width > WIDEST || rows->value_width % LANES != 0) {
    delta_rule(state, rows);
    return;
  }
  for (int first = 0; first < rows->count; first += STEPS) delta_chunk(state, &c, rows, first, least(STEPS, rows->count - first));
}

// ---- routing ---------------------------------------------------------------------------------------------------------

static int is_taken(const int32_t *chosen, int count, int expert) {
  for (int i = 0; i < count; i++)
    if (chosen[i] == expert) return 1;
  return 0;
}

static void route(const float *logits, size_t stride, int rows, int experts, int used, int32_t *chosen, float *shares) {
  for (int r = 0; r < rows; r++) {
    const float *x = logits + r * stride;
    int32_t *best = chosen + (size_t)r * used;
    float *share = shares + (size_t)r * used;
    for (int rank = 0; rank < used; rank++) {
      int found = -1;
      for (int e = 0; e < experts; e++)
        if ((found < 0 || x[e] > x[found]) && !is_taken(best, rank, e)) found = e;
      best[rank] = found;
    }
    float sum = 0;
    for (int i = 0; i < used; i += LANES) {
      float logit[LANES] = {0};
      int count = least(LANES, used - i);
      for (int j = 0; j < count; j++) logit[j] = x[best[i + j]] - x[best[0]];
      store(logit, exponential(load(logit)));
      for (int j = 0; j < count; j++) {
        share[i + j] = logit[j];
        sum += logit[j];
      }
    }
    for (int i = 0; i < used; i++) share[i] /= sum;
  }
}

const struct float_kernels TABLE = {PANEL, pack, multiply, norm, unit, add_rows, gate, convolve, open_gates, delta_rule, delta_chunks, route, gather, scatter, look_up};
