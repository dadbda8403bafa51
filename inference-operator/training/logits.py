"""Logits of a whole text in float32, from the weights as stored.  usage: python3 logits.py MODEL.gguf TEXT.txt OUT.npy"""
import sys
import unicodedata

import numpy as np
import torch

import gguf_io
import reference
import tokenizer as bpe

if __name__ == "__main__":
    weights, config, tokenizer, _, _ = gguf_io.read(sys.argv[1])
    text = unicodedata.normalize("NFC", open(sys.argv[2], encoding="utf-8", newline="").read())
    ids, _ = bpe.encode(tokenizer, text)
    with torch.no_grad():
        logits = reference.forward(torch.from_numpy(ids.astype(np.int64)), weights, config).numpy()
    np.save(sys.argv[3], logits.astype("<f4"))
    print(len(ids), "tokens, logits", logits.shape, "mean", logits.mean(), "standard deviation", logits.std())
