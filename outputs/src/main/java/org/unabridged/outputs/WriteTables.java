package org.unabridged.outputs;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of all references into the six tables, and emits the names of the files, relative
 * to the folder.
 *
 * <p>Only references travel through the pipeline and are held together, a shard at a time. They are
 * written in their natural order; the rows of a reference are made when it is its turn and streamed
 * into the files, so that memory does not depend on their number or size. A reference that occurs
 * twice is written twice. Every table has a file in every format and shard, with or without rows.
 * Expects a bounded collection in the global window.
 */
public final class WriteTables extends PTransform<PCollection<String>, PCollection<String>> {

  private static final long serialVersionUID = 1;

  /**
   * One file for each table and format: the easiest to read, and rows are small beside the
   * documents.
   */
  static final int DEFAULT_SHARDS = 1;

  /** The format that needs least space and that most readers know. */
  static final Format DEFAULT_FORMAT = Format.PARQUET;

  private final String folder;
  private final @Nullable RowSource source;
  private final EnumSet<Format> formats;
  private final int shards;

  private WriteTables(
      String folder, @Nullable RowSource source, EnumSet<Format> formats, int shards) {
    this.folder = folder;
    this.source = source;
    this.formats = formats;
    this.shards = shards;
  }

  /** Writes below a local folder, such as that of a {@link RunDirectory}. */
  public static WriteTables to(Path folder) {
    return to(folder.toAbsolutePath().toString());
  }

  /** Writes below a folder of any file system that Beam knows. */
  public static WriteTables to(String folder) {
    return new WriteTables(folder, null, EnumSet.of(DEFAULT_FORMAT), DEFAULT_SHARDS);
  }

  /** Where the rows come from; has no default. */
  public WriteTables rowsFrom(RowSource source) {
    return new WriteTables(folder, source, formats, shards);
  }

  /** Which formats to write, at least one; Parquet by default. */
  public WriteTables withFormats(Set<Format> formats) {
    if (formats.isEmpty()) {
      throw new IllegalArgumentException("formats must hold at least one format");
    }
    return new WriteTables(folder, source, EnumSet.copyOf(formats), shards);
  }

  /** How many files to write of each table and format, at least one; one by default. */
  public WriteTables withShards(int shards) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards must be at least 1, but was: " + shards);
    }
    return new WriteTables(folder, source, formats, shards);
  }

  @Override
  public PCollection<String> expand(PCollection<String> input) {
    if (source == null) {
      throw new IllegalStateException("WriteTables needs rowsFrom(...) to know where rows are");
    }
    TupleTag<String> references = new TupleTag<>("references");
    return KeyedPCollectionTuple.of(references, input.apply("PickShard", pickShard(shards)))
        .and(new TupleTag<>("shards"), allShards(input))
        .apply("GatherReferences", CoGroupByKey.create())
        .apply("WriteFiles", ParDo.of(new WriteShard(folder, source, formats, references)))
        .setCoder(StringUtf8Coder.of());
  }

  /** A hash of the reference, so that it is in the same shard in every run. */
  private static WithKeys<Integer, String> pickShard(int shards) {
    return WithKeys.<Integer, String>of(reference -> Math.floorMod(reference.hashCode(), shards))
        .withKeyType(TypeDescriptors.integers());
  }

  /** Makes each shard occur, so that its files exist even when no reference falls into it. */
  private PCollection<KV<Integer, String>> allShards(PCollection<String> input) {
    List<KV<Integer, String>> all =
        IntStream.range(0, shards).mapToObj(shard -> KV.of(shard, "")).toList();
    return PBegin.in(input.getPipeline())
        .apply(
            "AllShards",
            Create.of(all).withCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of())));
  }
}
