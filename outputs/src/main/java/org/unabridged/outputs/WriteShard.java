package org.unabridged.outputs;

import java.io.IOException;
import java.util.ArrayList;
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
    List<String> all = new ArrayList<>();
    shard.getValue().getAll(references).forEach(all::add);
    TableFiles.write(folder, shard.getKey(), formats, all, source, WriteShard::count)
        .forEach(names::output);
  }

  private static void count(Row row) {
    Metrics.counter(WriteTables.class, "rows_" + row.table().folder()).inc();
  }
}
