"""Masked-language pre-training on unlabelled text. Only masked positions are predicted, through the token embedding.
usage: python3 pretrain.py PREPARED_DIR MINUTES OUT.pt [THREADS]"""
import math
import os
import pickle
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

from model import CONFIG, Tagger
from reference import ngram_rows
from tables import Rows

B, T, RATE, TABLE_RATE, FREQUENT, RANDOM, ROUND = 12, 512, 2e-3, 2e-3, 4096, 1024, 64
MIX = {"edgar": 0.66, "own": 0.22, "ndas": 0.04, "foreign": 0.08}


def some(mask):
    """Of the true positions a round number, chosen at random: products of few distinct shapes (each is compiled once)."""
    where = mask.flatten().nonzero()[:, 0]
    keep = where[torch.randperm(len(where))[: max(1, len(where) // ROUND * ROUND)]]
    return torch.zeros(mask.numel(), dtype=torch.bool).index_fill_(0, keep, True).view_as(mask)


def mask_tokens(ids, share=0.16):
    """True at positions to hide: runs of one to four tokens."""
    hidden = torch.zeros(ids.shape, dtype=torch.bool)
    starts = torch.rand(ids.shape) < share / 2.2
    length = torch.randint(1, 5, ids.shape)
    for shift in range(4):
        hit = starts & (length > shift)
        hidden[..., shift:] |= hit[..., : ids.shape[-1] - shift]
    return hidden


class Sampled:
    """A softmax over the frequent tokens, the targets at hand and a random sample of the rest, corrected for its rate."""

    def __init__(self, counts):
        order = np.argsort(-counts, kind="stable")
        self.frequent, self.rest = torch.tensor(order[:FREQUENT].copy()), torch.tensor(order[FREQUENT:].copy())

    def candidates(self, targets):
        sampled = self.rest[torch.randint(len(self.rest), (RANDOM,))]
        present = torch.cat([self.frequent, targets])
        sampled = sampled[~torch.isin(sampled, present)].unique()
        present = present.unique()
        sampled = sampled[torch.randperm(len(sampled))[: len(sampled) - (len(present) + len(sampled)) % ROUND]]
        bonus = torch.zeros(len(present) + len(sampled))
        bonus[len(present) :] = math.log(len(self.rest) / RANDOM)
        return torch.cat([present, sampled]), bonus


def masked_loss(hidden, rows, candidates, bonus, targets):
    place = torch.zeros(len(rows.table), dtype=torch.long)
    place[candidates] = torch.arange(len(candidates))
    scores = (hidden.bfloat16() @ rows.get(candidates).bfloat16().t()).float() + bonus
    return F.cross_entropy(scores, place[targets])


def optimizers(model, rate, table_rate, decay=0.02):
    dense = [p for p in model.parameters() if p.requires_grad]
    groups = [dict(params=[p for p in dense if p.dim() >= 2], weight_decay=decay), dict(params=[p for p in dense if p.dim() < 2], weight_decay=0.0)]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), fused=True), Rows(model.emb, table_rate), Rows(model.ngram, table_rate)


def finish(model, opt, rows, grams, scale, rate, limit=1.0):
    """Clips by the norm of all gradients and makes one step of everything."""
    dense = [p for p in model.parameters() if p.requires_grad and p.grad is not None]
    norm = torch.stack([p.grad.norm() for p in dense] + [rows.leaf.grad.norm(), grams.leaf.grad.norm()]).norm().item()
    clip = min(1.0, limit / (norm + 1e-6))
    if clip < 1:
        torch._foreach_mul_([p.grad for p in dense], clip)
    for g in opt.param_groups:
        g["lr"] = rate * scale
    opt.step()
    opt.zero_grad(set_to_none=True)
    rows.step(scale, clip)
    grams.step(scale, clip)
    return norm


def save(path, **parts):
    torch.save(parts, path + ".part")
    os.replace(path + ".part", path)


def main(prepared, minutes, out, threads=2):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    np.random.seed(0)
    streams = {k: v[0] for k, v in pickle.load(open(prepared + "/streams.pkl", "rb")).items()}
    counts = sum(np.bincount(streams[k], minlength=CONFIG["V"]) * MIX[k] / len(streams[k]) for k in MIX)
    sampled, mask_id = Sampled(counts), CONFIG["V"] - 1
    model = Tagger(CONFIG)
    print("parameters, millions", sum(p.numel() for p in model.parameters()) / 1e6, flush=True)
    opt, rows, grams = optimizers(model, RATE, TABLE_RATE)
    names, share = list(MIX), np.array(list(MIX.values()))
    start, spent, step, mean, last = time.time(), 0.0, 0, None, 0
    if os.path.exists(out):
        kept = torch.load(out)
        model.load_state_dict(kept["model"]), opt.load_state_dict(kept["opt"]), rows.restore(kept["rows"]), grams.restore(kept["grams"])
        spent, step = kept["spent"], kept["step"]
    first = step
    while (done := (time.time() - start + spent) / 60 / minutes) < 1:
        scale = min(1, (step + 1) / 150) * (0.5 * (1 + math.cos(math.pi * done)) * 0.95 + 0.05)
        pick = np.random.choice(names, B, p=share)
        ids = torch.from_numpy(np.stack([streams[n][(s := np.random.randint(len(streams[n]) - T)) : s + T] for n in pick]).astype(np.int64))
        hidden = some(mask_tokens(ids))
        seen = ids.masked_fill(hidden, mask_id)
        targets = ids[hidden]
        candidates, bonus = sampled.candidates(targets)
        pair, triple = ngram_rows(seen, CONFIG["NB"])
        rows.open(seen, candidates), grams.open(pair, triple)
        h = model.trunk(rows.get(seen), grams.get(pair) + grams.get(triple))
        loss = masked_loss(h[hidden], rows, candidates, bonus, targets)
        aux = sum(b.moe.aux for b in model.blocks) / len(model.blocks)
        (loss + 0.01 * aux).backward()
        norm = finish(model, opt, rows, grams, scale, RATE)
        step += 1
        mean = loss.item() if mean is None else 0.97 * mean + 0.03 * loss.item()
        if step % 50 == 0 or step == first + 5:
            speed = (step - first) * B * T / (time.time() - start)
            print(f"{step} {done:.1%} loss {mean:.3f} balance {aux.item():.2f} norm {norm:.2f} tok/s {speed:.0f}", flush=True)
        if time.time() - last > 240:
            save(out, model=model.state_dict(), opt=opt.state_dict(), rows=rows.state(), grams=grams.state(), spent=time.time() - start + spent, step=step)
            last = time.time()
    save(out, model=model.state_dict(), step=step, spent=minutes * 60.0)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3], *map(int, sys.argv[4:]))
