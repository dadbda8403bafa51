"""Token probabilities to spans with confidences. Deterministic and linear; all numbers come from arrays stored in the model file.

For one clause type with parameters low, high, gap, shortest, split, snap:
1. Runs: tokens with probability >= low; runs with at most `gap` tokens between them join (the tokens between belong to the run).
2. A run stays when its highest probability is >= high and it has at least `shortest` tokens.
3. If split > 0, a run is cut after every token that ends a sentence (see `sentence_ends`); a piece of fewer than `split` tokens joins
   the next one, and a last piece that is too short joins the one before. Annotators mark neighbouring sentences as separate clauses.
4. If a piece has at least `snap` times as many tokens as the sentences it touches, it becomes those whole sentences (snap > 1: never).
5. The text runs from the first token's start to the last token's end, in code points; white space is trimmed at both ends,
   then each end that falls inside a word moves out to the end of that word (letters and decimal digits).
   A span that trims to nothing, or equals the previous one of the type, is dropped.
6. When repeats[k] is 1, a span whose text (white space folded) occurred earlier for the same type in the document is dropped.
7. confidence = sigmoid(calibration[k] . features), features below; a span is reported when confidence >= reporting[k];
   a clause counts as found when some span has confidence >= decision[k].
"""
import re
import unicodedata

import numpy as np

