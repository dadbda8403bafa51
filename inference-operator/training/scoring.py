"""Span scores pooled over clause types. A predicted span matches an expert span of its contract and type when the Jaccard overlap of their
word sets is at least 0.5 (the rule of the CUAD paper). Every span is a prediction with a score; precision and recall are swept over it."""
import re

import numpy as np


def words(text):
    return frozenset(re.sub(r"[^\w\s]", "", text.lower()).split())


def jaccard(a, b):
    return len(a & b) / max(1, len(a | b))


class Gold:
    """Expert spans of a set of contracts: `contracts` is a list of (text, {category: [[start, end), …]})."""

    def __init__(self, contracts, categories):
        self.sets = [{categories.index(c): [words(text[a:b]) for a, b in spans] for c, spans in answers.items()} for text, answers in contracts]
        self.count = np.zeros(len(categories), int)
        for document in self.sets:
            for k, spans in document.items():
                self.count[k] += len(spans)

    def hits(self, document, k, quote):
        mine = words(quote)
        return [j for j, other in enumerate(self.sets[document].get(k, [])) if jaccard(mine, other) >= 0.5]


def curve(predictions, total):
    """predictions: (score, key, hits) with key = (document, type); returns recall, precision, score arrays by falling score."""
    predictions = sorted(predictions, key=lambda p: -p[0])
    found, seen, right, rows = 0, set(), 0, []
    for n, (score, key, hits) in enumerate(predictions, 1):
        right += bool(hits)
        new = {(key, j) for j in hits} - seen
        seen |= new
        found += len(new)
        rows.append((found / max(1, total), right / n, score))
    return np.array(rows).reshape(-1, 3).T


def area(predictions, total):
    """(area under the precision-recall curve, best F1, score at best F1, highest recall)."""
    if not predictions or not total:
        return 0.0, 0.0, 1.0, 0.0
    recall, precision, score = curve(predictions, total)
    f1 = 2 * recall * precision / np.maximum(1e-9, recall + precision)
    smooth = np.maximum.accumulate(precision[::-1])[::-1]
    best = int(f1.argmax())
    return float(np.trapezoid(smooth, recall)), float(f1[best]), float(score[best]), float(recall[-1])
