"""Expected values for tests of other implementations, from the weights as stored in the GGUF file.
usage: python3 golden.py MODEL.gguf GOLDEN.json GOLDEN_DECODER.json"""
import json
import pathlib
import sys
import unicodedata

import numpy as np
import torch

import decoder as dec
import gguf_io
import reference
import tokenizer as bpe

TEXT = pathlib.Path(__file__).parent / "golden_text.txt"


def rounded(x):
    return [float(f"{v:.7g}") for v in np.asarray(x, np.float64).ravel()]


def forward_case(path):
    weights, config, tokenizer, labels, _ = gguf_io.read(path)
    text = unicodedata.normalize("NFC", TEXT.read_text(encoding="utf-8"))
    ids, offsets = bpe.encode(tokenizer, text)
    states = {}
    with torch.no_grad():
        logits = reference.forward(torch.from_numpy(ids.astype(np.int64)), weights, config, watch=lambda n, x: states.__setitem__(n, x.numpy().copy()))
        slow = reference.forward(torch.from_numpy(ids.astype(np.int64)), weights, config, reference.recurrent_delta)
    assert (logits - slow).abs().max() < 1e-3, "chunked and recurrent forms differ"
    logits, n = logits.numpy(), len(ids)
    where = sorted({0, 1, 2, 3, 63, 64, 65, n - 3, n - 2, n - 1, *np.linspace(5, n - 5, 31).astype(int).tolist()})
    watched = [0, n // 2, n - 1]
    return {
        "text": text,
        "ids": ids.tolist(),
        "start": offsets[:, 0].tolist(),
        "end": offsets[:, 1].tolist(),
        "positions": where,
        "logits": [rounded(logits[i]) for i in where],
        "mean": float(logits.mean(dtype=np.float64)),
        "standard_deviation": float(logits.std(dtype=np.float64)),
        "hidden_positions": watched,
        "hidden": {name: [rounded(states[name][i]) for i in watched] for name in ("embedding", "layer 0", f"layer {config['block_count'] - 1}")},
        "ngram_rows": [r[:8].tolist() for r in reference.ngram_rows(torch.from_numpy(ids.astype(np.int64)), config["ngram.bucket_count"])],
        "labels": labels,
    }


def decoder_case(path):
    """A small matrix of made-up probabilities over a made-up text, with three types whose settings differ."""
    rng = np.random.default_rng(5)
    pieces = ["Alpha", " beta", ",", " gam", "ma", "\n\n", "Straße", " 12", "3", ".", " ", " naïve", "\u00a0", "中文", "🤝", " end", ".\n", " Inc", '.")']
    chosen = [pieces[i] for i in rng.integers(0, len(pieces), 120)] + ["Alpha", " beta", ",", " gam", "ma"] * 2
    ends = np.cumsum([len(x) for x in chosen])
    offsets = np.stack([ends - [len(x) for x in chosen], ends], 1)
    smooth = np.convolve(rng.normal(size=3 * len(chosen) + 10), np.ones(5) / 2.2, "same")[: 3 * len(chosen)].reshape(3, -1).T
    probabilities = (1 / (1 + np.exp(-2 * smooth))).astype(np.float32)
    probabilities = np.array([[float(f"{v:.5f}") for v in row] for row in probabilities], np.float32)
    settings = dict(
        version=dec.VERSION,
        low_threshold=[0.5, 0.6, 0.55],
        high_threshold=[0.7, 0.8, 0.6],
        gap_tokens=[0, 2, 1],
        min_tokens=[1, 2, 3],
        drop_repeats=[0, 1, 1],
        split_tokens=[0, 3, 2],
        snap_share=[2.0, 0.5, 0.9],
        abbreviations=["Alpha", "Inc"],
        calibration=[round(float(v), 3) for v in rng.normal(size=3 * dec.FEATURES) * 0.5],
        reporting_threshold=[0.05, 0.2, 0.01],
        decision_threshold=[0.5, 0.5, 0.4],
    )
    text = "".join(chosen)
    found = dec.decode(probabilities, text, offsets, settings)
    return {
        "text": text,
        "start": offsets[:, 0].tolist(),
        "end": offsets[:, 1].tolist(),
        "probabilities": [[float(f"{v:.5f}") for v in row] for row in probabilities],
        "decoder": settings,
        "spans": [{"label": k, "start": a, "end": b, "confidence": round(c, 9)} for k, a, b, c in found],
    }


if __name__ == "__main__":
    model, golden, golden_decoder = sys.argv[1:4]
    for path, case in ((golden, forward_case(model)), (golden_decoder, decoder_case(model))):
        pathlib.Path(path).parent.mkdir(parents=True, exist_ok=True)
        json.dump(case, open(path, "w", encoding="utf-8"), ensure_ascii=False, indent=None, separators=(",", ":"))
        print(path, len(case.get("ids", [])), len(case.get("spans", [])))
