// Products of rows with weights as files store them. Needs AVX-512 (F, BW, VL, DQ) with VNNI.
#include "products.h"

#include "blocks.h"

enum { WIDTH = 16, PANEL = 2 * WIDTH, CHUNK = 1024, ROWS = 6, CHUNK_BLOCKS = CHUNK / GROUP };

static inline int least(int a, int b) { return a < b ? a : b; }

// ---- rows to bytes -------------------------------------------------------------------------------------------------

// Per group of 32 values: the largest becomes 127; sums holds the sum of the bytes.
void quantize_rows(const float *values, int depth, int from, int to, int8_t *bytes, float *scales, int32_t *sums) {
  int blocks = depth / GROUP;
  for (int row = from; row < to; row++) {
    for (int block = 0; block < blocks; block++) {
      const float *x = values + (size_t)row * depth + block * GROUP;
      __m512 low = _mm512_loadu_ps(x), high = _mm512_loadu_ps(x + WIDTH);
      float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(low), _mm512_abs_ps(high)));
      __m512 inverse = _mm512_set1_ps(largest > 0 ? 127.0f / largest : 0.0f);
      __m512i l = _mm512_cvtps_epi32(_mm512_mul_ps(low, inverse)), h = _mm512_cvtps_epi32(_mm512_mul_ps(high, inverse));
      int8_t *out = bytes + (size_t)row * depth + block * GROUP;
      _mm_storeu_si128((__m128i *)out, _mm512_cvtsepi32_epi8(l));
      _mm_storeu_si128((__m128i *)(out + WIDTH), _mm512_cvtsepi32_epi8(h));
      scales[(size_t)row * blocks + block] = largest / 127.0f;
      // for both halves apart, as some formats scale groups of 16
      sums[((size_t)row * blocks + block) * 2] = _mm512_reduce_add_epi32(l);
      sums[((size_t)row * blocks + block) * 2 + 1] = _mm512_reduce_add_epi32(h);
    }
  }
}

// ---- many rows: a panel of weights is unpacked once for all of them --------------------------------------------------

struct byte_panel {
  uint8_t values[CHUNK * PANEL] __attribute__((aligned(64)));  // (depth / 4, outputs, 4)
  float scales[CHUNK_BLOCKS * 2 * PANEL] __attribute__((aligned(64)));  // (groups, outputs)
  float offsets[CHUNK_BLOCKS * PANEL] __attribute__((aligned(64)));  // (blocks, outputs)
};

