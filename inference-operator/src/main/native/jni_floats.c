// Kernels in float32, for the class NativeLibrary.
#include "floats.h"
#include "jni.h"

static inline const struct float_kernels *of(jlong kernels) { return (const struct float_kernels *)(intptr_t)kernels; }

// The kernels with vectors of so many bits, or 0 where this processor has no such vectors.
JNIEXPORT jlong JNICALL NAME(floatKernels)(JNIEnv *env, jclass type, jint bits) {
  (void)env;
  (void)type;
  __builtin_cpu_init();
  int wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx512dq");
  int narrow = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  const struct float_kernels *kernels = bits == 512 && wide && narrow ? &floats_avx512 : bits == 256 && narrow ? &floats_avx2 : NULL;
  return (jlong)(intptr_t)kernels;
}

JNIEXPORT jint JNICALL NAME(panelWidth)(JNIEnv *env, jclass type, jlong kernels) {
  (void)env;
  (void)type;
  return of(kernels)->panel_width;
}

JNIEXPORT void JNICALL NAME(pack)(JNIEnv *env, jclass type, jlong kernels, jint format, jlong weights, jlong rowBytes, jint rows, jint depth,
                                  jfloatArray panels, jint firstOutput) {
  (void)type;
  void *p = hold(env, panels);
  if (p) of(kernels)->pack(format, (const uint8_t *)(intptr_t)weights, (size_t)rowBytes, rows, depth, p, firstOutput);
  release(env, panels, p, 0);
}

