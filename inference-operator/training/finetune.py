"""Fine-tuning on the labelled contracts, with token masking, dropout, a small masked-language loss and averaged weights.
usage: python3 finetune.py PREPARED_DIR PRETRAINED.pt MINUTES OUT.pt [THREADS]"""
import math
import os
import pickle
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

import decoder as dec
import scoring
from batches import Windows
from model import CONFIG, Tagger
from pretrain import Sampled, finish, masked_loss, optimizers, save, some
from reference import ngram_rows

STAGES = [(0.62, 8, 768), (1.0, 2, 3072)]  # until this share of the time: windows a batch, tokens a window
RATE, TABLE_RATE, MASK, GRAM_DROP, DROP, AVERAGE_EVERY, AVERAGE = 1.2e-3, 1.0e-3, 0.12, 0.15, 0.1, 10, 0.985


def peek(model, docs, types, say):
    """Pooled scores on a few whole validation contracts with preliminary decoder settings."""
    gold = scoring.Gold([(d["text"], d["answers"]) for d in docs], types)
    settings, found, start, size = dec.preliminary(len(types)), [], time.time(), 0
    for n, doc in enumerate(docs):
        p = model.logits(torch.from_numpy(doc["ids"].astype(np.int64))[None])[0].sigmoid().numpy()
        size += len(p)
        for k, a, b, score in dec.decode(p, doc["text"], doc["offsets"], settings):
            found.append((score, (n, k), gold.hits(n, k, doc["text"][a:b])))
    aupr, f1, _, recall = scoring.area(found, gold.count.sum())
    say(f"  validation ({len(docs)} contracts): AUPR {aupr:.4f} F1 {f1:.4f} highest recall {recall:.3f}, {size / (time.time() - start):.0f} tok/s")


class Averaged:
    """A running average of all weights, updated every few steps."""

    def __init__(self, model, kept=None):
        self.model, self.state = model, kept or {k: v.clone() for k, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, step):
        rate = max(1 - AVERAGE, 1 / (1 + step / AVERAGE_EVERY))
        for k, v in self.model.state_dict().items():
            self.state[k].lerp_(v, rate)

    def swapped(self, use):
        own = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.model.load_state_dict(self.state)
        use(self.model)
        self.model.load_state_dict(own)


def tag_loss(logits, labels, weight, present):
    loss = F.binary_cross_entropy_with_logits(logits, labels, weight=weight, reduction="none").sum(-1)
    return (loss * present).sum() / present.sum()


def main(prepared, pretrained, minutes, out, threads=2):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    types, docs = pickle.load(open(prepared + "/contracts.pkl", "rb"))
    windows = Windows(docs["train"], len(types), rng)
    watched = docs["validation"][::3]
    sampled = Sampled(np.bincount(np.concatenate([d["ids"] for d in docs["train"]]), minlength=CONFIG["V"]))
    model = Tagger(CONFIG)
    model.load_state_dict(torch.load(pretrained)["model"])
    torch.nn.init.normal_(model.head, std=0.01)
    opt, rows, grams = optimizers(model, RATE, TABLE_RATE, decay=0.03)
    mask_id, spent, step, mean, kept = CONFIG["V"] - 1, 0.0, 0, None, {}
    if os.path.exists(out):
        kept = torch.load(out)
        model.load_state_dict(kept["model"]), opt.load_state_dict(kept["opt"]), rows.restore(kept["rows"]), grams.restore(kept["grams"])
        spent, step = kept["spent"], kept["step"]
    average = Averaged(model, kept.get("average"))
    start, tokens, last_save, last_peek = time.time(), 0, time.time(), time.time()
    say = lambda *a: print(*a, flush=True)
    while (done := (time.time() - start + spent) / 60 / minutes) < 1:
        scale = min(1, (step + 1) / 100) * (0.5 * (1 + math.cos(math.pi * done)) * 0.99 + 0.01)
        B, T = next((b, t) for until, b, t in STAGES if done < until)
        ids, labels, weight, present = windows.batch(B, T)
        hidden = (torch.rand(ids.shape) < MASK) & present
        seen = ids.masked_fill(hidden, mask_id)
        asked = some(hidden & (torch.rand(ids.shape) < 0.5))
        candidates, bonus = sampled.candidates(ids[asked])
        pair, triple = ngram_rows(seen, CONFIG["NB"])
        rows.open(seen, candidates), grams.open(pair, triple)
        gram = (grams.get(pair) + grams.get(triple)) * (torch.rand(B, T, 1) >= GRAM_DROP)
        h = model.trunk(rows.get(seen), gram, lambda x: F.dropout(x, DROP), None if present.all() else present)
        tag = tag_loss(model.tags(F.dropout(h, DROP)), labels, weight, present)
        mlm = masked_loss(h[asked], rows, candidates, bonus, ids[asked])
        aux = sum(b.moe.aux for b in model.blocks) / len(model.blocks)
        (tag + 0.04 * mlm + 0.01 * aux).backward()
        norm = finish(model, opt, rows, grams, scale, RATE)
        step, tokens = step + 1, tokens + B * T
        if step % AVERAGE_EVERY == 0:
            average.update(step)
        now = np.array([tag.item(), mlm.item()])
        mean = now if mean is None else 0.98 * mean + 0.02 * now
        if step % 50 == 0:
            say(f"{step} {done:.1%} tag {mean[0]:.4f} mlm {mean[1]:.3f} balance {aux.item():.2f} norm {norm:.2f} tok/s {tokens / (time.time() - start):.0f}")
        if time.time() - last_peek > 420:
            average.swapped(lambda m: peek(m, watched, types, say))
            last_peek = time.time()
        if time.time() - last_save > 240:
            save(out, model=model.state_dict(), opt=opt.state_dict(), rows=rows.state(), grams=grams.state(), average=average.state,
                 spent=time.time() - start + spent, step=step)
            last_save = time.time()
    say("last weights:"), peek(model, watched, types, say)
    say("averaged weights:"), average.swapped(lambda m: peek(m, watched, types, say))
    save(out, model=model.state_dict(), average=average.state, step=step, spent=minutes * 60.0, config=CONFIG)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4], *map(int, sys.argv[5:]))
