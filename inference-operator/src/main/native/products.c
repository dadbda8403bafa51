// Products of rows with weights as files store them. Needs AVX-512 (F, BW, VL, DQ) with VNNI.
#include "products.h"

#include "blocks.h"

enum { WIDTH = 16, PANEL = 2 * WIDTH, CHUNK = 1024, ROWS = 6, CHUNK_BLOCKS = CHUNK / GROUP };

static inline int least(int a, int b) { return a < b ? a : b; }

// ---- rows to bytes -------------------------------------------------------------------------------------------------

// Per group of 32 values the largest becomes 127, or 127 * 128 where a second byte holds what is left: value = scale * (128 * byte + low).
// sums holds the sums of these whole numbers, of each 16.
void quantize_rows(const float *values, int depth, int from, int to, int8_t *bytes, int8_t *low, float *scales, int32_t *sums) {
  int blocks = depth / GROUP;
  float most = low == NULL ? 127.0f : 127.0f * 128.0f;
  for (int row = from; row < to; row++) {
    for (int block = 0; block < blocks; block++) {
      size_t at = (size_t)row * depth + block * GROUP, group = (size_t)row * blocks + block;
      __m512 x[2] = {_mm512_loadu_ps(values + at), _mm512_loadu_ps(values + at + WIDTH)};
      float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(x[0]), _mm512_abs_ps(x[1])));
      __m512 inverse = _mm512_set1_ps(largest > 0 ? most / largest : 0.0f);
      for (int half = 0; half < 2; half++) {
        __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(x[half], inverse)), high = whole;
        if (low != NULL) {
          high = _mm512_srai_epi32(_mm512_add_epi32(whole, _mm512_set1_epi32(64)), 7);
          __m512i rest = _mm512_sub_epi32(whole, _mm512_slli_epi32(high, 7));
          _mm_storeu_si128((__m128i *)(low + at + half * WIDTH), _mm512_cvtsepi32_epi8(rest));
        }
        _mm_storeu_si128((__m128i *)(bytes + at + half * WIDTH), _mm512_cvtsepi32_epi8(high));
        sums[2 * group + half] = _mm512_reduce_add_epi32(whole);
      }
      scales[group] = largest / most;
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

// Four values of each row at a time with those of all outputs of a panel.
static inline __attribute__((always_inline)) void add_products(
    int rows, const uint8_t *values, int steps, const int8_t *bytes, int depth, __m512i sum[ROWS][2]) {
  for (int step = 0; step < steps; step++) {
    __m512i l = _mm512_load_si512(values + step * PANEL * 4), h = _mm512_load_si512(values + step * PANEL * 4 + 64);
    for (int r = 0; r < rows; r++) {
      int32_t four;
      memcpy(&four, bytes + (size_t)r * depth + step * 4, sizeof four);
      __m512i x = _mm512_set1_epi32(four);
      sum[r][0] = _mm512_dpbusd_epi32(sum[r][0], l, x);
      sum[r][1] = _mm512_dpbusd_epi32(sum[r][1], h, x);
    }
  }
}

