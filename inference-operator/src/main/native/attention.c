// Attention over cached keys and values by an online softmax. Needs AVX-512 (F, BW, VL, DQ).
#include "attention.h"

#include <math.h>

#include "blocks.h"

enum { WIDTH = 16, TOKENS = 64, ROWS = 6, FEW = 8, MOST_WIDTH = 256 };

// e^x for x <= 0, by the polynomial of the class Activations.
static inline __m512 exponential(__m512 x) {
  x = _mm512_max_ps(x, _mm512_set1_ps(-87.0f));
  __m512 shifted = _mm512_fmadd_ps(x, _mm512_set1_ps(1.442695f), _mm512_set1_ps(12582912.0f));
  __m512 n = _mm512_sub_ps(shifted, _mm512_set1_ps(12582912.0f));
  __m512 r = _mm512_fnmadd_ps(n, _mm512_set1_ps(0.6933594f), x);
  r = _mm512_fnmadd_ps(n, _mm512_set1_ps(-2.1219444e-4f), r);
  __m512 p = _mm512_set1_ps(1.9875691e-4f);
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(0.0013981999f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(8.333452e-3f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(4.1665796e-2f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(1.6666666e-1f));
  p = _mm512_fmadd_ps(p, r, _mm512_set1_ps(5e-1f));
  __m512 value = _mm512_add_ps(_mm512_fmadd_ps(_mm512_mul_ps(p, r), r, r), _mm512_set1_ps(1.0f));
  __m512i exponent = _mm512_slli_epi32(_mm512_add_epi32(_mm512_castps_si512(shifted), _mm512_set1_epi32(127)), 23);
  return _mm512_mul_ps(value, _mm512_castsi512_ps(exponent));
}

static inline void read_row(int format, const uint8_t *at, int width, float *out) {
  switch (format) {
    case F32: memcpy(out, at, (size_t)width * 4); return;
    case F16:
      for (int i = 0; i < width; i += WIDTH) _mm512_storeu_ps(out + i, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(at + 2 * i))));
      return;
    default:  // Q8_0
      for (int i = 0; i < width; i += GROUP) {
        const uint8_t *block = at + i / GROUP * 34;
        __m512 scale = _mm512_set1_ps(half_to_float(block));
        for (int j = 0; j < GROUP; j += WIDTH) {
          __m512i bytes = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(block + 2 + j)));
          _mm512_storeu_ps(out + i + j, _mm512_mul_ps(scale, _mm512_cvtepi32_ps(bytes)));
        }
      }
  }
}

// Decodes keys to (width, TOKENS): 16 tokens by 16 values at a time.
static void read_keys(int format, const uint8_t *keys, size_t row_bytes, int width, int tokens, float *out) {
  float rows[WIDTH][MOST_WIDTH] __attribute__((aligned(64)));
  for (int from = 0; from < tokens; from += WIDTH) {
    for (int t = 0; t < WIDTH; t++) {
      if (from + t < tokens) read_row(format, keys + (size_t)(from + t) * row_bytes, width, rows[t]);
      else memset(rows[t], 0, (size_t)width * 4);
    }
    __m512i index = _mm512_mullo_epi32(_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), _mm512_set1_epi32(MOST_WIDTH));
    for (int i = 0; i < width; i++) _mm512_store_ps(out + i * TOKENS + from, _mm512_i32gather_ps(index, &rows[0][i], 4));
  }
}

// Scores of few queries, from keys as they lie: not worth turning the keys around.
static void scores_of_few(int rows, const float *query, int format, const uint8_t *keys, size_t row_bytes, int width, int tokens, float *scores) {
  float key[MOST_WIDTH] __attribute__((aligned(64)));
  for (int t = 0; t < tokens; t++) {
    read_row(format, keys + (size_t)t * row_bytes, width, key);
    for (int r = 0; r < rows; r++) {
      const float *q = query + (size_t)r * width;
      __m512 sum = _mm512_setzero_ps(), other = sum;
      for (int i = 0; i < width; i += 2 * WIDTH) {
        sum = _mm512_fmadd_ps(_mm512_loadu_ps(q + i), _mm512_load_ps(key + i), sum);
        other = _mm512_fmadd_ps(_mm512_loadu_ps(q + i + WIDTH), _mm512_load_ps(key + i + WIDTH), other);
      }
      scores[r * TOKENS + t] = _mm512_reduce_add_ps(_mm512_add_ps(sum, other));
    }
  }
}

static inline __attribute__((always_inline)) void scores_of(int rows, const float *query, int width, const float *keys, float *scores) {
  __m512 sum[ROWS][4];
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < 4; v++) sum[r][v] = _mm512_setzero_ps();
  for (int i = 0; i < width; i++) {
    __m512 key[4];
    for (int v = 0; v < 4; v++) key[v] = _mm512_load_ps(keys + i * TOKENS + v * WIDTH);
    for (int r = 0; r < rows; r++) {
      __m512 q = _mm512_set1_ps(query[(size_t)r * width + i]);
      for (int v = 0; v < 4; v++) sum[r][v] = _mm512_fmadd_ps(q, key[v], sum[r][v]);
    }
  }
  for (int r = 0; r < rows; r++)
    for (int v = 0; v < 4; v++) _mm512_store_ps(scores + r * TOKENS + v * WIDTH, sum[r][v]);
}

