package org.unabridged.ingestion;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.unabridged.ingestion.ReadIntoStore.Reading;

/** Parses a file into the store, unless it is there. */
final class ReadDoFn extends DoFn<InputFile, ReadFile> {
  private static final long serialVersionUID = 1;

  private final Counter parsed = Metrics.counter(ReadDocuments.class, "files_parsed");
  private final Counter known = Metrics.counter(ReadDocuments.class, "files_known");
  private final Counter unreadable = Metrics.counter(ReadDocuments.class, "files_unreadable");

  private final ParserConfiguration configuration;
  private final ParsedFileStore store;

  ReadDoFn(ParserConfiguration configuration, ParsedFileStore store) {
    this.configuration = configuration;
    this.store = store;
  }

  /** Reads one file. */
  @ProcessElement
  public void read(@Element InputFile file, OutputReceiver<ReadFile> receiver) {
    Reading reading = new ReadIntoStore(configuration, store).reading(file);
    switch (reading.work()) {
      case PARSED -> parsed.inc();
      case KNOWN -> known.inc();
      case UNREADABLE -> unreadable.inc();
      case REFUSED -> {}
    }
    receiver.output(reading.file());
  }
}
