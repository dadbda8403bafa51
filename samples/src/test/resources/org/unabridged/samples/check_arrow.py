"""Reads the Arrow files of a run and checks every clause against its text. Prints the number of clauses."""

import pathlib
import sys

import pyarrow.ipc


def rows(run, table):
    for file in sorted((run / "arrow" / table).glob("*.arrow")):
        with pyarrow.ipc.open_file(str(file)) as reader:
            yield from reader.read_all().to_pylist()


def main(folder):
    run = pathlib.Path(folder)
    texts = {row["document_id"]: row["text"] for row in rows(run, "texts")}
    clauses = list(rows(run, "clauses"))
    for clause in clauses:
        text = texts[clause["document_id"]]
        if text[clause["start"] : clause["end"]] != clause["quote"]:
            sys.exit(f"code points: {clause['clause_id']} is not at {clause['start']}")
        units = text.encode("utf-16-le")
        quote = units[2 * clause["start_utf16"] : 2 * clause["end_utf16"]].decode("utf-16-le")
        if quote != clause["quote"]:
            sys.exit(f"UTF-16: {clause['clause_id']} is not at {clause['start_utf16']}")
    print(len(clauses))


main(sys.argv[1])
