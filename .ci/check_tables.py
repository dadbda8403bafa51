"""Checks two runs over the samples with DuckDB (Parquet) and PyArrow (Arrow): rows, invariants, and that both agree.

usage: check_tables.py INPUT FIRST_RUN SECOND_RUN
"""

import sys
from pathlib import Path

import duckdb
import pyarrow as pa

TABLES = ["documents", "texts", "answers", "clauses", "summaries", "contexts"]
UNREADABLE = {"encrypted-lease.pdf", "truncated-contract.doc", "empty.txt"}


def parquet(run: Path, table: str) -> str:
    return f"read_parquet('{run}/{table}/*.parquet')"


def rows(query: str) -> list[tuple]:
    return duckdb.sql(query).fetchall()


def check(what: str, holds: bool, detail: object = "") -> None:
    print(("ok      " if holds else "FAILED  ") + what, detail)
    if not holds:
        sys.exit(1)


def arrow(run: Path, table: str) -> pa.Table:
    files = sorted((run / "arrow" / table).glob("*.arrow"))
    tables = []
    for file in files:
        with pa.memory_map(str(file)) as source:
            tables.append(pa.ipc.open_file(source).read_all())
    return pa.concat_tables(tables)


def check_parquet(inputs: Path, run: Path) -> None:
    for table in TABLES:
        count = rows(f"SELECT count(*) FROM {parquet(run, table)}")[0][0]
        check(f"{table} has rows", count > 0, count)
    files = {path.resolve().as_uri() for path in inputs.rglob("*") if path.is_file() and not path.name.startswith(".")}
    documents = parquet(run, "documents")
    found = {uri for (uri,) in rows(f"SELECT uri FROM {documents} WHERE parent_id IS NULL")}
    check("every file has its row", len(files) == len(found), f"{len(files)} files, {len(found)} rows")
    failed = {name for (name,) in rows(f"SELECT name FROM {documents} WHERE status = 'failed'")}
    check("exactly the unreadable samples failed", failed == UNREADABLE, sorted(failed))
    wrong = rows(
        f"""SELECT c.clause_id FROM {parquet(run, "clauses")} c LEFT JOIN {parquet(run, "texts")} t USING (document_id)
            WHERE substring(t.text, c.start + 1, c.end - c.start) IS DISTINCT FROM c.quote"""
    )
    check("every quote is what stands at its place", not wrong, wrong[:5])
    missing = rows(
        f"""SELECT document_id, count(DISTINCT question_id) FROM {parquet(run, "answers")}
            GROUP BY document_id HAVING count(*) <> (SELECT count(DISTINCT question_id) FROM {parquet(run, "answers")})
            OR count(*) <> count(DISTINCT question_id)"""
    )
    check("every document has one answer to every question", not missing, missing[:5])
    without = rows(
        f"""SELECT DISTINCT document_id FROM {documents} WHERE document_id IS NOT NULL
            AND document_id NOT IN (SELECT document_id FROM {parquet(run, "answers")})"""
    )
    check("no document is without answers", not without, without[:5])
    unread = rows(f"SELECT context_id FROM {parquet(run, 'contexts')} WHERE NOT coverage_ok OR tokens_sent <> tokens_seen")
    check("every context was read whole", not unread, unread[:5])
    dangling = rows(
        f"""SELECT clause FROM (SELECT unnest(s.support).clause_id AS clause FROM
            (SELECT unnest(sentences) AS s FROM {parquet(run, "summaries")}))
            WHERE clause NOT IN (SELECT clause_id FROM {parquet(run, "clauses")})"""
    )
    check("every sentence rests on clauses that are there", not dangling, dangling[:5])


def check_arrow(run: Path) -> None:
    texts = {row["document_id"]: row["text"] for row in arrow(run, "texts").to_pylist()}
    clauses = arrow(run, "clauses").to_pylist()
    for clause in clauses:
        text = texts[clause["document_id"]]
        if text[clause["start"] : clause["end"]] != clause["quote"]:
            check("code points", False, clause["clause_id"])
        units = text.encode("utf-16-le")[2 * clause["start_utf16"] : 2 * clause["end_utf16"]]
        if units.decode("utf-16-le") != clause["quote"]:
            check("UTF-16 units", False, clause["clause_id"])
    check("Python finds every quote, in code points and in UTF-16 units", len(clauses) > 0, len(clauses))
    for table in TABLES:
        same = arrow(run, table).num_rows == rows(f"SELECT count(*) FROM {parquet(run, table)}")[0][0]
        check(f"{table} has as many rows in Arrow as in Parquet", same)


def check_same(first: Path, second: Path) -> None:
    for table in TABLES:
        difference = rows(
            f"""SELECT count(*) FROM (
                (SELECT * EXCLUDE run_id FROM {parquet(first, table)}
                 EXCEPT ALL SELECT * EXCLUDE run_id FROM {parquet(second, table)})
                UNION ALL
                (SELECT * EXCLUDE run_id FROM {parquet(second, table)}
                 EXCEPT ALL SELECT * EXCLUDE run_id FROM {parquet(first, table)}))"""
            if table != "documents"
            else f"""SELECT count(*) FROM (
                (SELECT * EXCLUDE (run_id, parse_seconds) FROM {parquet(first, table)}
                 EXCEPT ALL SELECT * EXCLUDE (run_id, parse_seconds) FROM {parquet(second, table)}))"""
        )[0][0]
        check(f"{table} is the same in the second run", difference == 0, difference)


if __name__ == "__main__":
    check_parquet(Path(sys.argv[1]), Path(sys.argv[2]))
    check_arrow(Path(sys.argv[2]))
    check_same(Path(sys.argv[2]), Path(sys.argv[3]))
