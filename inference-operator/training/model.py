"""The training model: float32 master weights, bfloat16 matrix products, kernels from `kernels`.
The two embedding tables are trained by rows: a step sees only the rows that its batch touches (see `tables.py`)."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

import kernels
from reference import ngram_rows

CONFIG = dict(V=24576, d=256, L=4, hk=4, hv=8, E=16, k=2, m=128, sm=128, K=41, NB=131072, dn=128)
HEAD = 32


class Mixer(nn.Module):
    def __init__(self, c, reverse):
        super().__init__()
        self.hk, self.hv, self.reverse = c["hk"], c["hv"], reverse
        kd, vd = c["hk"] * HEAD, c["hv"] * HEAD
        self.inp = nn.Parameter(torch.randn(2 * kd + 2 * vd + 2 * c["hv"], c["d"]) * 0.02)
        self.conv = nn.Parameter(torch.randn(2 * kd + vd, 4) * 0.2)
        self.conv.data[:, 3] += 0.5
        self.log_a = nn.Parameter(torch.linspace(0.02, 2.0, c["hv"])[torch.randperm(c["hv"])].log())
        self.dt = nn.Parameter(torch.zeros(c["hv"]))
        self.norm = nn.Parameter(torch.ones(HEAD))
        self.out = nn.Parameter(torch.randn(c["d"], vd) * 0.02 / math.sqrt(2 * c["L"]))

    def forward(self, x):
        p = x @ self.inp.t().to(x.dtype)
        o = kernels.Delta.apply(p, self.conv, self.log_a, self.dt, self.norm, self.hk, self.hv, self.reverse)
        return o @ self.out.t().to(x.dtype)


class Moe(nn.Module):
    def __init__(self, c):
        super().__init__()
        d, E, m, sm = c["d"], c["E"], c["m"], c["sm"]
        self.E, self.k = E, c["k"]
        small = 0.02 / math.sqrt(2 * c["L"])
        self.router = nn.Parameter(torch.randn(E + 1, d) * 0.02)  # the last row gates the shared expert
        self.gu, self.dn = nn.Parameter(torch.randn(E, 2 * m, d) * 0.02), nn.Parameter(torch.randn(E, d, m) * small)
        self.sgu, self.sdn = nn.Parameter(torch.randn(2 * sm, d) * 0.02), nn.Parameter(torch.randn(d, sm) * small)

    def forward(self, x):
        scores = (x @ self.router.t().to(x.dtype)).float()
        share = scores[:, : self.E].softmax(-1)
        weight, chosen = share.topk(self.k, -1, sorted=False)
        weight = weight / weight.sum(-1, keepdim=True)
        load = torch.bincount(chosen.flatten(), minlength=self.E) / chosen.numel()
        self.aux = self.E * (share.mean(0) * load).sum()
        weight = torch.cat([weight, scores[:, self.E :].sigmoid()], -1)
        return kernels.Experts.apply(x, *(w.to(x.dtype) for w in (self.gu, self.dn, self.sgu, self.sdn)), chosen, weight)


class Block(nn.Module):
    def __init__(self, c, reverse):
        super().__init__()
        self.n1, self.n2 = nn.Parameter(torch.zeros(c["d"])), nn.Parameter(torch.zeros(c["d"]))
        self.mix, self.moe = Mixer(c, reverse), Moe(c)

    def forward(self, x, half, present=None):
        n = kernels.Rms.apply(x, self.n1, half)
        if present is not None:  # rows of zeros leave the state as it was, so padding does not exist for the mixer
            n = n * present[..., None].to(n.dtype)
        x = x + self.mix(n)
        n = kernels.Rms.apply(x, self.n2, half)
        return x + self.moe(n.flatten(0, 1)).view_as(x)


class Tagger(nn.Module):
    def __init__(self, c, half=True):
        super().__init__()
        self.c, self.half = c, half
        self.emb = nn.Parameter(torch.randn(c["V"], c["d"]) * 0.02, requires_grad=False)
        self.ngram = nn.Parameter(torch.randn(c["NB"], c["dn"]) * 0.02, requires_grad=False)
        self.proj = nn.Parameter(torch.randn(c["d"], c["dn"]) / math.sqrt(c["dn"]))
        self.blocks = nn.ModuleList(Block(c, i % 2 == 1) for i in range(c["L"]))
        self.nf = nn.Parameter(torch.zeros(c["d"]))
        self.head = nn.Parameter(torch.randn(c["K"], c["d"]) * 0.02)
        self.bias = nn.Parameter(torch.full((c["K"],), -5.0))

    def trunk(self, tokens, grams, drop=None, present=None):
        """tokens [B,T,d] and grams [B,T,dn] as looked up; `drop` is applied to the sum; `present` [B,T] is false at padding."""
        type_ = torch.bfloat16 if self.half else torch.float32
        x = tokens + (grams.to(type_) @ self.proj.t().to(type_)).float()
        x = drop(x) if drop else x
        for block in self.blocks:
            x = block(x, self.half, present)
        return kernels.Rms.apply(x, self.nf, False)

    def tags(self, hidden):
        return hidden @ self.head.t() + self.bias

    @torch.no_grad()
    def logits(self, ids):
        """Whole documents [B,T], without gradients."""
        pair, triple = ngram_rows(ids, self.c["NB"])
        return self.tags(self.trunk(self.emb[ids], self.ngram[pair] + self.ngram[triple]))
