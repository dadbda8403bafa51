"""Texts to token arrays: vocabulary, pre-training streams, and labelled contracts.
usage: python3 prepare.py DATA_DIR SPLIT.json OUT_DIR [VOCABULARY_SIZE]"""
import json
import pathlib
import pickle
import random
import sys
import time

import numpy as np

import corpus
import tokenizer as bpe

CONTRACT, LAW, RIGHTS = 18_000_000, 9_000_000, 3_000_000  # characters of the vocabulary's sample


def sample(texts, size, seed, piece=4000):
    """About `size` characters in random pieces, equally from each text group."""
    rng, out = random.Random(seed), []
    texts = [t for t in texts if len(t) > 200]
    share = max(1, size // piece)
    for _ in range(share):
        text = rng.choice(texts)
        start = rng.randrange(max(1, len(text) - piece))
        out.append(text[start : start + piece])
    return out


def labelled(contract, tokenizer, categories):
    text = contract["text"]
    ids, offsets = bpe.encode(tokenizer, text)
    spans = []
    for category, ranges in contract["answers"].items():
        for start, end in ranges:
            first = int(np.searchsorted(offsets[:, 1], start, "right"))
            last = int(np.searchsorted(offsets[:, 0], end, "left"))
            if first < last:
                spans.append((categories.index(category), first, last))
    return dict(title=contract["title"], text=text, answers=contract["answers"], ids=ids, offsets=offsets, spans=spans)


def main(data, split, out, size=24576):
    data, out, start = pathlib.Path(data), pathlib.Path(out), time.time()
    out.mkdir(parents=True, exist_ok=True)
    say = lambda *a: print(f"{time.time() - start:.0f} s", *a, flush=True)
    parts = json.load(open(split, encoding="utf-8"))
    held_titles = set(parts["validation"]) | set(parts["holdout"])
    contracts = list(corpus.contracts(data))
    categories = list(json.load(open(data / "cuad/categories.json", encoding="utf-8")))
    held = [c["text"] for c in contracts if c["title"] in held_titles]
    own = [c["text"] for c in contracts if c["title"] not in held_titles]
    edgar = list(corpus.archive(data / "edgar-agreements.tar.gz"))
    ndas = [corpus.clean(json.loads(line)["text"]) for line in open(data / "kleister-nda/train.jsonl", encoding="utf-8")]
    say("read", len(edgar), "agreements")
    edgar, dropped = corpus.drop_overlaps(edgar, held)
    ndas, dropped_ndas = corpus.drop_overlaps(ndas, held)
    say("dropped for overlap with contracts set aside:", dropped, "agreements,", dropped_ndas, "NDAs")
    laws = {p.name.split(".")[0]: list(corpus.archive(p)) for p in sorted((data / "laws").glob("*.tar.gz"))}
    rights = list(corpus.archive(data / "udhr/declarations.tar.gz", (".html",)))
    say("laws", {k: sum(map(len, v)) for k, v in laws.items()}, "declarations", len(rights))
    texts = sample(own, CONTRACT // 3, 1) + sample(edgar, CONTRACT * 2 // 3, 2) + sample(rights, RIGHTS, 3)
    for i, law in enumerate(laws.values()):
        texts += sample(law, LAW // len(laws), 10 + i)
    tokenizer = bpe.train(texts, size)
    tokenizer.save(str(out / "tokenizer.json"))
    say("vocabulary", tokenizer.get_vocab_size())

    def stream(documents):
        encoded = tokenizer.encode_batch([d for d in documents if d.strip()], add_special_tokens=False)
        lengths = np.array([len(e.ids) for e in encoded])
        return np.concatenate([np.array(e.ids, np.uint16) for e in encoded]), np.concatenate([[0], lengths.cumsum()])

    streams = {"edgar": stream(edgar), "own": stream(own), "ndas": stream(ndas)}
    streams["foreign"] = stream([p for law in laws.values() for p in sample(law, 250_000, 5)] + sample(rights, 2_000_000, 6))
    say({k: len(v[0]) for k, v in streams.items()}, "tokens")
    pickle.dump(streams, open(out / "streams.pkl", "wb"))
    docs = {"train": [], "validation": [], "holdout": []}
    for contract in contracts:
        part = next((k for k in parts if contract["title"] in parts[k]), "train")
        docs[part].append(labelled(contract, tokenizer, categories))
    pickle.dump((categories, docs), open(out / "contracts.pkl", "wb"))
    say({k: (len(v), sum(len(d["ids"]) for d in v)) for k, v in docs.items()})


if __name__ == "__main__":
    main(*sys.argv[1:4], *map(int, sys.argv[4:]))