// Turns 8 rows of 8 words into 8 columns.
static inline void transpose_words(const __m256i *in, uint8_t *out, int step) {
  __m256i a[8], b[8];
  for (int i = 0; i < 4; i++) {
    a[2 * i] = _mm256_unpacklo_epi32(in[2 * i], in[2 * i + 1]);
    a[2 * i + 1] = _mm256_unpackhi_epi32(in[2 * i], in[2 * i + 1]);
  }
  for (int i = 0; i < 2; i++) {
    b[4 * i] = _mm256_unpacklo_epi64(a[4 * i], a[4 * i + 2]);
    b[4 * i + 1] = _mm256_unpackhi_epi64(a[4 * i], a[4 * i + 2]);
    b[4 * i + 2] = _mm256_unpacklo_epi64(a[4 * i + 1], a[4 * i + 3]);
    b[4 * i + 3] = _mm256_unpackhi_epi64(a[4 * i + 1], a[4 * i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    _mm256_storeu_si256((__m256i *)(out + (size_t)i * step), _mm256_permute2x128_si256(b[i], b[i + 4], 0x20));
    _mm256_storeu_si256((__m256i *)(out + (size_t)(i + 4) * step), _mm256_permute2x128_si256(b[i], b[i + 4], 0x31));
  }
}

static inline __attribute__((always_inline)) void unpack_bytes(
    int format, const uint8_t *weights, size_t row_bytes, int outputs, int first_block, int blocks, struct byte_panel *panel) {
  int groups = GROUP / group_length(format);
  for (int block = 0; block < blocks; block++) {
    for (int eight = 0; eight < PANEL; eight += 8) {
      __m256i rows[8];
      for (int i = 0; i < 8; i++) {
        int output = eight + i;
        float scale[2] = {0, 0}, offset = 0;
        rows[i] = _mm256_setzero_si256();
        if (output < outputs) {
          rows[i] = read_block(format, weights + (size_t)output * row_bytes, first_block + block, scale, &offset);
        }
        for (int group = 0; group < groups; group++) {
          panel->scales[(block * groups + group) * PANEL + output] = scale[group];
        }
        if (has_offsets(format)) {
          panel->offsets[block * PANEL + output] = offset;
        }
      }
      transpose_words(rows, panel->values + (size_t)block * GROUP * PANEL + eight * 4, PANEL * 4);
    }
  }
}

// rows x PANEL products over one chunk, added to target.
static inline __attribute__((always_inline)) void multiply_bytes(
    int format, int rows, const struct byte_panel *panel, int blocks, const int8_t *bytes, const float *scales, const int32_t *sums, int depth,
    int outputs, float *target, size_t target_stride, int first) {
  int groups = GROUP / group_length(format), steps = GROUP / groups / 4, zero = zero_point(format);
  size_t all_blocks = depth / GROUP;
  __m512 out[ROWS][2];
  __mmask16 left = outputs >= WIDTH ? 0xffff : (1u << outputs) - 1;
  __mmask16 right = outputs >= PANEL ? 0xffff : outputs <= WIDTH ? 0 : (1u << (outputs - WIDTH)) - 1;
  for (int r = 0; r < rows; r++) {
    out[r][0] = first ? _mm512_setzero_ps() : _mm512_maskz_loadu_ps(left, target + r * target_stride);
    out[r][1] = first ? _mm512_setzero_ps() : _mm512_maskz_loadu_ps(right, target + r * target_stride + WIDTH);
  }
  for (int block = 0; block < blocks; block++) {
    for (int group = 0; group < groups; group++) {
      __m512i sum[ROWS][2];
      for (int r = 0; r < rows; r++) {
        const int32_t *both = sums + (r * all_blocks + block) * 2;
        sum[r][0] = sum[r][1] = _mm512_set1_epi32(zero == 0 ? 0 : -zero * (groups == 2 ? both[group] : both[0] + both[1]));
      }
      const uint8_t *values = panel->values + ((size_t)block * GROUP + group * steps * 4) * PANEL;
      for (int step = 0; step < steps; step++) {
        __m512i l = _mm512_load_si512(values + step * PANEL * 4), h = _mm512_load_si512(values + step * PANEL * 4 + 64);
        for (int r = 0; r < rows; r++) {
          int32_t four;
          memcpy(&four, bytes + (size_t)r * depth + block * GROUP + (group * steps + step) * 4, sizeof four);
          __m512i x = _mm512_set1_epi32(four);
          sum[r][0] = _mm512_dpbusd_epi32(sum[r][0], l, x);
          sum[r][1] = _mm512_dpbusd_epi32(sum[r][1], h, x);
        }
      }
      const float *scale = panel->scales + (block * groups + group) * PANEL;
      __m512 l = _mm512_load_ps(scale), h = _mm512_load_ps(scale + WIDTH);
      for (int r = 0; r < rows; r++) {
        __m512 x = _mm512_set1_ps(scales[r * all_blocks + block]);
        out[r][0] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r][0]), _mm512_mul_ps(l, x), out[r][0]);
        out[r][1] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sum[r][1]), _mm512_mul_ps(h, x), out[r][1]);
      }
    }
    if (has_offsets(format)) {
      __m512 l = _mm512_load_ps(panel->offsets + block * PANEL), h = _mm512_load_ps(panel->offsets + block * PANEL + WIDTH);
      for (int r = 0; r < rows; r++) {
        const int32_t *both = sums + (r * all_blocks + block) * 2;
        __m512 x = _mm512_set1_ps(scales[r * all_blocks + block] * (float)(both[0] + both[1]));
        out[r][0] = _mm512_fmadd_ps(l, x, out[r][0]);
        out[r][1] = _mm512_fmadd_ps(h, x, out[r][1]);
      }
    }
  }
  for (int r = 0; r < rows; r++) {
    _mm512_mask_storeu_ps(target + r * target_stride, left, out[r][0]);
    _mm512_mask_storeu_ps(target + r * target_stride + WIDTH, right, out[r][1]);
  }
}

static inline __attribute__((always_inline)) void multiply_many(
    int format, const int8_t *bytes, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights, size_t row_bytes,
    int outputs, float *target, size_t target_stride) {
  struct byte_panel panel;
  for (int output = 0; output < outputs; output += PANEL) {
    int count = least(PANEL, outputs - output);
    for (int from = 0; from < depth; from += CHUNK) {
      int first_block = from / GROUP, blocks = least(CHUNK, depth - from) / GROUP;
      unpack_bytes(format, weights + (size_t)output * row_bytes, row_bytes, count, first_block, blocks, &panel);
      int row = 0;
      for (; row + ROWS <= rows; row += ROWS) {
        size_t at = (size_t)row * (depth / GROUP) + first_block;
        multiply_bytes(format, ROWS, &panel, blocks, bytes + (size_t)row * depth + from, scales + at, sums + 2 * at, depth, count,
                       target + row * target_stride + output, target_stride, from == 0);
      }
      for (; row < rows; row++) {
        size_t at = (size_t)row * (depth / GROUP) + first_block;
        multiply_bytes(format, 1, &panel, blocks, bytes + (size_t)row * depth + from, scales + at, sums + 2 * at, depth, count,
                       target + row * target_stride + output, target_stride, from == 0);
      }
    }
  }
}