// rows x PANEL products over one chunk, added to target.
static inline __attribute__((always_inline)) void multiply_bytes(
    int format, int rows, const struct byte_panel *panel, int blocks, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth,
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
      for (int r = 0; r < rows; r++) sum[r][0] = sum[r][1] = _mm512_setzero_si512();
      const uint8_t *values = panel->values + ((size_t)block * GROUP + group * steps * 4) * PANEL;
      size_t place = block * GROUP + group * steps * 4;
      add_products(rows, values, steps, bytes + place, depth, sum);
      if (low != NULL) {
        for (int r = 0; r < rows; r++) {
          sum[r][0] = _mm512_slli_epi32(sum[r][0], 7);
          sum[r][1] = _mm512_slli_epi32(sum[r][1], 7);
        }
        add_products(rows, values, steps, low + place, depth, sum);
      }
      if (zero != 0) {
        for (int r = 0; r < rows; r++) {
          const int32_t *both = sums + (r * all_blocks + block) * 2;
          __m512i excess = _mm512_set1_epi32(zero * (groups == 2 ? both[group] : both[0] + both[1]));
          sum[r][0] = _mm512_sub_epi32(sum[r][0], excess);
          sum[r][1] = _mm512_sub_epi32(sum[r][1], excess);
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
    int format, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights,
    size_t row_bytes, int outputs, float *target, size_t target_stride) {
  struct byte_panel panel;
  for (int output = 0; output < outputs; output += PANEL) {
    int count = least(PANEL, outputs - output);
    for (int from = 0; from < depth; from += CHUNK) {
      int first_block = from / GROUP, blocks = least(CHUNK, depth - from) / GROUP;
      unpack_bytes(format, weights + (size_t)output * row_bytes, row_bytes, count, first_block, blocks, &panel);
      for (int row = 0; row < rows; row += ROWS) {
        size_t at = (size_t)row * (depth / GROUP) + first_block;
        size_t place = (size_t)row * depth + from;
        const int8_t *rest = low == NULL ? NULL : low + place;
        float *out = target + row * target_stride + output;
#define BLOCK_OF(COUNT) \
  case COUNT: multiply_bytes(format, COUNT, &panel, blocks, bytes + place, rest, scales + at, sums + 2 * at, depth, count, out, target_stride, from == 0); break;
        switch (least(ROWS, rows - row)) {
          BLOCK_OF(1) BLOCK_OF(2) BLOCK_OF(3) BLOCK_OF(4) BLOCK_OF(5) BLOCK_OF(6)
        }
      }
    }
  }
}

// ---- few rows: weights are read where they lie, 64 values at a time --------------------------------------------------

enum { FEW = 4 };

// Sums of bytes for the eight blocks of 256 values.
static inline __m256 block_sums(const int32_t *sums) {
  __m512i both = _mm512_loadu_si512(sums);
  both = _mm512_add_epi32(both, _mm512_srli_epi64(both, 32));
  return _mm256_cvtepi32_ps(_mm512_cvtepi64_epi32(both));
}

// Products of 64 unsigned bytes with the values that the mask chooses; what the zero point adds to them is still in.
static inline __attribute__((always_inline)) __m512i dot_64(__m512i u, const int8_t *bytes, const int8_t *low, __mmask64 mask) {
  __m512i sum = _mm512_dpbusd_epi32(_mm512_setzero_si512(), u, _mm512_maskz_loadu_epi8(mask, bytes));
  return low == NULL ? sum : _mm512_dpbusd_epi32(_mm512_slli_epi32(sum, 7), u, _mm512_maskz_loadu_epi8(mask, low));
}

// The eight scales and minimums of a Q4_K or Q5_K block.
static inline void eight_six_bits(const uint8_t *packed, __m256 *scales, __m256 *minimums) {
  uint32_t words[3], s[2], m[2];
  memcpy(words, packed, sizeof words);
  s[0] = words[0] & 0x3f3f3f3f;
  m[0] = words[1] & 0x3f3f3f3f;
  s[1] = (words[2] & 0x0f0f0f0f) | (words[0] >> 6 & 0x03030303) << 4;
  m[1] = (words[2] >> 4 & 0x0f0f0f0f) | (words[1] >> 6 & 0x03030303) << 4;
  *scales = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)s)));
  *minimums = _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)m)));
}

// Of 16 bytes of nibbles for each of two blocks: block 0 low, high, block 1 low, high.
static inline __m512i two_nibbles(__m256i both) {
  __m512i wide = _mm512_inserti64x4(_mm512_castsi256_si512(both), _mm256_srli_epi16(both, 4), 1);
  wide = _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 1, 4, 5, 2, 3, 6, 7), wide);
  return _mm512_and_si512(wide, _mm512_set1_epi8(15));
}

