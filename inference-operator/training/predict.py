"""Probabilities of whole contracts, from the weights as stored in a GGUF file."""
import json
import pathlib
import time

import numpy as np
import torch

import corpus
import gguf_io
import reference
import tokenizer as bpe


def contracts(data, split, part):
    """Contracts of one part of the split ("validation", "holdout"), in the order of the data file."""
    titles = set(json.load(open(split, encoding="utf-8"))[part])
    return [c for c in corpus.contracts(data) if c["title"] in titles]


def tag(path, texts):
    """[(probabilities [T,K] float32, offsets [T,2])] of every text; the speed is printed."""
    weights, config, tokenizer, _, _ = gguf_io.read(path)
    out, start = [], time.time()
    for text in texts:
        ids, offsets = bpe.encode(tokenizer, text)
        with torch.no_grad():
            logits = reference.forward(torch.from_numpy(ids.astype(np.int64)), weights, config)
        out.append((logits.sigmoid().numpy(), offsets))
    total, seconds = sum(len(p) for p, _ in out), time.time() - start
    print(f"{len(texts)} texts, {total} tokens, {seconds:.0f} s, {total / seconds:.0f} tokens/s", flush=True)
    return out


def categories(data):
    return list(json.load(open(pathlib.Path(data) / "cuad/categories.json", encoding="utf-8")))
