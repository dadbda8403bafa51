// Sixteen float lanes in portable GCC vector syntax, and the few functions the kernels need on them.
#pragma once
#include <c10/util/BFloat16.h>
#include <cmath>
#include <cstdint>
#include <cstring>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef float v16 __attribute__((vector_size(64)));
typedef int32_t i16v __attribute__((vector_size(64)));
typedef uint32_t u16v __attribute__((vector_size(64)));
typedef uint16_t h16v __attribute__((vector_size(32)));

static inline v16 splat(float x) { return v16{} + x; }

static inline v16 load(const float* p) { v16 r; std::memcpy(&r, p, 64); return r; }
static inline v16 load(const c10::BFloat16* p) {
#ifdef __AVX512F__
  return (v16)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i*)p)), 16);
#endif
  h16v h; std::memcpy(&h, p, 32);
  u16v w = __builtin_convertvector(h, u16v) << 16;
  return (v16)w;
}
static inline void store(float* p, v16 x) { std::memcpy(p, &x, 64); }
static inline void store(c10::BFloat16* p, v16 x) {
  u16v w = (u16v)x;
  w = (w + 0x7fff + ((w >> 16) & 1)) >> 16;  // round to nearest, ties to even
#ifdef __AVX512F__
  _mm256_storeu_si256((__m256i*)p, _mm512_cvtepi32_epi16((__m512i)w)); return;
#endif
  h16v h = __builtin_convertvector(w, h16v);
  std::memcpy(p, &h, 32);
}
static inline float sum(v16 x) {
  typedef float v8 __attribute__((vector_size(32)));
  typedef float v4 __attribute__((vector_size(16)));
  v8 lo, hi; std::memcpy(&lo, &x, 32); std::memcpy(&hi, (char*)&x + 32, 32);
  lo += hi;
  v4 a, b; std::memcpy(&a, &lo, 16); std::memcpy(&b, (char*)&lo + 16, 16);
  a += b;
  return (a[0] + a[2]) + (a[1] + a[3]);
}
static inline v16 vmin(v16 a, v16 b) { return a < b ? a : b; }
static inline v16 vmax(v16 a, v16 b) { return a > b ? a : b; }

// e^x to about 2e-7 relative: range reduction by powers of two, then a degree-6 polynomial.
static inline v16 vexp(v16 x) {
  x = vmin(vmax(x, splat(-87.f)), splat(88.f));
  v16 t = x * 1.44269504f + 12582912.f;  // adding 1.5 * 2^23 rounds to an integer
  i16v n = (i16v)t - 0x4b400000;
  t -= 12582912.f;
  v16 r = x - t * 0.693359375f + t * 2.12194440e-4f;
  v16 p = splat(1.f / 720);
  p = p * r + 1.f / 120; p = p * r + 1.f / 24; p = p * r + 1.f / 6;
  p = p * r + 0.5f; p = p * r + 1.f; p = p * r + 1.f;
  return p * (v16)((n + 127) << 23);
}
static inline v16 vsigmoid(v16 x) { return 1.f / (1.f + vexp(-x)); }
static inline float softplus(float x) { return x > 20 ? x : std::log1p(std::exp(x)); }
static inline float sigmoid(float x) { return 1 / (1 + std::exp(-x)); }