// A block of 256 values: u receives its bytes, scales a factor for each 32 or, of Q6_K, each 16 values.
static inline __attribute__((always_inline)) void read_super(int format, const uint8_t *at, __m512i u[4], __m512 *scales, __m256 *offsets) {
  __m512i fifteen = _mm512_set1_epi8(15);
  if (format == Q4_K || format == Q5_K) {
    __m256 s, m;
    eight_six_bits(at + 4, &s, &m);
    *scales = _mm512_castps256_ps512(_mm256_mul_ps(s, _mm256_set1_ps(half_to_float(at))));
    *offsets = _mm256_mul_ps(m, _mm256_set1_ps(-half_to_float(at + 2)));
    for (int i = 0; i < 4; i++) {
      __m256i both = _mm256_loadu_si256((const __m256i *)(at + (format == Q4_K ? 16 : 48) + 32 * i));
      u[i] = _mm512_and_si512(_mm512_inserti64x4(_mm512_castsi256_si512(both), _mm256_srli_epi16(both, 4), 1), fifteen);
    }
    if (format == Q5_K) {
      __m512i bits = _mm512_broadcast_i64x4(_mm256_loadu_si256((const __m256i *)(at + 16)));
      for (int i = 0; i < 4; i++) {
        __m512i wanted = _mm512_inserti64x4(_mm512_set1_epi8((char)(1 << 2 * i)), _mm256_set1_epi8((char)(2 << 2 * i)), 1);
        u[i] = _mm512_mask_add_epi8(u[i], _mm512_test_epi8_mask(bits, wanted), u[i], _mm512_set1_epi8(16));
      }
    }
  } else if (format == Q6_K) {
    __m512i s = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(at + 192)));
    *scales = _mm512_mul_ps(_mm512_cvtepi32_ps(s), _mm512_set1_ps(half_to_float(at + 208)));
    for (int half = 0; half < 2; half++) {
      __m512i low = _mm512_loadu_si512(at + 64 * half);
      __m256i top = _mm256_loadu_si256((const __m256i *)(at + 128 + 32 * half));
      __m512i first = _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_slli_epi16(top, 4)), _mm256_slli_epi16(top, 2), 1);
      __m512i second = _mm512_inserti64x4(_mm512_castsi256_si512(top), _mm256_srli_epi16(top, 2), 1);
      __m512i three = _mm512_set1_epi8(0x30);
      u[2 * half] = _mm512_or_si512(_mm512_and_si512(low, fifteen), _mm512_and_si512(first, three));
      u[2 * half + 1] = _mm512_or_si512(_mm512_and_si512(_mm512_srli_epi16(low, 4), fifteen), _mm512_and_si512(second, three));
    }
  } else {  // IQ4_XS
    uint16_t high;
    memcpy(&high, at + 2, sizeof high);
    uint32_t low;
    memcpy(&low, at + 4, sizeof low);
    __m256i j = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    __m256i l = _mm256_and_si256(_mm256_srlv_epi32(_mm256_set1_epi32((int)low), _mm256_slli_epi32(j, 2)), _mm256_set1_epi32(15));
    __m256i h = _mm256_and_si256(_mm256_srlv_epi32(_mm256_set1_epi32(high), _mm256_slli_epi32(j, 1)), _mm256_set1_epi32(3));
    __m256i s = _mm256_sub_epi32(_mm256_or_si256(l, _mm256_slli_epi32(h, 4)), _mm256_set1_epi32(32));
    *scales = _mm512_castps256_ps512(_mm256_mul_ps(_mm256_cvtepi32_ps(s), _mm256_set1_ps(half_to_float(at))));
    __m512i levels = _mm512_broadcast_i32x4(nonlinear_levels());
    for (int i = 0; i < 4; i++) {
      u[i] = _mm512_shuffle_epi8(levels, two_nibbles(_mm256_loadu_si256((const __m256i *)(at + 8 + 32 * i))));
    }
  }
}

