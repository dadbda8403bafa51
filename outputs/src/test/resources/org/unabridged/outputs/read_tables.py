"""Reads the tables of a run as an analyst would, and prints what it found as JSON.

Usage: read_tables.py FOLDER TABLE...
"""

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet


def cells(value):
    """Structs as lists of their members, as the rows in Java have them."""
    if isinstance(value, dict):
        return [cells(member) for member in value.values()]
    if isinstance(value, list):
        return [cells(element) for element in value]
    return value


def comments(schema):
    return {field.name: field.metadata[b"comment"].decode() for field in schema}


def describe(table):
    return {
        "rows": [cells(row) for row in table.to_pylist()],
        "comments": comments(table.schema),
        "nullable": [field.name for field in table.schema if field.nullable],
        "valid": table.validate(full=True) is None,
    }


def by_pandas(folder):
    """None where there is no pandas."""
    try:
        import pandas
    except ImportError:
        return None
    frame = pandas.read_parquet(folder, dtype_backend="pyarrow")
    return {"rows": [cells(row) for row in pa.Table.from_pandas(frame, preserve_index=False).to_pylist()]}


def by_polars(folder):
    """None where there is no Polars."""
    try:
        import polars
    except ImportError:
        return None
    return {"rows": [cells(list(row)) for row in polars.read_parquet(folder / "*.parquet").iter_rows()]}


def main():
    folder, names = Path(sys.argv[1]), sys.argv[2:]
    found = {}
    for name in names:
        # The whole folder, not a file of it: nothing but Parquet may be there.
        from_parquet = parquet.read_table(folder / name)
        (file,) = sorted((folder / "arrow" / name).glob("*.arrow"))
        with pa.memory_map(str(file)) as source:
            from_arrow = pa.ipc.open_file(source).read_all()
            found[name] = {
                "parquet": describe(from_parquet),
                "arrow": describe(from_arrow),
                "pandas": by_pandas(folder / name),
                "polars": by_polars(folder / name),
                "same_schema": from_parquet.schema.equals(from_arrow.schema),
            }
    json.dump(found, sys.stdout)


main()
