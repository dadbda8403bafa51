package org.unabridged.ingestion;

import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;

/**
 * Parses files into a store. What comes out is small, one element for each input file: the text
 * stays in the store, under the hash of the file. Files that the store has are not parsed again;
 * the same bytes at several paths are parsed once in each JVM.
 */
public final class ReadDocuments extends PTransform<PCollection<InputFile>, PCollection<ReadFile>> {
  private static final long serialVersionUID = 1;

  /** Enough to occupy the workers of a small cluster; runners charge for each. */
  private static final int BUCKETS = 16;

  private final ParserConfiguration configuration;
  private final ParsedFileStore store;
  private final int buckets;

  private ReadDocuments(ParserConfiguration configuration, ParsedFileStore store, int buckets) {
    this.configuration = configuration;
    this.store = store;
    this.buckets = buckets;
  }

  /** The same, spread over so many parts of each bundle at the most; 16 by default. */
  public ReadDocuments over(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("parts must be at least 1, but was: " + parts);
    }
    return new ReadDocuments(configuration, store, parts);
  }

  /** Reads with this configuration. */
  public static Builder with(ParserConfiguration configuration) {
    return new Builder(Objects.requireNonNull(configuration, "configuration"));
  }

  /**
   * Starts the parser of this JVM in the background, and returns at once. Worth calling as early as
   * it is known that files will be read.
   */
  public static void warmUp(ParserConfiguration configuration) {
    SharedParsers.of(configuration).warmUp();
  }

  /** How often this JVM replaced a parser process of this configuration. */
  public static long restarts(ParserConfiguration configuration) {
    return SharedParsers.of(configuration).restarts();
  }

  @Override
  public PCollection<ReadFile> expand(PCollection<InputFile> files) {
    return files
        .apply("Spread", Reshuffle.<InputFile>viaRandomKey().withNumBuckets(buckets))
        .apply("Parse", ParDo.of(new ReadDoFn(configuration, store)))
        .setCoder(ReadFileCoder.of());
  }

  /** Lacks only the store. */
  public static final class Builder {
    private final ParserConfiguration configuration;

    private Builder(ParserConfiguration configuration) {
      this.configuration = configuration;
    }

    /** Stores there what was parsed. */
    public ReadDocuments storingIn(ParsedFileStore store) {
      return new ReadDocuments(configuration, Objects.requireNonNull(store, "store"), BUCKETS);
    }
  }
}
