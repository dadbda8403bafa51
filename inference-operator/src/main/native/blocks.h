// Formats of quantised weights, read 32 values at a time as unsigned bytes u with
//   value = scale * (u - zero) + offset
// where scale and offset stand for a group of 32 or 16 values and zero is the same for a whole format.
// The layouts are those of GGUF files.
#ifndef UNABRIDGED_BLOCKS_H
#define UNABRIDGED_BLOCKS_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

enum format { F32 = 0, F16 = 1, Q4_0 = 2, Q8_0 = 8, Q4_K = 12, Q5_K = 13, Q6_K = 14, IQ4_NL = 20, IQ4_XS = 23, BF16 = 30, MXFP4 = 39 };

enum { GROUP = 32, SUPER = 256 };

static inline float half_to_float(const void *at) {
  uint16_t bits;
  memcpy(&bits, at, sizeof bits);
  return _cvtsh_ss(bits);
}

// Values per block, bytes per block; 0 for a format that is not known here.
static inline int block_length(int format) {
  switch (format) {
    case F32: case F16: case BF16: return 1;
    case Q4_0: case Q8_0: case IQ4_NL: case MXFP4: return 32;
    case Q4_K: case Q5_K: case Q6_K: case IQ4_XS: return SUPER;
    default: return 0;
  }
}

static inline int block_bytes(int format) {
  switch (format) {
    case F32: return 4;
    case F16: case BF16: return 2;
    case Q4_0: case IQ4_NL: return 18;
    case Q8_0: return 34;
    case MXFP4: return 17;
    case Q4_K: return 144;
    case Q5_K: return 176;
    case Q6_K: return 210;
    case IQ4_XS: return 136;
    default: return 0;
  }
}

static inline int zero_point(int format) {
  switch (format) {
    case Q8_0: case IQ4_NL: case IQ4_XS: case MXFP4: return 128;
    case Q6_K: return 32;
    case Q4_0: return 8;
    default: return 0;
  }
}

static inline int has_offsets(int format) { return format == Q4_K || format == Q5_K; }

static inline int group_length(int format) { return format == Q6_K ? 16 : 32; }

// Scale and minimum number j of a Q4_K or Q5_K block: six bits each, in twelve bytes.
static inline void six_bits(const uint8_t *packed, int j, int *scale, int *minimum) {
  if (j < 4) {
    *scale = packed[j] & 63;
    *minimum = packed[j + 4] & 63;
  } else {
    *scale = (packed[j + 4] & 15) | (packed[j - 4] >> 6) << 4;
    *minimum = packed[j + 4] >> 4 | (packed[j] >> 6) << 4;
  }
}

// The sixteen levels of IQ4_NL and IQ4_XS, and those of MXFP4 doubled, all plus 128.
static inline __m128i nonlinear_levels(void) {
  return _mm_setr_epi8(1, 24, 45, 63, 79, 93, 106, 118, (char)129, (char)141, (char)153, (char)166, (char)181, (char)197, (char)217, (char)241);
}

static inline __m128i fp4_levels(void) {
  return _mm_setr_epi8((char)128, (char)129, (char)130, (char)131, (char)132, (char)134, (char)136, (char)140, (char)128, 127, 126, 125, 124, 122, 120, 116);
}

// 16 bytes of nibbles: the low ones are values 0 to 15, the high ones 16 to 31.
static inline __m256i nibbles(const uint8_t *at) {
  __m128i both = _mm_loadu_si128((const __m128i *)at);
  __m256i wide = _mm256_inserti128_si256(_mm256_castsi128_si256(both), _mm_srli_epi16(both, 4), 1);
  return _mm256_and_si256(wide, _mm256_set1_epi8(15));
}

// A power of two from its biased exponent, halved: the levels of MXFP4 above are doubled.
static inline float half_power(uint8_t exponent) {
  uint32_t bits = exponent < 2 ? 0x00200000u << exponent : (uint32_t)(exponent - 1) << 23;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Reads values [32 * block, 32 * block + 32) of a row. Writes one scale and offset, or two scales where a group has 16 values.
static inline __attribute__((always_inline)) __m256i read_block(int format, const uint8_t *row, int block, float *scale, float *offset) {
  switch (format) {
    case Q8_0: {
      const uint8_t *at = row + (size_t)block * 34;
      *scale = half_to_float(at);
      return _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(at + 2)), _mm256_set1_epi8((char)128));
    }
    case Q4_0: {
      const uint8_t *at = row + (size_t)block * 18;
      *scale = half_to_float(at);
      return nibbles(at + 2);
    }
    case IQ4_NL: {
      const uint8_t *at = row + (size_t)block * 18;
      *scale = half_to_float(at);
      return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(nonlinear_levels()), nibbles(at + 2));
    }
    case MXFP4: {
      const uint8_t *at = row + (size_t)block * 17;
      *scale = half_power(at[0]);
      return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(fp4_levels()), nibbles(at + 1));
    }
    case IQ4_XS: {
      const uint8_t *at = row + (size_t)(block / 8) * 136;
      int j = block % 8;
      uint16_t high;
      memcpy(&high, at + 2, sizeof high);
      int low = at[4 + j / 2] >> 4 * (j % 2) & 15;
      *scale = half_to_float(at) * (float)((low | (high >> 2 * j & 3) << 4) - 32);
      return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(nonlinear_levels()), nibbles(at + 8 + 16 * j));
    }
    case Q4_K:
    case Q5_K: {
      const uint8_t *at = row + (size_t)(block / 8) * block_bytes(format);
      int j = block % 8, multiplier, minimum;
      six_bits(at + 4, j, &multiplier, &minimum);
      *scale = half_to_float(at) * (float)multiplier;
      *offset = -half_to_float(at + 2) * (float)minimum;
      const uint8_t *low = at + (format == Q4_K ? 16 : 48) + 32 * (j / 2);
      __m256i u = _mm256_loadu_si256((const __m256i *)low);
      u = _mm256_and_si256(j % 2 ? _mm256_srli_epi16(u, 4) : u, _mm256_set1_epi8(15));
      if (format == Q5_K) {
        __m256i bits = _mm256_loadu_si256((const __m256i *)(at + 16));
        __m256i set = _mm256_cmpeq_epi8(_mm256_and_si256(bits, _mm256_set1_epi8((char)(1 << j))), _mm256_setzero_si256());
        u = _mm256_or_si256(u, _mm256_andnot_si256(set, _mm256_set1_epi8(16)));
      }
      return u;
    }
    case Q6_K: {
      const uint8_t *at = row + (size_t)(block / 8) * 210;
      int j = block % 8, half = j / 4, part = j % 4;
      const int8_t *scales = (const int8_t *)(at + 192);
      float d = half_to_float(at + 208);
      scale[0] = d * (float)scales[2 * j];
      scale[1] = d * (float)scales[2 * j + 1];
      __m256i low = _mm256_loadu_si256((const __m256i *)(at + 64 * half + 32 * (part % 2)));
      __m256i high = _mm256_loadu_si256((const __m256i *)(at + 128 + 32 * half));
      low = _mm256_and_si256(part / 2 ? _mm256_srli_epi16(low, 4) : low, _mm256_set1_epi8(15));
      __m256i top = _mm256_and_si256(_mm256_srl_epi16(high, _mm_cvtsi32_si128(2 * part)), _mm256_set1_epi8(3));
      return _mm256_or_si256(low, _mm256_slli_epi16(top, 4));
    }
    default:
      __builtin_unreachable();
  }
}

#endif
