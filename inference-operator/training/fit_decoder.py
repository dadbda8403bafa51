"""Fits the span decoder and the calibration of its confidences on the validation contracts.
usage: python3 fit_decoder.py MODEL.gguf DATA_DIR SPLIT.json OUT.json"""
import itertools
import json
import sys

import numpy as np

import decoder as dec
import predict
import scoring

LOWS, HIGHS, GAPS, SHORTEST = (0.02, 0.04, 0.08, 0.14, 0.22), (0.06, 0.12, 0.2, 0.3), (0, 1, 3, 6, 12), (1, 2, 3)
SPLITS, SNAPS = (0, 6, 3, 12), (2.0, 0.6, 0.3)
PRIORS = ((1e9, 0.0), (40.0, 0.02), (15.0, 0.02), (15.0, 0.0))  # expert spans a type needs before its own settings count as much as the pooled
                  # ones, and the least gain in AUPR; chosen by cross-validation
CAUTION = 40.0    # the same for its decision threshold
SLOPE = 0.3       # ridge strength of the pooled coefficients
OWN = ((0.5, 4.0), (1.0, 12.0), (2.0, 40.0), (5.0, 100.0), (10.0, 300.0), (1000.0, 10000.0))  # of a type's deviations: constant, slopes; chosen by cross-validation
FOLDS = 5
FLOOR = 0.02      # lowest confidence that is reported


class Candidates:
    """Scored spans of one type for one setting, over all documents."""

    known = {}  # (document, type, start, end) -> expert spans that match: the same span turns up in many settings

    def matches(self, gold, n, k, text, a, b):
        if (n, k, a, b) not in self.known:
            self.known[n, k, a, b] = gold.hits(n, k, text[a:b])
        return self.known[n, k, a, b]

    def __init__(self, tagged, contracts, gold, k, setting):
        low, high, *rest = setting
        self.features, self.hits, self.keys = [], [], []
        for n, ((p, offsets, sentences), c) in enumerate(zip(tagged, contracts)):
            for a, b, f in dec.spans(p[:, k], c["text"], offsets, sentences, np.float32(low), np.float32(high), *rest):
                self.features.append(f), self.hits.append(self.matches(gold, n, k, c["text"], a, b)), self.keys.append((n, k))
        self.features = np.array(self.features).reshape(-1, dec.FEATURES)
        self.right = np.array([bool(h) for h in self.hits], float)

    def predictions(self, w, keep=lambda document: True):
        scores = self.features @ w
        return [p for p in zip(scores.tolist(), self.keys, self.hits) if keep(p[1][0])]


def logistic(x, y, ridge, centre, steps=30):
    """Newton's method for logistic regression with a Gaussian prior around `centre`."""
    w = centre.copy()
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * (w - centre)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        move = np.linalg.solve(hessian, gradient)
        w -= move
        if np.abs(move).max() < 1e-8:
            break
    return w


def calibrate(groups, own=OWN[-1], keep=lambda document: True):
    """Pooled coefficients, then per type a deviation shrunk towards them; from the documents that `keep` admits."""
    picks = [np.array([keep(n) for n, _ in g.keys], bool) for g in groups]
    x = np.concatenate([g.features[p] for g, p in zip(groups, picks)])
    y = np.concatenate([g.right[p] for g, p in zip(groups, picks)])
    pooled = logistic(x, y, np.full(dec.FEATURES, SLOPE), np.zeros(dec.FEATURES))
    ridge = np.array([own[0]] + [own[1]] * (dec.FEATURES - 1))
    return pooled, [logistic(g.features[p], g.right[p], ridge, pooled) if p.any() else pooled for g, p in zip(groups, picks)]


def crossed(groups, own, total):
    """AUPR when every document is scored by a calibration that has not seen it."""
    predictions = []
    for fold in range(FOLDS):
        _, each = calibrate(groups, own, lambda n: n % FOLDS != fold)
        for g, w in zip(groups, each):
            predictions += g.predictions(w, lambda n: n % FOLDS == fold)
    return scoring.area(predictions, total)[0]


def pooled_settings(group, types, total):
    """Coordinate descent on settings that all types share."""

    def area(setting):
        groups = [group(k, setting) for k in range(types)]
        w = calibrate(groups)[0]
        return scoring.area([p for g in groups for p in g.predictions(w)], total)[0]

    choices = (LOWS, HIGHS, GAPS, SHORTEST, (0, 1), SPLITS, SNAPS)
    setting = (0.08, 0.2, 1, 2, 0, 6, 2.0)
    best = area(setting)
    for _ in range(2):
        for axis, values in enumerate(choices):
            for value in values:
                tried = (*setting[:axis], value, *setting[axis + 1 :])
                if tried[0] <= tried[1] and (score := area(tried)) > best + 1e-4:
                    best, setting = score, tried
        print("pooled setting", setting, f"AUPR {best:.4f}", flush=True)
    return setting