// The scales of eight blocks of 32 values.
static inline __attribute__((always_inline)) __m256 eight_scales(int format, const uint8_t *at) {
  int step = block_bytes(format);
  if (format == MXFP4) {
    __m256i exponent = _mm256_setr_epi32(at[0], at[step], at[2 * step], at[3 * step], at[4 * step], at[5 * step], at[6 * step], at[7 * step]);
    // as in half_power, the smallest two being subnormal
    __m256i power = _mm256_slli_epi32(_mm256_sub_epi32(exponent, _mm256_set1_epi32(1)), 23);
    __m256i subnormal = _mm256_sllv_epi32(_mm256_set1_epi32(0x00200000), exponent);
    __m256i small = _mm256_cmpgt_epi32(_mm256_set1_epi32(2), exponent);
    return _mm256_castsi256_ps(_mm256_blendv_epi8(power, subnormal, small));
  }
  uint16_t half[8];
  for (int i = 0; i < 8; i++) memcpy(half + i, at + i * step, sizeof half[i]);
  return _mm256_cvtph_ps(_mm_setr_epi16((short)half[0], (short)half[1], (short)half[2], (short)half[3], (short)half[4], (short)half[5], (short)half[6],
                                        (short)half[7]));
}

// Values [32 * block, 32 * block + 256) of a row, whatever the length of its blocks.
static inline __attribute__((always_inline)) void read_256(int format, const uint8_t *row, int block, __m512i u[4], __m512 *scales, __m256 *offsets) {
  if (block_length(format) == SUPER) {
    read_super(format, row + (size_t)(block / 8) * block_bytes(format), u, scales, offsets);
    return;
  }
  *scales = _mm512_castps256_ps512(eight_scales(format, row + (size_t)block * block_bytes(format)));
  for (int i = 0; i < 4; i++) {
    float unused[2], none;
    __m256i left = read_block(format, row, block + 2 * i, unused, &none);
    u[i] = _mm512_inserti64x4(_mm512_castsi256_si512(left), read_block(format, row, block + 2 * i + 1, unused, &none), 1);
  }
}

// Adds up whole runs of 256 values.
static inline __attribute__((always_inline)) void dot_runs(
    int format, int rows, const uint8_t *weights, int depth, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, __m512 *total) {
  int blocks = depth / GROUP, zero = zero_point(format);
  __m512i doubled = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
  for (int block = 0; block + SUPER / GROUP <= blocks; block += SUPER / GROUP) {
    __m512i u[4];
    __m512 factors;
    __m256 offsets = _mm256_setzero_ps();
    read_256(format, weights, block, u, &factors, &offsets);
    for (int r = 0; r < rows; r++) {
      size_t at = (size_t)r * blocks + block;
      __m256 x = _mm256_loadu_ps(scales + at);
      __m512 both;
      if (format == Q6_K) {
        both = _mm512_mul_ps(factors, _mm512_permutexvar_ps(doubled, _mm512_castps256_ps512(x)));
      } else {
        both = _mm512_castps256_ps512(_mm256_mul_ps(_mm512_castps512_ps256(factors), x));
      }
      if (has_offsets(format)) {
        __m256 rest = _mm256_mul_ps(_mm256_mul_ps(offsets, x), block_sums(sums + 2 * at));
        total[r] = _mm512_add_ps(total[r], _mm512_zextps256_ps512(rest));
      } else if (format == Q6_K) {
        __m512 excess = _mm512_cvtepi32_ps(_mm512_loadu_si512(sums + 2 * at));
        total[r] = _mm512_fnmadd_ps(_mm512_mul_ps(both, _mm512_set1_ps((float)zero)), excess, total[r]);
      } else {
        __m256 excess = _mm256_mul_ps(_mm256_set1_ps((float)zero), block_sums(sums + 2 * at));
        total[r] = _mm512_sub_ps(total[r], _mm512_zextps256_ps512(_mm256_mul_ps(_mm512_castps512_ps256(both), excess)));
      }
      for (int i = 0; i < 4; i++) {
        size_t place = (size_t)r * depth + block * GROUP + 64 * i;
        __m512 dots = _mm512_cvtepi32_ps(dot_64(u[i], bytes + place, low == NULL ? NULL : low + place, ~0ull));
        __m512i lanes = format == Q6_K ? _mm512_add_epi32(_mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3), _mm512_set1_epi32(4 * i))
                                       : _mm512_add_epi32(_mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), _mm512_set1_epi32(2 * i));
        total[r] = _mm512_fmadd_ps(dots, _mm512_permutexvar_ps(lanes, both), total[r]);
      }
    }
  }
}

