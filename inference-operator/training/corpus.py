"""Reads the raw texts, and drops those that share long passages with contracts that are set aside."""
import collections
import html
import json
import pathlib
import re
import tarfile
import unicodedata

import numpy as np

SHINGLE, KEEP, LIMIT, COMMON = 50, 8, 1500, 4  # characters; one hash in KEEP is used; shared characters allowed; files that make a passage boilerplate


def clean(text):
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(name, data):
    text = data.decode("utf-8", "replace")
    if name.endswith((".html", ".xml")):
        text = re.sub(r"(?is)<(script|style).*?</\1>", " ", text)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
        text = re.sub(r"[ \t]+", " ", text)
    elif name.endswith(".json"):
        strings = []

        def walk(x):
            if isinstance(x, str):
                strings.append(x)
            elif isinstance(x, (list, dict)):
                for y in x if isinstance(x, list) else x.values():
                    walk(y)

        walk(json.loads(text))
        text = html.unescape(re.sub(r"<[^>]+>", " ", "\n".join(s for s in strings if len(s) > 30)))
    return clean(text)


def archive(path, suffixes=(".txt", ".md", ".html", ".xml", ".json")):
    with tarfile.open(path) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(suffixes):
                yield plain(member.name, tar.extractfile(member).read())


def contracts(data):
    for line in open(pathlib.Path(data) / "cuad/train.jsonl", encoding="utf-8"):
        yield json.loads(line)


def shingles(text):
    """Hashes of a thinned selection of the 50-character passages of a text, blind to case, spaces and punctuation."""
    letters = np.frombuffer(re.sub(r"[\W_]+", "", text.lower()).encode("utf-16-le"), np.uint16).astype(np.uint64)
    if len(letters) < SHINGLE:
        return np.zeros(0, np.uint64)
    base, done, hashed = 0x9E3779B97F4A7C15, 0, None
    power, width, block = np.array([base], np.uint64), 1, letters
    for bit in range(6):  # doubling: blocks of 1, 2, 4 … characters put together to 50 = 2 + 16 + 32
        if SHINGLE >> bit & 1:
            if hashed is None:
                hashed, done = block, width
            else:
                n = len(letters) - done - width + 1
                factor = np.uint64(pow(base, width, 1 << 64))
                hashed, done = hashed[:n] * factor + block[done : done + n], done + width
        n = len(letters) - 2 * width + 1
        if n <= 0:
            break
        block = block[:n] * power + block[width : width + n]
        power, width = power * power, 2 * width
    hashed ^= hashed >> np.uint64(29)
    hashed = hashed * np.uint64(0xBF58476D1CE4E5B9)
    return np.unique(hashed[(hashed >> np.uint64(40)) % np.uint64(KEEP) == 0])


def drop_overlaps(texts, held_out):
    """Texts without those that share more than about LIMIT characters with one of `held_out`; common boilerplate does not count."""
    held = [shingles(t) for t in held_out]
    every = np.unique(np.concatenate(held))
    found = [np.intersect1d(shingles(t), every, assume_unique=True) for t in texts]
    values, counts = np.unique(np.concatenate(found), return_counts=True)
    boilerplate = values[counts >= COMMON]
    keep = [len(np.setdiff1d(f, boilerplate, assume_unique=True)) * KEEP <= LIMIT for f in found]
    return [t for t, k in zip(texts, keep) if k], len(keep) - sum(keep)
