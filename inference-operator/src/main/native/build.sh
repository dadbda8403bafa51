#!/usr/bin/env bash
# Compiles the native kernels into the module's resources. Needs gcc 12 or newer and JAVA_HOME; run it after every change here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
: "${JAVA_HOME:?must be set: the headers of the Java native interface are taken from there}"
target=../resources/org/unabridged/inference/tensor/linux-x86_64
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
mkdir -p "$target"
# The library says what it was made from, and a test compares: the same files in the same order as there.
sources=$(cat ./*.c ./*.h | sha256sum | cut -d' ' -f1)
flags=(-O3 -std=c11 -Wall -Wextra -Werror -fno-math-errno -fPIC -fvisibility=hidden)
avx2=(-mavx2 -mfma -mf16c)
avx512=(-mavx512f -mavx512bw -mavx512vl -mavx512dq "${avx2[@]}")
# compile NAME FILE FLAG...
compile() { gcc "${flags[@]}" "${@:3}" -c "$2" -o "$objects/$1.o"; }
for file in jni_*.c; do
  compile "$file" "$file" -DSOURCES="\"$sources\"" -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux"
done
compile floats_avx2 floats.c -DTABLE=floats_avx2 "${avx2[@]}"
compile floats_avx512 floats.c -DTABLE=floats_avx512 "${avx512[@]}"
for file in attention.c products.c; do
  compile "$file" "$file" "${avx512[@]}" -mavx512vnni -mbmi2
done
gcc -shared -s -Wl,--build-id=none -o "$target/libunabridged.so" "$objects"/*.o -lm
ls -l "$target/libunabridged.so"
