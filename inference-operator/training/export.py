"""Writes a training checkpoint as GGUF. Without a decoder file, preliminary decoder settings are stored.
usage: python3 export.py CHECKPOINT.pt PREPARED_DIR OUT.gguf [DECODER.json]"""
import json
import os
import pathlib
import pickle
import sys

import torch
from tokenizers import Tokenizer

import decoder as dec
import gguf_io

VERSION = "1.0"
CONFIG = dict(V=24576, d=256, L=4, hk=4, hv=8, E=16, k=2, m=128, sm=128, K=41, NB=131072, dn=128)


def main(checkpoint, prepared, out, settings=None):
    kept = torch.load(checkpoint)
    state = kept.get("average") or kept["model"]
    categories, _ = pickle.load(open(prepared + "/contracts.pkl", "rb"))
    tokenizer = Tokenizer.from_file(prepared + "/tokenizer.json")
    decoder = json.load(open(settings)) if settings else dec.preliminary(len(categories))
    pathlib.Path(out).parent.mkdir(parents=True, exist_ok=True)
    gguf_io.write(out, state, kept.get("config", CONFIG), tokenizer, categories, decoder, VERSION)
    print(out, f"{os.path.getsize(out) / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