// ---- few rows: weights are read where they lie -----------------------------------------------------------------------

static inline float add_lanes(__m256 x) {
  __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  four = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
}

static inline __attribute__((always_inline)) float dot_bytes(
    int format, const uint8_t *row, int blocks, const int8_t *bytes, const float *scales, const int32_t *sums) {
  int groups = GROUP / group_length(format), zero = zero_point(format);
  __m256 total = _mm256_setzero_ps();
  float rest = 0;
  for (int block = 0; block < blocks; block++) {
    float scale[2] = {0, 0}, offset = 0;
    __m256i u = read_block(format, row, block, scale, &offset);
    __m256i dots = _mm256_dpbusd_epi32(_mm256_setzero_si256(), u, _mm256_loadu_si256((const __m256i *)(bytes + block * GROUP)));
    float x = scales[block];
    int low = sums[2 * block], high = sums[2 * block + 1];
    if (groups == 2) {
      __m256 both = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_set1_ps(scale[0] * x)), _mm_set1_ps(scale[1] * x), 1);
      total = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), both, total);
      rest -= (float)zero * x * (scale[0] * (float)low + scale[1] * (float)high);
    } else {
      total = _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), _mm256_set1_ps(scale[0] * x), total);
      rest += (offset - (float)zero * scale[0]) * x * (float)(low + high);
    }
  }
  return add_lanes(total) + rest;
}

static inline __attribute__((always_inline)) void multiply_few(
    int format, const int8_t *bytes, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights, size_t row_bytes,
    int outputs, float *target, size_t target_stride) {
  int blocks = depth / GROUP;
  for (int output = 0; output < outputs; output++) {
    for (int row = 0; row < rows; row++) {
      target[row * target_stride + output] = dot_bytes(format, weights + (size_t)output * row_bytes, blocks, bytes + (size_t)row * depth,
                                                       scales + (size_t)row * blocks, sums + (size_t)row * blocks * 2);
    }
  }
}

// ---- in float32 ------------------------------------------------------------------------------------------------------

// Values [from, from + count) of a row of weights as float32; from and count are whole groups of 32 unless the format is a plain one.
static inline void read_floats(int format, const uint8_t *row, int from, int count, float *out) {
  int i = 0;
  switch (format) {
    case F32: memcpy(out, row + (size_t)from * 4, (size_t)count * 4); return;
    case F16:
      for (; i + WIDTH <= count; i += WIDTH) {
        _mm512_storeu_ps(out + i, _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)(row + (size_t)(from + i) * 2))));
      }
      for (; i < count; i++) out[i] = half_to_float(row + (size_t)(from + i) * 2);
      return;
    case BF16:
      for (; i < count; i++) {
        uint16_t bits;
        memcpy(&bits, row + (size_t)(from + i) * 2, sizeof bits);
        uint32_t wide = (uint32_t)bits << 16;
        memcpy(out + i, &wide, sizeof wide);
      }
      return;
    default:
      for (; i < count; i += GROUP) {
        float scale[2] = {0, 0}, offset = 0;
        __m256i u = read_block(format, row, (from + i) / GROUP, scale, &offset);
        __m512i zero = _mm512_set1_epi32(zero_point(format));
        __m512i l = _mm512_sub_epi32(_mm512_cvtepu8_epi32(_mm256_castsi256_si128(u)), zero);
        __m512i h = _mm512_sub_epi32(_mm512_cvtepu8_epi32(_mm256_extracti128_si256(u, 1)), zero);
        __m512 o = _mm512_set1_ps(offset);
        _mm512_storeu_ps(out + i, _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(l), _mm512_set1_ps(scale[0])), o));
        float second = group_length(format) == 16 ? scale[1] : scale[0];
        _mm512_storeu_ps(out + i + WIDTH, _mm512_add_ps(_mm512_mul_ps(_mm512_cvtepi32_ps(h), _mm512_set1_ps(second)), o));
      }
  }
}

enum { FLOAT_CHUNK = 256, FLOAT_ROWS = 12 };

