"""Embedding tables trained by rows: a batch works on a small copy of the rows it touches, and only those are updated (lazy Adam)."""
import torch
import torch.nn.functional as F


class Rows:
    def __init__(self, table, rate, betas=(0.9, 0.98), eps=1e-9):
        self.table, self.rate, self.betas, self.eps, self.steps = table, rate, betas, eps, 0
        self.m, self.v = torch.zeros_like(table), torch.zeros_like(table)
        self.lookup = torch.zeros(len(table), dtype=torch.long)

    def open(self, *ids):
        """A leaf with the rows that occur in any of the index tensors."""
        mark = torch.zeros(len(self.table), dtype=torch.bool)
        for i in ids:
            mark[i.flatten()] = True
        self.rows = mark.nonzero()[:, 0]
        self.lookup[self.rows] = torch.arange(len(self.rows))
        self.leaf = self.table[self.rows].requires_grad_()
        return self.leaf

    def get(self, ids):
        return F.embedding(self.lookup[ids], self.leaf)

    @torch.no_grad()
    def step(self, scale, clip=1.0):
        """One update of the open rows; `scale` multiplies the learning rate, `clip` the gradient."""
        g, (b1, b2) = self.leaf.grad * clip, self.betas
        self.steps += 1
        m = self.m[self.rows].mul_(b1).add_(g, alpha=1 - b1)
        v = self.v[self.rows].mul_(b2).addcmul_(g, g, value=1 - b2)
        self.m[self.rows], self.v[self.rows] = m, v
        size = self.rate * scale / (1 - b1**self.steps)
        self.table[self.rows] = self.leaf.detach() - size * m / ((v / (1 - b2**self.steps)).sqrt_() + self.eps)
        self.leaf = None

    def state(self):
        return dict(m=self.m, v=self.v, steps=self.steps)

    def restore(self, state):
        self.m, self.v, self.steps = state["m"], state["v"], state["steps"]
