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
flags=(-O3 -std=c11 -Wall -Wextra -Werror -fPIC -fvisibility=hidden)
wide=(-mavx512f -mavx512bw -mavx512vl -mavx512dq -mavx512vnni -mavx2 -mfma -mf16c -mbmi2)
for file in *.c; do
  case $file in
    jni.c) gcc "${flags[@]}" -DSOURCES="\"$sources\"" -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux" -c "$file" -o "$objects/$file.o" ;;
    *) gcc "${flags[@]}" "${wide[@]}" -c "$file" -o "$objects/$file.o" ;;
  esac
done
gcc -shared -s -Wl,--build-id=none -o "$target/libunabridged.so" "$objects"/*.o
ls -l "$target/libunabridged.so"
