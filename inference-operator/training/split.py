"""Which contracts are set aside: 40 for validation and 30 for the hold-out test, whole companies at a time.
usage: python3 split.py CUAD.jsonl SPLIT.json"""
import collections
import json
import random
import re
import sys

VALIDATION, HOLDOUT, SEED = 40, 30, 11


def company(title):
    """The start of the title up to the first separator: amendments and sister agreements of one company share it."""
    return re.sub(r"[^a-z]", "", re.split(r"_|\s-\s|-(?=\s)|,", title)[0].lower())[:12]


def choose(titles, seed=SEED):
    groups = collections.defaultdict(list)
    for title in titles:
        groups[company(title)].append(title)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    parts = {"validation": [], "holdout": []}
    for name in order:
        for part, size in (("validation", VALIDATION), ("holdout", HOLDOUT)):
            if len(parts[part]) + len(groups[name]) <= size:
                parts[part] += groups[name]
                break
    return parts


if __name__ == "__main__":
    contracts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    parts = choose([c["title"] for c in contracts])
    json.dump({k: sorted(v) for k, v in parts.items()}, open(sys.argv[2], "w", encoding="utf-8"), indent=1, ensure_ascii=False)
    print({k: len(v) for k, v in parts.items()})