VERSION, FEATURES, EPSILON = 2, 8, 1e-6
ABBREVIATIONS = ["Inc", "Ltd", "Corp", "Co", "LLC", "No", "Nos", "Sec", "Art", "Mr", "Mrs", "Ms", "Dr", "St", "vs", "viz", "Ex", "Jr", "Sr", "cf"]
CLOSING = frozenset("\"')]”’»")  # may stand between the full stop and the white space after it
SPACE = frozenset(map(chr, [*range(0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]))
FOLD = re.compile("[" + "".join(map(re.escape, sorted(SPACE))) + "]+")


def in_word(char):
    return char.isascii() and char.isalnum() or not char.isascii() and unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def sentence_ends(text, offsets, abbreviations=frozenset(ABBREVIATIONS)):
    """True for each token after which a sentence ends: its text without trailing white space and closing marks ends in . ! or ?,
    white space follows the mark, the next character that is not white space is no lower-case letter, and the mark does not belong
    to a single letter or an abbreviation."""
    ends = np.zeros(len(offsets), bool)
    for i, (start, end) in enumerate(offsets.tolist() if hasattr(offsets, "tolist") else offsets):
        stop = end
        while stop > start and text[stop - 1] in SPACE:
            stop -= 1
        if stop == start or not (stop < end or end == len(text) or text[end] in SPACE):
            continue
        mark = stop
        while mark > 0 and text[mark - 1] in CLOSING:
            mark -= 1
        if mark == 0 or text[mark - 1] not in ".!?":
            continue
        after = stop
        while after < len(text) and text[after] in SPACE:
            after += 1
        if after < len(text) and unicodedata.category(text[after]) == "Ll":
            continue
        word = mark - 1
        while word > 0 and unicodedata.category(text[word - 1])[0] == "L" and mark - word < 10:
            word -= 1
        length = mark - 1 - word
        ends[i] = length != 1 and text[word : mark - 1] not in abbreviations
    return ends


def pieces(first, last, ends, split):
    """A run cut at sentence ends."""
    out, start = [], first
    for i in np.flatnonzero(ends[first:last]) + first if split else []:
        if i + 1 - start >= split:
            out.append((start, int(i)))
            start = int(i) + 1
    if out and last + 1 - start < split:
        start = out.pop()[0]
    return [*out, (start, last)]


def snapped(first, last, sentence_start, sentence_end, snap):
    a, b = int(sentence_start[first]), int(sentence_end[last])
    return (a, b) if last - first + 1 >= snap * (b - a + 1) else (first, last)


class Sentences:
    """Sentence ends of a document, and the first and last token of the sentence of every token."""

    def __init__(self, text, offsets, abbreviations=frozenset(ABBREVIATIONS)):
        self.ends = sentence_ends(text, offsets, abbreviations)
        n = len(self.ends)
        starts = np.flatnonzero(np.r_[True, self.ends[:-1]]) if n else np.zeros(0, int)
        which = np.cumsum(np.r_[0, self.ends[:-1]]) if n else starts
        self.first, self.last = starts[which], np.r_[starts[1:] - 1, n - 1][which] if n else starts


def tidy(text, start, end):
    """Trims white space, then completes words at both ends; None when nothing is left."""
    while start < end and text[start] in SPACE:
        start += 1
    while start < end and text[end - 1] in SPACE:
        end -= 1
    if start == end:
        return None
    while start > 0 and in_word(text[start]) and in_word(text[start - 1]):
        start -= 1
    while end < len(text) and in_word(text[end - 1]) and in_word(text[end]):
        end += 1
    return start, end


def runs(p, low, high, gap, shortest):
    """[first, last] token pairs of one probability column."""
    on = np.flatnonzero(p >= low)
    if not len(on):
        return []
    cut = np.flatnonzero(np.diff(on) > gap + 1)
    firsts, lasts = on[np.r_[0, cut + 1]], on[np.r_[cut, len(on) - 1]]
    return [(int(a), int(b)) for a, b in zip(firsts, lasts) if b - a + 1 >= shortest and p[a : b + 1].max() >= high]


def logit(x):
    x = min(max(float(x), EPSILON), 1 - EPSILON)
    return float(np.log(x / (1 - x)))


def spans(p, text, offsets, sentences, low, high, gap, shortest, repeats, split, snap):
    """Spans of one type: (start, end, features), in document order."""
    found, seen, previous = [], set(), None
    for run in runs(p, low, high, gap, shortest):
        for piece in pieces(*run, sentences.ends, split):
            first, last = snapped(*piece, sentences.first, sentences.last, snap)
            place = tidy(text, int(offsets[first][0]), int(offsets[last][1]))
            if place is None or place == previous:
                continue
            previous = place
            key = FOLD.sub(" ", text[place[0] : place[1]])
            again = key in seen
            if again and repeats:
                continue
            seen.add(key)
            inside = p[piece[0] : piece[1] + 1].astype(np.float64)
            found.append((*place, first, last - first + 1, logit(inside.mean()), logit(inside.max()), float(again)))
    best = max((f[5] for f in found), default=0.0)
    return [
        (start, end, np.array([1.0, mean, top, np.log(size), np.log(1 + first), np.log(1 + n), best - top, again]))
        for n, (start, end, first, size, mean, top, again) in enumerate(found)
    ]


SETTINGS = ("low_threshold", "high_threshold", "gap_tokens", "min_tokens", "drop_repeats", "split_tokens", "snap_share")


def decode(probabilities, text, offsets, decoder):
    """All reported spans of a document: (label index, start, end, confidence), by type and place."""
    types, out = probabilities.shape[1], []
    calibration = np.asarray(decoder["calibration"], np.float64).reshape(types, FEATURES)
    sentences = Sentences(text, offsets, frozenset(decoder["abbreviations"]))
    for k in range(types):
        low, high, *rest = (decoder[name][k] for name in SETTINGS)
        for start, end, features in spans(probabilities[:, k], text, offsets, sentences, np.float32(low), np.float32(high), *rest):
            confidence = 1 / (1 + np.exp(-float(calibration[k] @ features)))
            if confidence >= decoder["reporting_threshold"][k]:
                out.append((k, start, end, confidence))
    return out


def preliminary(types):
    return dict(
        version=VERSION,
        low_threshold=[0.25] * types,
        high_threshold=[0.35] * types,
        gap_tokens=[3] * types,
        min_tokens=[2] * types,
        drop_repeats=[0] * types,
        split_tokens=[8] * types,
        snap_share=[2.0] * types,
        abbreviations=ABBREVIATIONS,
        calibration=[float(x) for _ in range(types) for x in (0.0, 0.75, 0.5, 0.05, -0.02, -0.1, -0.1, -0.3)],
        reporting_threshold=[0.05] * types,
        decision_threshold=[0.35] * types,
    )
