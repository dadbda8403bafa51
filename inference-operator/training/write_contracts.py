"""Writes the texts of the contracts that are set aside as FOLDER/NNN.txt, and FOLDER-titles.json {file name: title} beside it.
usage: python3 write_contracts.py DATA_DIR SPLIT.json validation|holdout|both FOLDER"""
import json
import pathlib
import sys

import predict


def main(data, split, part, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    chosen = [c for p in (("validation", "holdout") if part == "both" else (part,)) for c in predict.contracts(data, split, p)]
    names = {}
    for n, contract in enumerate(chosen):
        names[f"{n:03d}.txt"] = contract["title"]
        (folder / f"{n:03d}.txt").write_text(contract["text"], encoding="utf-8", newline="")
    json.dump(names, open(folder.parent / (folder.name + "-titles.json"), "w", encoding="utf-8"), indent=1, ensure_ascii=False)
    print(len(names), "contracts in", folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
