// Vectors of floats of the width that the file is compiled for: 16 with AVX-512 (F, BW, VL, DQ), else 8 with AVX2, FMA and F16C.
#ifndef UNABRIDGED_LANES_H
#define UNABRIDGED_LANES_H

#include <immintrin.h>
#include <stdint.h>

#ifdef __AVX512F__

typedef __m512 lanes;
typedef __mmask16 part;  // the first lanes of a vector
enum { LANES = 16 };

static inline lanes zeros(void) { return _mm512_setzero_ps(); }
static inline lanes all(float x) { return _mm512_set1_ps(x); }
static inline lanes load(const float *at) { return _mm512_loadu_ps(at); }
static inline void store(float *at, lanes x) { _mm512_storeu_ps(at, x); }
static inline part first_lanes(int count) { return (part)((1u << count) - 1); }
static inline lanes load_part(part p, const float *at) { return _mm512_maskz_loadu_ps(p, at); }
static inline void store_part(part p, float *at, lanes x) { _mm512_mask_storeu_ps(at, p, x); }
static inline lanes add(lanes a, lanes b) { return _mm512_add_ps(a, b); }
static inline lanes sub(lanes a, lanes b) { return _mm512_sub_ps(a, b); }
static inline lanes mul(lanes a, lanes b) { return _mm512_mul_ps(a, b); }
static inline lanes over(lanes a, lanes b) { return _mm512_div_ps(a, b); }
static inline lanes fma_of(lanes a, lanes b, lanes c) { return _mm512_fmadd_ps(a, b, c); }
static inline lanes less_product(lanes a, lanes b, lanes c) { return _mm512_fnmadd_ps(a, b, c); }
static inline lanes greater(lanes a, lanes b) { return _mm512_max_ps(a, b); }
static inline lanes lesser(lanes a, lanes b) { return _mm512_min_ps(a, b); }
static inline float sum_of(lanes x) { return _mm512_reduce_add_ps(x); }
static inline float highest_of(lanes x) { return _mm512_reduce_max_ps(x); }
// 2^n from an integer n that was rounded by adding 1.5 * 2^23.
static inline lanes power_of_two(lanes rounded) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_add_epi32(_mm512_castps_si512(rounded), _mm512_set1_epi32(127)), 23));
}
static inline lanes halves(const void *at) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)at)); }
static inline lanes upper_halves(const void *at) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)at)), 16));
}
static inline lanes signed_bytes(const void *at) { return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)at))); }

#else

typedef __m256 lanes;
typedef __m256i part;
enum { LANES = 8 };

static inline lanes zeros(void) { return _mm256_setzero_ps(); }
static inline lanes all(float x) { return _mm256_set1_ps(x); }
static inline lanes load(const float *at) { return _mm256_loadu_ps(at); }
static inline void store(float *at, lanes x) { _mm256_storeu_ps(at, x); }
static inline part first_lanes(int count) { return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7)); }
static inline lanes load_part(part p, const float *at) { return _mm256_maskload_ps(at, p); }
static inline void store_part(part p, float *at, lanes x) { _mm256_maskstore_ps(at, p, x); }
static inline lanes add(lanes a, lanes b) { return _mm256_add_ps(a, b); }
static inline lanes sub(lanes a, lanes b) { return _mm256_sub_ps(a, b); }
static inline lanes mul(lanes a, lanes b) { return _mm256_mul_ps(a, b); }
static inline lanes over(lanes a, lanes b) { return _mm256_div_ps(a, b); }
static inline lanes fma_of(lanes a, lanes b, lanes c) { return _mm256_fmadd_ps(a, b, c); }
static inline lanes less_product(lanes a, lanes b, lanes c) { return _mm256_fnmadd_ps(a, b, c); }
static inline lanes greater(lanes a, lanes b) { return _mm256_max_ps(a, b); }
static inline lanes lesser(lanes a, lanes b) { return _mm256_min_ps(a, b); }
static inline float sum_of(lanes x) {
  __m128 s = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  s = _mm_add_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}
static inline float highest_of(lanes x) {
  __m128 s = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  s = _mm_max_ps(s, _mm_movehl_ps(s, s));
  return _mm_cvtss_f32(_mm_max_ss(s, _mm_movehdup_ps(s)));
}
static inline lanes power_of_two(lanes rounded) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(_mm256_castps_si256(rounded), _mm256_set1_epi32(127)), 23));
}
static inline lanes halves(const void *at) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }
static inline lanes upper_halves(const void *at) {
  return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)at)), 16));
}
static inline lanes signed_bytes(const void *at) { return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)at))); }

#endif

// Elementary functions by the formulas of the class Activations.

static inline lanes exponential(lanes x) {
  x = lesser(all(88.0f), greater(all(-87.0f), x));  // in this order what is not a number stays so
  lanes shifted = fma_of(x, all(1.442695f), all(12582912.0f));
  lanes n = sub(shifted, all(12582912.0f));
  lanes r = less_product(n, all(0.6933594f), x);
  r = less_product(n, all(-2.1219444e-4f), r);
  lanes p = fma_of(all(1.9875691e-4f), r, all(0.0013981999f));
  p = fma_of(p, r, all(8.333452e-3f));
  p = fma_of(p, r, all(4.1665796e-2f));
  p = fma_of(p, r, all(1.6666666e-1f));
  p = fma_of(p, r, all(5e-1f));
  lanes value = add(fma_of(mul(p, r), r, r), all(1.0f));
  return mul(value, power_of_two(shifted));
}

static inline lanes sigmoid(lanes x) { return over(all(1.0f), add(all(1.0f), exponential(sub(zeros(), x)))); }

static inline lanes silu(lanes x) { return over(x, add(all(1.0f), exponential(sub(zeros(), x)))); }

static inline lanes softplus(lanes x) {
  lanes size = greater(sub(zeros(), x), x);
  lanes u = exponential(sub(zeros(), size));
  lanes z = over(u, add(all(2.0f), u));
  lanes squared = mul(z, z);
  lanes series = all(1.0f / 13.0f);
  series = fma_of(series, squared, all(1.0f / 11.0f));
  series = fma_of(series, squared, all(1.0f / 9.0f));
  series = fma_of(series, squared, all(1.0f / 7.0f));
  series = fma_of(series, squared, all(1.0f / 5.0f));
  series = fma_of(series, squared, all(1.0f / 3.0f));
  series = fma_of(series, squared, all(1.0f));
  return fma_of(mul(all(2.0f), z), series, greater(x, zeros()));
}

#endif
