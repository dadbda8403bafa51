// What the functions that Java calls have in common. Arrays are held only while a kernel runs: each call is short, a few milliseconds at most.
#ifndef UNABRIDGED_JNI_H
#define UNABRIDGED_JNI_H

#include <jni.h>

#define NAME(METHOD) Java_org_unabridged_inference_tensor_NativeLibrary_##METHOD

static inline void *hold(JNIEnv *env, jarray array) { return (*env)->GetPrimitiveArrayCritical(env, array, NULL); }

static inline void *hold_some(JNIEnv *env, jarray array) { return array == NULL ? NULL : hold(env, array); }

static inline void release(JNIEnv *env, jarray array, void *held, jint mode) {
  if (held != NULL) (*env)->ReleasePrimitiveArrayCritical(env, array, held, mode);
}

#endif
