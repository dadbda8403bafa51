// Products with stored weights, and attention, for the class NativeLibrary.
#include "attention.h"
#include "jni.h"
#include "products.h"

JNIEXPORT jstring JNICALL NAME(sources)(JNIEnv *env, jclass type) {
  (void)type;
  return (*env)->NewStringUTF(env, SOURCES);
}

JNIEXPORT jboolean JNICALL NAME(multipliesStored)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}

JNIEXPORT jlong JNICALL NAME(address)(JNIEnv *env, jclass type, jobject buffer) {
  (void)type;
  return (jlong)(intptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

JNIEXPORT void JNICALL NAME(quantize)(JNIEnv *env, jclass type, jfloatArray values, jint depth, jint from, jint to, jbyteArray bytes, jbyteArray low,
                                      jfloatArray scales, jintArray sums) {
  (void)type;
  void *v = hold(env, values), *b = hold(env, bytes), *l = hold_some(env, low), *s = hold(env, scales), *u = hold(env, sums);
  if (v && b && (l || !low) && s && u) quantize_rows(v, depth, from, to, b, l, s, u);
  release(env, sums, u, 0);
  release(env, scales, s, 0);
  release(env, low, l, 0);
  release(env, bytes, b, 0);
  release(env, values, v, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(multiplyBytes)(JNIEnv *env, jclass type, jint format, jbyteArray bytes, jbyteArray low, jfloatArray scales,
                                           jintArray sums, jint depth, jint rows, jlong weights, jlong rowBytes, jint outputs, jfloatArray target, jint offset, jint stride) {
  (void)type;
  void *b = hold(env, bytes), *l = hold_some(env, low), *s = hold(env, scales), *u = hold(env, sums), *t = hold(env, target);
  if (b && (l || !low) && s && u && t)
    multiply_in_bytes(format, b, l, s, u, depth, rows, (const uint8_t *)(intptr_t)weights, (size_t)rowBytes, outputs, (float *)t + offset, (size_t)stride);
  release(env, target, t, 0);
  release(env, sums, u, JNI_ABORT);
  release(env, scales, s, JNI_ABORT);
  release(env, low, l, JNI_ABORT);
  release(env, bytes, b, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(multiplyFloats)(JNIEnv *env, jclass type, jint format, jfloatArray values, jint depth, jint rows, jlong weights,
                                            jlong rowBytes, jint outputs, jfloatArray target, jint offset, jint stride) {
  (void)type;
  void *v = hold(env, values), *t = hold(env, target);
  if (v && t)
    multiply_in_float(format, v, depth, rows, (const uint8_t *)(intptr_t)weights, (size_t)rowBytes, outputs, (float *)t + offset, (size_t)stride);
  release(env, target, t, 0);
  release(env, values, v, JNI_ABORT);
}

JNIEXPORT void JNICALL NAME(attend)(JNIEnv *env, jclass type, jint format, jint width, jint rows, jfloatArray query, jlongArray limit, jfloatArray maximum,
                                    jfloatArray sum, jfloatArray output, jlong first, jint count, jlong keys, jlong values) {
  (void)type;
  void *q = hold(env, query), *l = hold(env, limit), *m = hold(env, maximum), *s = hold(env, sum), *o = hold(env, output);
  if (q && l && m && s && o)
    attend(format, width, rows, q, l, m, s, o, first, count, (const uint8_t *)(intptr_t)keys, (const uint8_t *)(intptr_t)values);
  release(env, output, o, 0);
  release(env, sum, s, 0);
  release(env, maximum, m, 0);
  release(env, limit, l, JNI_ABORT);
  release(env, query, q, JNI_ABORT);
}
