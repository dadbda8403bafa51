"""Scores of a GGUF file on one part of the split: pooled, per type, and the reliability of its confidences.
usage: python3 evaluate.py MODEL.gguf DATA_DIR SPLIT.json validation|holdout [OUT.md]"""
import sys

import numpy as np

import decoder as dec
import gguf_io
import predict
import scoring

BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def report(found, gold, types, decision):
    """`found`: (confidence, (document, type), hits); returns Markdown."""
    aupr, f1, at, recall = scoring.area(found, gold.count.sum())
    lines = [f"Pooled: AUPR {aupr:.4f}, best F1 {f1:.4f} (at confidence {at:.3f}), highest recall {recall:.3f}, {len(found)} spans.", ""]
    lines += ["| clause type | expert spans | AUPR | best F1 | F1 at its decision threshold |", "| --- | --- | --- | --- | --- |"]
    for k, name in enumerate(types):
        mine, count = [f for f in found if f[1][1] == k], gold.count[k]
        if not count:
            lines.append(f"| {name} | 0 | | | |")
            continue
        a, best, _, _ = scoring.area(mine, count)
        taken = [f for f in mine if f[0] >= decision[k]]
        reached = scoring.curve(taken, count)[:2, -1] if taken else (0.0, 0.0)
        lines.append(f"| {name} | {count} | {a:.3f} | {best:.3f} | {2 * reached[0] * reached[1] / max(1e-9, sum(reached)):.3f} |")
    score, right = np.array([f[0] for f in found]), np.array([bool(f[2]) for f in found])
    lines += ["", "| confidence | spans | mean confidence | share that matches an expert span |", "| --- | --- | --- | --- |"]
    for low, high in zip(BINS, BINS[1:]):
        pick = (score >= low) & (score < high)
        if pick.any():
            lines.append(f"| {low:.1f} to {high:.1f} | {pick.sum()} | {score[pick].mean():.3f} | {right[pick].mean():.3f} |")
    share = [(score >= a) & (score < b) for a, b in zip(BINS, BINS[1:])]
    error = sum(abs(score[p].sum() - right[p].sum()) for p in share) / max(1, len(score))
    return "\n".join([*lines, "", f"Expected calibration error {error:.3f}."])


def main(model, data, split, part, out=None):
    types = predict.categories(data)
    contracts = predict.contracts(data, split, part)
    settings = gguf_io.read(model)[4]
    gold = scoring.Gold([(c["text"], c["answers"]) for c in contracts], types)
    found = []
    for n, ((p, offsets), c) in enumerate(zip(predict.tag(model, [c["text"] for c in contracts]), contracts)):
        for k, a, b, confidence in dec.decode(p, c["text"], offsets, settings):
            found.append((confidence, (n, k), gold.hits(n, k, c["text"][a:b])))
    text = report(found, gold, types, settings["decision_threshold"])
    print(text)
    if out:
        open(out, "w", encoding="utf-8").write(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
