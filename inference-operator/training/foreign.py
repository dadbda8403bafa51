"""What the model does on other languages: ranks the sentences of parallel terms of service (en, de, it, pl) by the highest token probability.
usage: python3 foreign.py MODEL.gguf DATA_DIR [DOCUMENTS]"""
import json
import pathlib
import sys

import numpy as np
import torch

import corpus
import gguf_io
import reference
import tokenizer as bpe

PAIRS = {"law": "governing-law", "j": "governing-law", "ltd": "cap-on-liability", "ter": "termination-for-convenience"}


def ranking(scores, right):
    """(area under the ROC curve, average precision) of scores for a boolean target."""
    order = np.argsort(-scores, kind="stable")
    hit = right[order]
    precision = hit.cumsum() / np.arange(1, len(hit) + 1)
    ranks = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    n = right.sum()
    return (ranks[right].sum() - n * (n + 1) / 2) / (n * (len(right) - n)), float(precision[hit].mean())


def main(model, data, documents=6):
    weights, config, tokenizer, labels, _ = gguf_io.read(model)
    print("| language | tag -> clause type | tagged sentences of all | area under ROC | average precision | sentences with a token above 0.3: tagged, other |")
    print("| --- | --- | --- | --- | --- | --- |")
    for language in ("en", "de", "it", "pl"):
        best, tags = [], []
        lines = open(pathlib.Path(data) / f"unfair-tos/{language}.jsonl", encoding="utf-8").readlines()
        for record in map(json.loads, lines[:documents]):
            sentences = [corpus.clean(s) for s in record["sentences"]]
            ids, offsets = bpe.encode(tokenizer, "\n".join(sentences))
            with torch.no_grad():
                p = reference.forward(torch.from_numpy(ids.astype(np.int64)), weights, config).sigmoid().numpy()
            ends = np.cumsum([len(s) + 1 for s in sentences])
            owner = np.searchsorted(ends, offsets[:, 0], "right")
            top = np.zeros((len(sentences), p.shape[1]))
            np.maximum.at(top, np.minimum(owner, len(sentences) - 1), p)
            best.append(top), tags.extend(record["tags"])
        best = np.concatenate(best)
        for tag, question in PAIRS.items():
            right = np.array([any(t.rstrip("0123456789") == tag for t in str(x).split()) for x in tags])
            score = best[:, labels.index(question)]
            roc, ap = ranking(score, right)
            print(f"| {language} | {tag} -> {question} | {right.sum()} of {len(right)} | {roc:.3f} | {ap:.3f} | "
                  f"{(score[right] > 0.3).mean():.1%}, {(score[~right] > 0.3).mean():.1%} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