// rows x PANEL products over one chunk, added to target. panel: (depth, PANEL)
static inline __attribute__((always_inline)) void multiply_floats(
    int rows, const float *panel, int count, const float *x, int depth, int outputs, float *target, size_t target_stride, int first) {
  __mmask16 left = outputs >= WIDTH ? 0xffff : (1u << outputs) - 1;
  __mmask16 right = outputs >= PANEL ? 0xffff : outputs <= WIDTH ? 0 : (1u << (outputs - WIDTH)) - 1;
  __m512 out[FLOAT_ROWS][2];
  for (int r = 0; r < rows; r++) {
    out[r][0] = first ? _mm512_setzero_ps() : _mm512_maskz_loadu_ps(left, target + r * target_stride);
    out[r][1] = first ? _mm512_setzero_ps() : _mm512_maskz_loadu_ps(right, target + r * target_stride + WIDTH);
  }
  for (int k = 0; k < count; k++) {
    __m512 l = _mm512_loadu_ps(panel + k * PANEL), h = _mm512_loadu_ps(panel + k * PANEL + WIDTH);
    for (int r = 0; r < rows; r++) {
      __m512 value = _mm512_set1_ps(x[(size_t)r * depth + k]);
      out[r][0] = _mm512_fmadd_ps(value, l, out[r][0]);
      out[r][1] = _mm512_fmadd_ps(value, h, out[r][1]);
    }
  }
  for (int r = 0; r < rows; r++) {
    _mm512_mask_storeu_ps(target + r * target_stride, left, out[r][0]);
    _mm512_mask_storeu_ps(target + r * target_stride + WIDTH, right, out[r][1]);
  }
}

void multiply_in_float(int format, const float *values, int depth, int rows, const uint8_t *weights, size_t row_bytes, int outputs, float *target,
                       size_t target_stride) {
  float row_values[FLOAT_CHUNK] __attribute__((aligned(64)));
  float panel[FLOAT_CHUNK * PANEL] __attribute__((aligned(64)));
  for (int output = 0; output < outputs; output += PANEL) {
    int count = least(PANEL, outputs - output);
    for (int from = 0; from < depth; from += FLOAT_CHUNK) {
      int chunk = least(FLOAT_CHUNK, depth - from);
      if (rows <= 2) {  // not worth a panel
        for (int o = 0; o < count; o++) {
          read_floats(format, weights + (size_t)(output + o) * row_bytes, from, chunk, row_values);
          for (int r = 0; r < rows; r++) {
            const float *x = values + (size_t)r * depth + from;
            __m512 sum = _mm512_setzero_ps(), other = sum;
            int k = 0;
            for (; k + 2 * WIDTH <= chunk; k += 2 * WIDTH) {
              sum = _mm512_fmadd_ps(_mm512_loadu_ps(x + k), _mm512_load_ps(row_values + k), sum);
              other = _mm512_fmadd_ps(_mm512_loadu_ps(x + k + WIDTH), _mm512_load_ps(row_values + k + WIDTH), other);
            }
            float total = _mm512_reduce_add_ps(_mm512_add_ps(sum, other));
            for (; k < chunk; k++) total += x[k] * row_values[k];
            float *at = target + r * target_stride + output + o;
            *at = from == 0 ? total : *at + total;
          }
        }
        continue;
      }
      for (int o = 0; o < PANEL; o++) {
        if (o < count) read_floats(format, weights + (size_t)(output + o) * row_bytes, from, chunk, row_values);
        for (int k = 0; k < chunk; k++) panel[k * PANEL + o] = o < count ? row_values[k] : 0;
      }
      int row = 0;
      for (; row + FLOAT_ROWS <= rows; row += FLOAT_ROWS) {
        multiply_floats(FLOAT_ROWS, panel, chunk, values + (size_t)row * depth + from, depth, count, target + row * target_stride + output,
                        target_stride, from == 0);
      }
      for (; row < rows; row++) {
        multiply_floats(1, panel, chunk, values + (size_t)row * depth + from, depth, count, target + row * target_stride + output, target_stride,
                        from == 0);
      }
    }
  }
}

// ---- by format -------------------------------------------------------------------------------------------------------

enum { FEW = 4 };

#define BY_FORMAT(FORMAT)                                                                                                     \
  case FORMAT:                                                                                                                \
    if (rows <= FEW)                                                                                                          \
      multiply_few(FORMAT, bytes, scales, sums, depth, rows, weights, row_bytes, outputs, target, target_stride);             \
    else                                                                                                                      \
      multiply_many(FORMAT, bytes, scales, sums, depth, rows, weights, row_bytes, outputs, target, target_stride);            \
    break;

void multiply_in_bytes(int format, const int8_t *bytes, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights,
                       size_t row_bytes, int outputs, float *target, size_t target_stride) {
  switch (format) {
    BY_FORMAT(Q8_0)
    BY_FORMAT(Q4_0)
    BY_FORMAT(Q4_K)
    BY_FORMAT(Q5_K)
    BY_FORMAT(Q6_K)
    BY_FORMAT(IQ4_NL)
    BY_FORMAT(IQ4_XS)
    BY_FORMAT(MXFP4)
  }
}
