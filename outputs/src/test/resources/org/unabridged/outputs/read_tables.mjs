/**
 * Reads the tables of a run in JavaScript, and prints each as JSON lines: from Parquet with hyparquet and with parquet-wasm,
 * from Arrow IPC with apache-arrow.
 *
 * Usage, beside a folder node_modules with these packages: node read_tables.mjs RUN TABLE...
 */
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {tableFromIPC} from 'apache-arrow';
import {parquetReadObjects} from 'hyparquet';
import {compressors} from 'hyparquet-compressors';
import {readParquet} from 'parquet-wasm';

const [run, ...names] = process.argv.slice(2);

const only = (folder, end) => join(folder, readdirSync(folder).filter((file) => file.endsWith(end) && !file.startsWith('.'))[0]);

/** Big integers as numbers, structs and rows as arrays of their members. */
function cells(value) {
  if (typeof value === 'bigint') return Number(value);
  if (value == null || typeof value !== 'object') return value ?? null;
  if (typeof value.toArray === 'function' && typeof value.toJSON !== 'function') return [...value].map(cells);
  if (Array.isArray(value)) return value.map(cells);
  if (typeof value[Symbol.iterator] === 'function' && typeof value.get === 'function') return [...value].map(cells);
  return Object.values(typeof value.toJSON === 'function' ? value.toJSON() : value).map(cells);
}

const rowsOf = (table) => table.toArray().map((row) => Object.values(row.toJSON()).map(cells));

const found = {};
for (const name of names) {
  const bytes = readFileSync(only(join(run, name), '.parquet'));
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const objects = await parquetReadObjects({file: buffer, compressors});
  found[name] = {
    hyparquet: objects.map((row) => Object.values(row).map(cells)),
    'parquet-wasm': rowsOf(tableFromIPC(readParquet(new Uint8Array(bytes)).intoIPCStream())),
    'apache-arrow': rowsOf(tableFromIPC(readFileSync(only(join(run, 'arrow', name), '.arrow')))),
  };
}
process.stdout.write(JSON.stringify(found));
