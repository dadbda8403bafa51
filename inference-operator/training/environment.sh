# Sourced by train.sh: idle OpenMP threads sleep, and freed memory stays with the process (large buffers are reused instead of faulted in again).
export OMP_WAIT_POLICY=passive MALLOC_MMAP_THRESHOLD_=8589934592 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
