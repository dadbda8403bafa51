package org.unabridged.outputs.parquet;

import java.util.concurrent.Future;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A closed page.
 *
 * @param bytes what goes into the file, once it is compressed
 * @param plainSize how many bytes it had before
 * @param values how many values and nulls it has
 * @param rows how many rows
 * @param statistics of its values
 * @param sizes of its values
 * @param encoding of its values
 */
record Page(
    Future<BytesInput> bytes,
    long plainSize,
    int values,
    int rows,
    Statistics<?> statistics,
    SizeStatistics sizes,
    Encoding encoding) {}
