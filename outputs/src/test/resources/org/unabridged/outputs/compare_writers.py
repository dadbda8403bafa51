"""Writes the tables of a folder again with pyarrow and DuckDB, on all processors as we do, and prints how fast.

Usage: compare_writers.py FOLDER TABLE...
"""

import os
import sys
import time
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet as parquet

LEVEL = 3  # of zstd, as ours
TIMES = {"clauses": 3}  # the best counts


def seconds(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def report(writer, table, name, action, file):
    took = min(seconds(action) for _ in range(TIMES.get(name, 1)))
    check(table, file)
    rate = f"{table.num_rows / took:,.0f} rows/s, {table.nbytes / 1e6 / took:.1f} MB/s of {table.nbytes / 1e6:.0f} MB in memory"
    print(f"{writer}, {name}: {table.num_rows:,} rows in {took:.2f} s, {rate}, file of {file.stat().st_size / 1e6:.1f} MB, all read back", flush=True)


def check(table, file):
    """Fails unless the file has the rows of the table."""
    read = parquet.ParquetFile(file)
    first = 0
    for group in range(read.num_row_groups):
        rows = read.read_row_group(group)
        for name, column in zip(rows.column_names, rows.columns):
            expected = table.column(name).slice(first, rows.num_rows)
            if not column.cast(expected.type).equals(expected):
                raise SystemExit(f"{file} has other rows in {name}")
        first += rows.num_rows
    if first != table.num_rows:
        raise SystemExit(f"{file} has {first} rows instead of {table.num_rows}")


def main():
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    threads = len(os.sched_getaffinity(0))
    pyarrow.set_cpu_count(threads)
    connection = duckdb.connect(config={"threads": threads})
    for name in names:
        table = parquet.read_table(folder / name)
        file = folder / f"{name}-pyarrow.parquet"
        report("pyarrow " + pyarrow.__version__, table, name, lambda: parquet.write_table(
            table, file, compression="zstd", compression_level=LEVEL), file)
        if name == "texts":
            # By default a page holds a thousand texts, and who reads one has to unpack them all.
            report("pyarrow, a text a page as ours", table, name, lambda: parquet.write_table(
                table, file, compression="zstd", compression_level=LEVEL, write_batch_size=1), file)
        file = folder / f"{name}-duckdb.parquet"
        copy = f"COPY written TO '{file}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {LEVEL})"
        connection.register("written", table)
        report("DuckDB " + duckdb.__version__, table, name, lambda: connection.execute(copy), file)
        connection.unregister("written")
        if name == "clauses":
            read(connection, folder)


def read(connection, folder):
    query = f"""SELECT count(*), avg(confidence), max(length(quote)) FROM read_parquet('{folder}/clauses/*.parquet')
                WHERE question_id = 'question-7'"""
    took = min(seconds(lambda: connection.execute(query).fetchall()) for _ in range(3))
    print(f"DuckDB reads the clauses of one type in {took:.3f} s: {connection.execute(query).fetchall()}", flush=True)


main()