// Adds up the blocks of 32 values that are left beyond whole runs.
static inline __attribute__((always_inline)) void dot_rest(
    int format, int rows, const uint8_t *weights, int depth, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, __m512 *total) {
  int blocks = depth / GROUP;
  for (int block = blocks / 8 * 8; block < blocks; block++) {
    float scale, none;
    __m512i u = _mm512_zextsi256_si512(read_block(format, weights, block, &scale, &none));
    for (int r = 0; r < rows; r++) {
      size_t at = (size_t)r * blocks + block, place = (size_t)r * depth + block * GROUP;
      __m512i dots = dot_64(u, bytes + place, low == NULL ? NULL : low + place, 0xffffffffull);
      __m512i excess = _mm512_zextsi128_si512(_mm_cvtsi32_si128(zero_point(format) * (sums[2 * at] + sums[2 * at + 1])));
      total[r] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_sub_epi32(dots, excess)), _mm512_set1_ps(scale * scales[at]), total[r]);
    }
  }
}

static inline __attribute__((always_inline)) void multiply_few(
    int format, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights,
    size_t row_bytes, int outputs, float *target, size_t target_stride) {
  for (int output = 0; output < outputs; output++) {
    __m512 total[FEW];
    for (int r = 0; r < rows; r++) total[r] = _mm512_setzero_ps();
    const uint8_t *row = weights + (size_t)output * row_bytes;
    dot_runs(format, rows, row, depth, bytes, low, scales, sums, total);
    if (block_length(format) != SUPER) dot_rest(format, rows, row, depth, bytes, low, scales, sums, total);
    for (int r = 0; r < rows; r++) target[r * target_stride + output] = _mm512_reduce_add_ps(total[r]);
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
      for (int row = 0; row < rows;) {
        const float *x = values + (size_t)row * depth + from;
        float *out = target + row * target_stride + output;
#define FLOAT_BLOCK_OF(COUNT)                                                            \
  if (rows - row >= COUNT) {                                                             \
    multiply_floats(COUNT, panel, chunk, x, depth, count, out, target_stride, from == 0); \
    row += COUNT;                                                                        \
    continue;                                                                            \
  }
        FLOAT_BLOCK_OF(12) FLOAT_BLOCK_OF(6) FLOAT_BLOCK_OF(3) FLOAT_BLOCK_OF(1)
      }
    }
  }
}

// ---- by format -------------------------------------------------------------------------------------------------------

#define FEW_ROWS(FORMAT, ROWS) \
  multiply_few(FORMAT, bytes, low, scales, sums, depth, ROWS, weights, row_bytes, outputs, target, target_stride)

#define BY_FORMAT(FORMAT)                                                                                        \
  case FORMAT:                                                                                                   \
    switch (rows) {                                                                                              \
      case 0: break;                                                                                             \
      case 1: FEW_ROWS(FORMAT, 1); break;                                                                        \
      case 2: FEW_ROWS(FORMAT, 2); break;                                                                        \
      case 3: FEW_ROWS(FORMAT, 3); break;                                                                        \
      case 4: FEW_ROWS(FORMAT, 4); break;                                                                        \
      default:                                                                                                   \
        multiply_many(FORMAT, bytes, low, scales, sums, depth, rows, weights, row_bytes, outputs, target, target_stride); \
    }                                                                                                            \
    break;

static inline __attribute__((always_inline)) void by_format(
    int format, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth, int rows, const uint8_t *weights,
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

void multiply_in_bytes(int format, const int8_t *bytes, const int8_t *low, const float *scales, const int32_t *sums, int depth, int rows,
                       const uint8_t *weights, size_t row_bytes, int outputs, float *target, size_t target_stride) {
  if (low == NULL) by_format(format, bytes, NULL, scales, sums, depth, rows, weights, row_bytes, outputs, target, target_stride);
  else by_format(format, bytes, low, scales, sums, depth, rows, weights, row_bytes, outputs, target, target_stride);
}
