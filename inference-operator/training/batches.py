"""Training windows from labelled contracts."""
import numpy as np
import torch

UNIFORM, OPENING = 0.45, 0.15  # share of windows at a uniform place, at the start of a contract; the rest holds a labelled span


class Windows:
    def __init__(self, docs, types, rng):
        self.docs, self.types, self.rng = docs, types, rng
        sizes = np.array([len(d["ids"]) for d in docs], float)
        self.share = sizes / sizes.sum()
        spans = [(n, s) for n, d in enumerate(docs) for s in d["spans"]]
        counts = np.bincount([s[0] for _, s in spans], minlength=types).clip(1)
        weight = np.array([counts[s[0]] ** -0.5 for _, s in spans])
        self.spans, self.span_share = spans, weight / weight.sum()

    def place(self, size):
        draw = self.rng.random()
        if draw < UNIFORM:
            n = self.rng.choice(len(self.docs), p=self.share)
            start = self.rng.integers(0, max(1, len(self.docs[n]["ids"]) - size + 1))
        elif draw < UNIFORM + OPENING:
            n, start = self.rng.integers(len(self.docs)), 0
        else:
            n, (_, first, _) = self.spans[self.rng.choice(len(self.spans), p=self.span_share)]
            start = first - self.rng.integers(0, size - size // 8)
        return n, int(max(0, min(start, len(self.docs[n]["ids"]) - size)))

    def batch(self, count, size):
        """ids [B,T], labels [B,T,K], loss weight of the positive labels [B,T,K], present [B,T]."""
        ids = np.zeros((count, size), np.int64)
        labels = np.zeros((count, size, self.types), np.float32)
        weight = np.ones((count, size, self.types), np.float32)
        present = np.zeros((count, size), bool)
        for b in range(count):
            n, start = self.place(size)
            doc = self.docs[n]
            end = min(len(doc["ids"]), start + size)
            ids[b, : end - start], present[b, : end - start] = doc["ids"][start:end], True
            for k, first, last in doc["spans"]:
                a, z = max(first, start), min(last, end)
                if a < z:  # short spans count as much as long ones, within limits
                    labels[b, a - start : z - start, k] = 1
                    weight[b, a - start : z - start, k] = 2 * float(np.clip((24 / (last - first)) ** 0.5, 0.6, 2.5))
        return tuple(map(torch.from_numpy, (ids, labels, weight, present)))
