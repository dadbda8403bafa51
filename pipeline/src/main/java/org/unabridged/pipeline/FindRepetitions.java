package org.unabridged.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.unabridged.pipeline.rows.FileReference;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.FileReference.Seen;
import org.unabridged.pipeline.rows.References;

/**
 * Marks which places of a document repeat an earlier one. All references meet in one place for
 * that: a few hundred bytes a file, and no key per document, which the direct runner would charge
 * for.
 */
final class FindRepetitions extends PTransform<PCollection<String>, PCollection<String>> {
  private static final long serialVersionUID = 1;

  @Override
  public PCollection<String> expand(PCollection<String> files) {
    return files
        .apply("All together", WithKeys.of(0))
        .apply(GroupByKey.create())
        .apply("Mark", ParDo.of(new Mark()));
  }

  /** The same without a pipeline: encoded files in, references out. */
  static List<String> mark(Iterable<String> files) {
    List<String> sorted = new ArrayList<>();
    files.forEach(sorted::add);
    Collections.sort(sorted);
    Set<String> seen = new HashSet<>();
    List<String> references = new ArrayList<>();
    // What was left over says nothing about a document that was read at another place.
    for (FileReference file : leftOverLast(sorted)) {
      List<Occurrence> marked = new ArrayList<>();
      for (Occurrence place : file.occurrences()) {
        marked.add(place.withSeen(seen.add(place.documentId()) ? Seen.FIRST : Seen.AGAIN));
      }
      references.add(References.of(file.withOccurrences(marked)));
    }
    return references;
  }

  private static List<FileReference> leftOverLast(List<String> encoded) {
    List<FileReference> read = new ArrayList<>();
    List<FileReference> left = new ArrayList<>();
    for (String each : encoded) {
      FileReference file = FileReference.decode(each);
      (file.leftReason() == null ? read : left).add(file);
    }
    read.addAll(left);
    return read;
  }

  private static final class Mark extends DoFn<KV<Integer, Iterable<String>>, String> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<String>> files, OutputReceiver<String> output) {
      mark(files.getValue()).forEach(output::output);
    }
  }
}
