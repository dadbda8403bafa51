"""Scores what the pipeline wrote for the contracts of write_contracts.py: pooled AUPR, best F1, per type, reliability.
usage: python3 evaluate_run.py CUAD.jsonl TITLES.json RUN_DIR [MODEL.gguf]
RUN_DIR holds Parquet tables `documents` (document_id, uri) and `clauses` (document_id, question_id, quote, confidence)."""
import json
import pathlib
import re
import sys

import pyarrow.parquet as parquet

import evaluate
import gguf_io
import scoring


def table(run, name, columns):
    files = sorted(p for p in pathlib.Path(run).rglob("*.parquet") if name in (p.stem, p.parent.name) or p.stem.startswith(name + "-"))
    if not files:
        raise SystemExit(f"no Parquet table `{name}` under {run}")
    return [row for f in files for row in parquet.read_table(f, columns=columns).to_pylist()]


def main(cuad, titles, run, model=None):
    contracts = {c["title"]: c for c in map(json.loads, open(cuad, encoding="utf-8"))}
    names = json.load(open(titles, encoding="utf-8"))
    chosen = [(name, contracts[title]) for name, title in sorted(names.items())]
    types = sorted({category for c in contracts.values() for category in c["answers"]})
    questions = {gguf_io.label(t): k for k, t in enumerate(types)}
    place = {name: n for n, (name, _) in enumerate(chosen)}
    document = {}
    for row in table(run, "documents", ["document_id", "uri"]):
        name = re.split(r"[/\\]", row["uri"])[-1]
        if name in place:
            document[row["document_id"]] = place[name]
    missing = len(chosen) - len(set(document.values()))
    print(len(document), "documents found", f"; {missing} MISSING" if missing else "")
    gold, found = scoring.Gold([(c["text"], c["answers"]) for _, c in chosen], types), []
    for row in table(run, "clauses", ["document_id", "question_id", "quote", "confidence"]):
        if row["document_id"] in document and row["question_id"] in questions:
            n, k = document[row["document_id"]], questions[row["question_id"]]
            found.append((row["confidence"], (n, k), gold.hits(n, k, row["quote"])))
    decision = [0.5] * len(types)
    if model:
        _, _, _, labels, settings = gguf_io.read(model)
        decision = [settings["decision_threshold"][labels.index(gguf_io.label(t))] for t in types]
    print(evaluate.report(found, gold, types, decision))


if __name__ == "__main__":
    main(*sys.argv[1:])
