#!/usr/bin/env bash
# Reproduces the model from the raw data: ./train.sh DATA_DIR OUT_DIR [PRETRAIN_MINUTES FINETUNE_MINUTES THREADS]
# Interrupted, it goes on where it stopped. The GGUF file and the golden files end up in the module's resources.
set -euo pipefail
data=$(realpath "$1") out=$(realpath -m "$2") pre=${3:-41} fine=${4:-54} threads=${5:-2}
cd "$(dirname "$0")"
. ./environment.sh
resources=../src/main/resources/org/unabridged/inference/clausemoe
tests=../src/test/resources/org/unabridged/inference/clausemoe
model=$out/clause-moe.gguf
mkdir -p "$out"
[ -f "$out/data/contracts.pkl" ] || python3 prepare.py "$data" split.json "$out/data"
[ -f "$out/pretrain.done" ] || { python3 pretrain.py "$out/data" "$pre" "$out/pretrain.pt" "$threads"; touch "$out/pretrain.done"; }
[ -f "$out/finetune.done" ] || { python3 finetune.py "$out/data" "$out/pretrain.pt" "$fine" "$out/finetune.pt" "$threads"; touch "$out/finetune.done"; }
python3 export.py "$out/finetune.pt" "$out/data" "$model"
python3 fit_decoder.py "$model" "$data" split.json "$out/decoder.json"
python3 export.py "$out/finetune.pt" "$out/data" "$model" "$out/decoder.json"
python3 evaluate.py "$model" "$data" split.json validation "$out/validation.md"
python3 evaluate.py "$model" "$data" split.json holdout "$out/holdout.md"
python3 foreign.py "$model" "$data" | tee "$out/foreign.md"
mkdir -p "$resources" "$tests"
cp "$model" "$resources/clause-moe.gguf"
python3 golden.py "$model" "$tests/golden.json" "$tests/golden-decoder.json"
