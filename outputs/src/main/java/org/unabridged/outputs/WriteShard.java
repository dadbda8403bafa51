package org.unabridged.outputs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Writes all files of a shard; counts the rows of each table as {@code rows_<table>}. */
final class WriteShard extends DoFn<KV<Integer, CoGbkResult>, String> {

  private static final long serialVersionUID = 1;

  private final String folder;
  private final RowSource source;
  private final Set<Format> formats;
  private final TupleTag<String> references;

  WriteShard(String folder, RowSource source, Set<Format> formats, TupleTag<String> references) {
    this.folder = folder;
    this.source = source;
    this.formats = formats;
    this.references = references;
  }

  @ProcessElement
  public void process(@Element KV<Integer, CoGbkResult> shard, OutputReceiver<String> names)
      throws IOException {
    List<String> sorted = new ArrayList<>();
    shard.getValue().getAll(references).forEach(sorted::add);
    Collections.sort(sorted);
    try (ShardFiles files = ShardFiles.open(folder, shard.getKey(), formats)) {
      sorted.forEach(reference -> source.rows(reference, row -> write(files, row)));
      files.publish().forEach(names::output);
    }
  }

  private void write(ShardFiles files, Row row) {
    try {
      files.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a row of " + row.table().folder(), e);
    }
    Metrics.counter(WriteTables.class, "rows_" + row.table().folder()).inc();
  }
}