JNIEXPORT void JNICALL NAME(multiply)(JNIEnv *env, jclass type, jlong kernels, jfloatArray input, jint inputOffset, jint inputStride, jint rows,
                                      jfloatArray panels, jint depth, jint outputs, jfloatArray target, jint targetOffset, jint targetStride) {
  (void)type;
  float *x = hold(env, input), *p = hold(env, panels), *y = hold(env, target);
  if (x && p && y) of(kernels)->multiply(x + inputOffset, (size_t)inputStride, rows, p, depth, outputs, y + targetOffset, (size_t)targetStride);
  release(env, target, y, 0);
  release(env, panels, p, JNI_ABORT);
  release(env, input, x, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(norm)(JNIEnv *env, jclass type, jlong kernels, jfloatArray input, jint inputOffset, jint inputStride, jint rows,
                                  jint width, jfloatArray weight, jfloat epsilon, jfloatArray target, jint targetOffset, jint targetStride) {
  (void)type;
  float *x = hold(env, input), *w = hold(env, weight), *y = hold(env, target);
  if (x && w && y) of(kernels)->norm(x + inputOffset, (size_t)inputStride, rows, width, w, epsilon, y + targetOffset, (size_t)targetStride);
  release(env, target, y, 0);
  release(env, weight, w, JNI_ABORT);
  release(env, input, x, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(unit)(JNIEnv *env, jclass type, jlong kernels, jfloatArray values, jint offset, jint stride, jint rows, jint width,
                                  jfloat epsilon, jfloat length) {
  (void)type;
  float *x = hold(env, values);
  if (x) of(kernels)->unit(x + offset, (size_t)stride, rows, width, epsilon, length);
  release(env, values, x, 0);
}

JNIEXPORT void JNICALL NAME(add)(JNIEnv *env, jclass type, jlong kernels, jfloatArray input, jint inputOffset, jint inputStride, jint rows,
                                 jint width, jfloatArray target, jint targetOffset, jint targetStride) {
  (void)type;
  float *x = hold(env, input), *y = hold(env, target);
  if (x && y) of(kernels)->add(x + inputOffset, (size_t)inputStride, rows, width, y + targetOffset, (size_t)targetStride);
  release(env, target, y, 0);
  release(env, input, x, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(gate)(JNIEnv *env, jclass type, jlong kernels, jfloatArray gate, jint gateOffset, jint gateStride, jfloatArray values,
                                  jint valuesOffset, jint valuesStride, jfloatArray factors, jint rows, jint width, jfloatArray target,
                                  jint targetOffset, jint targetStride) {
  (void)type;
  float *g = hold(env, gate), *x = hold(env, values), *f = hold_some(env, factors), *y = hold(env, target);
  if (g && x && (f || !factors) && y) {
    of(kernels)->gate(g + gateOffset, (size_t)gateStride, x + valuesOffset, (size_t)valuesStride, f, rows, width, y + targetOffset,
                      (size_t)targetStride);
  }
  release(env, target, y, 0);
  release(env, factors, f, JNI_ABORT);
  release(env, values, x, JNI_ABORT);
  release(env, gate, g, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(convolve)(JNIEnv *env, jclass type, jlong kernels, jfloatArray input, jint inputOffset, jint inputStride,
                                      jfloatArray weights, jint weightOffset, jint tapStride, jint taps, jfloatArray target, jint targetOffset,
                                      jint targetStride, jint rows, jint channels) {
  (void)type;
  float *x = hold(env, input), *w = hold(env, weights), *y = hold(env, target);
  if (x && w && y) {
    of(kernels)->convolve(x + inputOffset, (size_t)inputStride, w + weightOffset, (size_t)tapStride, taps, y + targetOffset, (size_t)targetStride,
                          rows, channels);
  }
  release(env, target, y, 0);
  release(env, weights, w, JNI_ABORT);
  release(env, input, x, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(openGates)(JNIEnv *env, jclass type, jlong kernels, jfloatArray betas, jint betaOffset, jint betaStride,
                                       jfloatArray decays, jint decayOffset, jint decayStride, jint rows, jint heads, jfloatArray rate,
                                       jfloatArray bias) {
  (void)type;
  float *b = hold(env, betas), *d = hold(env, decays), *r = hold(env, rate), *s = hold(env, bias);
  if (b && d && r && s) of(kernels)->open_gates(b + betaOffset, (size_t)betaStride, d + decayOffset, (size_t)decayStride, rows, heads, r, s);
  release(env, bias, s, JNI_ABORT);
  release(env, rate, r, JNI_ABORT);
  release(env, decays, d, 0);
  release(env, betas, b, 0);
}

JNIEXPORT void JNICALL NAME(deltaRule)(JNIEnv *env, jclass type, jlong kernels, jboolean chunks, jfloatArray state, jint stateOffset, jint count,
                                       jint keyWidth, jint valueWidth, jfloatArray query, jfloatArray key, jfloatArray value, jfloatArray decay,
                                       jfloatArray beta, jfloatArray output) {
  (void)type;
  float *s = hold(env, state), *q = hold(env, query), *k = hold(env, key), *v = hold(env, value), *d = hold(env, decay), *b = hold(env, beta),
        *o = hold(env, output);
  if (s && q && k && v && d && b && o) {
    struct delta_rows rows = {count, keyWidth, valueWidth, q, k, v, d, b, o};
    (chunks ? of(kernels)->delta_chunks : of(kernels)->delta_rule)(s + stateOffset, &rows);
  }
  release(env, output, o, 0);
  release(env, beta, b, JNI_ABORT);
  release(env, decay, d, JNI_ABORT);
  release(env, value, v, JNI_ABORT);
  release(env, key, k, JNI_ABORT);
  release(env, query, q, JNI_ABORT);
  release(env, state, s, 0);
}

JNIEXPORT void JNICALL NAME(route)(JNIEnv *env, jclass type, jlong kernels, jfloatArray logits, jint offset, jint stride, jint rows, jint experts,
                                   jint used, jintArray chosen, jfloatArray shares) {
  (void)type;
  float *x = hold(env, logits), *s = hold(env, shares);
  jint *c = hold(env, chosen);
  if (x && s && c) of(kernels)->route(x + offset, (size_t)stride, rows, experts, used, c, s);
  release(env, chosen, c, 0);
  release(env, shares, s, 0);
  release(env, logits, x, JNI_ABORT);
}

static void move(JNIEnv *env, jlong kernels, int gathers, jfloatArray source, jint sourceOffset, jint sourceStride, jintArray order, jint first,
                 jint count, jint choices, jint width, jfloatArray target, jint targetOffset, jint targetStride) {
  float *x = hold(env, source), *y = hold(env, target);
  jint *o = hold(env, order);
  if (x && y && o) {
    (gathers ? of(kernels)->gather : of(kernels)->scatter)(x + sourceOffset, (size_t)sourceStride, o + first, count, choices, width, y + targetOffset,
                                                           (size_t)targetStride);
  }
  release(env, order, o, JNI_ABORT);
  release(env, target, y, 0);
  release(env, source, x, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(gather)(JNIEnv *env, jclass type, jlong kernels, jfloatArray source, jint sourceOffset, jint sourceStride,
                                    jintArray order, jint first, jint count, jint choices, jint width, jfloatArray target, jint targetOffset,
                                    jint targetStride) {
  (void)type;
  move(env, kernels, 1, source, sourceOffset, sourceStride, order, first, count, choices, width, target, targetOffset, targetStride);
}

JNIEXPORT void JNICALL NAME(scatter)(JNIEnv *env, jclass type, jlong kernels, jfloatArray source, jint sourceOffset, jint sourceStride,
                                     jintArray order, jint first, jint count, jint choices, jint width, jfloatArray target, jint targetOffset,
                                     jint targetStride) {
  (void)type;
  move(env, kernels, 0, source, sourceOffset, sourceStride, order, first, count, choices, width, target, targetOffset, targetStride);
}

JNIEXPORT void JNICALL NAME(lookUp)(JNIEnv *env, jclass type, jlong kernels, jint format, jlong weights, jlong rowBytes, jintArray rows, jint count,
                                    jint width, jfloatArray target, jint targetOffset, jint targetStride) {
  (void)type;
  jint *r = hold(env, rows);
  float *y = hold(env, target);
  if (r && y) {
    of(kernels)->look_up(format, (const uint8_t *)(intptr_t)weights, (size_t)rowBytes, r, count, width, y + targetOffset, (size_t)targetStride);
  }
  release(env, target, y, 0);
  release(env, rows, r, JNI_ABORT);
}