def gains(group, setting, w, gold, types, keep):
    """For every type its settings with their gain in AUPR over the pooled setting, on the documents that `keep` admits."""
    table = []
    for k in range(types):
        count = sum(len(d.get(k, [])) for n, d in enumerate(gold.sets) if keep(n))
        area = lambda s: scoring.area(group(k, s).predictions(w, keep), count)[0]
        base = area(setting)
        tried = [(low, max(low, setting[1]), gap, setting[3], setting[4], split, snap) for low, gap, split, snap in itertools.product(LOWS, GAPS[:4], SPLITS[:2], SNAPS)]
        table.append((count, [(area(s) - base, s) for s in tried]))
    return table


def pick(table, setting, prior):
    """A type moves to its best setting where its gain, shrunk by how many expert spans it has, exceeds the least gain."""
    chosen = []
    for count, options in table:
        gain, own = max(options, key=lambda o: o[0])
        chosen.append(own if gain * count / (count + prior[0]) > prior[1] else setting)
    return chosen


def choose_settings(tagged, contracts, gold, types):
    cache = {}

    def group(k, setting):
        if (k, setting) not in cache:
            cache[k, setting] = Candidates(tagged, contracts, gold, k, setting)
        return cache[k, setting]

    total = gold.count.sum()
    setting = pooled_settings(group, types, total)
    w = calibrate([group(k, setting) for k in range(types)])[0]
    unseen = {p: [] for p in PRIORS}
    for fold in range(FOLDS):  # settings and calibration from the other documents
        table = gains(group, setting, w, gold, types, lambda n: n % FOLDS != fold)
        for prior in PRIORS:
            groups = [group(k, s) for k, s in enumerate(pick(table, setting, prior))]
            _, each = calibrate(groups, OWN[1], lambda n: n % FOLDS != fold)
            for g, v in zip(groups, each):
                unseen[prior] += g.predictions(v, lambda n: n % FOLDS == fold)
    scores = {p: scoring.area(v, total)[0] for p, v in unseen.items()}
    print("cross-validated AUPR by caution about settings per type:", {p: round(v, 4) for p, v in scores.items()}, flush=True)
    table = gains(group, setting, w, gold, types, lambda n: True)
    settings = pick(table, setting, max(scores, key=scores.get))
    return settings, [group(k, s) for k, s in enumerate(settings)]


def decision(g, w, count, pooled):
    """The confidence of best F1 of one type, shrunk towards the pooled one by the number of its expert spans."""
    own = scoring.area(g.predictions(w), count)[2] if len(g.features) and count else 0.0
    own = own if np.isfinite(own) else 0.0
    share = count / (count + CAUTION)
    return float(1 / (1 + np.exp(-(share * own + (1 - share) * pooled))))


def main(model, data, split, out):
    types = predict.categories(data)
    contracts = predict.contracts(data, split, "validation")
    tagged = [(p, o, dec.Sentences(c["text"], o)) for (p, o), c in zip(predict.tag(model, [c["text"] for c in contracts]), contracts)]
    gold = scoring.Gold([(c["text"], c["answers"]) for c in contracts], types)
    settings, groups = choose_settings(tagged, contracts, gold, len(types))
    scores = {o: crossed(groups, o, gold.count.sum()) for o in OWN}
    print("cross-validated AUPR by strength of the prior:", {o: round(v, 4) for o, v in scores.items()})
    _, own = calibrate(groups, max(scores, key=scores.get))
    total = scoring.area([p for g, w in zip(groups, own) for p in g.predictions(w)], gold.count.sum())
    print(f"calibrated: AUPR {total[0]:.4f} F1 {total[1]:.4f} highest recall {total[3]:.3f}")
    column = lambda i, kind: [kind(s[i]) for s in settings]
    result = dict(
        version=dec.VERSION,
        low_threshold=column(0, float),
        high_threshold=column(1, float),
        gap_tokens=column(2, int),
        min_tokens=column(3, int),
        drop_repeats=column(4, int),
        split_tokens=column(5, int),
        snap_share=column(6, float),
        abbreviations=dec.ABBREVIATIONS,
        calibration=[float(x) for w in own for x in w],
        reporting_threshold=[FLOOR] * len(types),
        decision_threshold=[decision(g, w, n, total[2]) for g, w, n in zip(groups, own, gold.count)],
    )
    json.dump(result, open(out, "w"), indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