// Scores to weights; rescales what the row holds already.
static inline void weigh(float *scores, int seen, float *maximum, float *sum, float *output, int width) {
  __m512 s[4];
  float highest = *maximum;
  for (int v = 0; v < 4; v++) {
    int left = seen - v * WIDTH;
    __mmask16 mask = left >= WIDTH ? 0xffff : left <= 0 ? 0 : (1u << left) - 1;
    s[v] = _mm512_mask_loadu_ps(_mm512_set1_ps(-INFINITY), mask, scores + v * WIDTH);
    highest = fmaxf(highest, _mm512_reduce_max_ps(s[v]));
  }
  if (highest > *maximum) {
    float kept = *maximum == -INFINITY ? 0 : _mm512_cvtss_f32(exponential(_mm512_set1_ps(*maximum - highest)));
    *sum *= kept;
    *maximum = highest;
    for (int i = 0; i < width; i += WIDTH) _mm512_storeu_ps(output + i, _mm512_mul_ps(_mm512_loadu_ps(output + i), _mm512_set1_ps(kept)));
  }
  __m512 total = _mm512_setzero_ps();
  for (int v = 0; v < 4; v++) {
    int left = seen - v * WIDTH;
    __mmask16 mask = left >= WIDTH ? 0xffff : left <= 0 ? 0 : (1u << left) - 1;
    __m512 weight = _mm512_maskz_mov_ps(mask, exponential(_mm512_sub_ps(s[v], _mm512_set1_ps(highest))));
    total = _mm512_add_ps(total, weight);
    _mm512_store_ps(scores + v * WIDTH, weight);
  }
  *sum += _mm512_reduce_add_ps(total);
}

static inline __attribute__((always_inline)) void add_values(int rows, const float *weights, int tokens, const float *values, int width, float *output) {
  for (int i = 0; i < width; i += 4 * WIDTH) {
    int vectors = (width - i) / WIDTH < 4 ? (width - i) / WIDTH : 4;
    if (vectors == 4) {
      __m512 out[ROWS][4];
      for (int r = 0; r < rows; r++)
        for (int v = 0; v < 4; v++) out[r][v] = _mm512_loadu_ps(output + (size_t)r * width + i + v * WIDTH);
      for (int t = 0; t < tokens; t++) {
        __m512 value[4];
        for (int v = 0; v < 4; v++) value[v] = _mm512_load_ps(values + t * MOST_WIDTH + i + v * WIDTH);
        for (int r = 0; r < rows; r++) {
          __m512 weight = _mm512_set1_ps(weights[r * TOKENS + t]);
          for (int v = 0; v < 4; v++) out[r][v] = _mm512_fmadd_ps(weight, value[v], out[r][v]);
        }
      }
      for (int r = 0; r < rows; r++)
        for (int v = 0; v < 4; v++) _mm512_storeu_ps(output + (size_t)r * width + i + v * WIDTH, out[r][v]);
    } else {
      for (int r = 0; r < rows; r++)
        for (int v = 0; v < vectors; v++) {
          __m512 out = _mm512_loadu_ps(output + (size_t)r * width + i + v * WIDTH);
          for (int t = 0; t < tokens; t++)
            out = _mm512_fmadd_ps(_mm512_set1_ps(weights[r * TOKENS + t]), _mm512_load_ps(values + t * MOST_WIDTH + i + v * WIDTH), out);
          _mm512_storeu_ps(output + (size_t)r * width + i + v * WIDTH, out);
        }
    }
  }
}

// Goes on from the scores of some rows to their weights, and adds the values so weighted.
static inline __attribute__((always_inline)) void add_tile(
    int count, int tokens, int64_t first, float *scores, const float *values, const int64_t *limit, float *maximum, float *sum, float *output, int width) {
  for (int r = 0; r < count; r++) {
    int64_t visible = limit[r] - first;
    int seen = visible < 0 ? 0 : visible > tokens ? tokens : (int)visible;
    if (seen == 0) memset(scores + r * TOKENS, 0, sizeof(float) * TOKENS);
    else weigh(scores + r * TOKENS, seen, maximum + r, sum + r, output + (size_t)r * width, width);
  }
  add_values(count, scores, tokens, values, width, output);
}

#define ROWS_OF(COUNT)                                                                                                          \
  case COUNT:                                                                                                                   \
    if (!few) scores_of(COUNT, query + (size_t)r * width, width, key_tile, scores);                                             \
    add_tile(COUNT, tokens, first + from, few ? scores + r * TOKENS : scores, value_tile, limit + r, maximum + r, sum + r,      \
             output + (size_t)r * width, width);                                                                                \
    break;

void attend(int format, int width, int rows, const float *query, const int64_t *limit, float *maximum, float *sum, float *output, int64_t first,
            int count, const uint8_t *keys, const uint8_t *values) {
  float key_tile[MOST_WIDTH * TOKENS] __attribute__((aligned(64)));
  float value_tile[TOKENS * MOST_WIDTH] __attribute__((aligned(64)));
  float scores[FEW * TOKENS] __attribute__((aligned(64)));
  size_t row_bytes = (size_t)width / block_length(format) * block_bytes(format);
  int few = rows <= FEW;
  int64_t furthest = 0;
  for (int r = 0; r < rows; r++) furthest = limit[r] > furthest ? limit[r] : furthest;
  for (int from = 0; from < count && first + from < furthest; from += TOKENS) {
    int tokens = count - from < TOKENS ? count - from : TOKENS;
    const uint8_t *run_keys = keys + (size_t)from * row_bytes;
    if (few) scores_of_few(rows, query, format, run_keys, row_bytes, width, tokens, scores);
    else read_keys(format, run_keys, row_bytes, width, tokens, key_tile);
    for (int t = 0; t < tokens; t++) read_row(format, values + (size_t)(from + t) * row_bytes, width, value_tile + t * MOST_WIDTH);
    for (int r = 0; r < rows; r += ROWS) {
      switch (rows - r < ROWS ? rows - r : ROWS) {
        ROWS_OF(1) ROWS_OF(2) ROWS_OF(3) ROWS_OF(4) ROWS_OF(5) ROWS_OF(6)
      }
    }
  }
}
