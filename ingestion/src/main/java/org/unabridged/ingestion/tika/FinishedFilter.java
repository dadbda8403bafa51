package org.unabridged.ingestion.tika;

import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.metadata.filter.MetadataFilter;

/**
 * Runs after the last document of a file: keeps what the caller reads, so that replies are small.
 */
public final class FinishedFilter extends MetadataFilter {
  static final String THREADS_LEFT = "unabridged:threads_left";

  private static final long serialVersionUID = 1;

  @Override
  public void filter(Metadata metadata) {
    int threadsLeft = ForkProgress.finished();
    for (String name : metadata.names()) {
      if (!PartReader.reads(name)) {
        metadata.remove(name);
      }
    }
    if ("true".equals(metadata.get(TikaCoreProperties.WRITE_LIMIT_REACHED))) {
      // Whoever exceeds the limit is refused: the largest of all texts need not travel.
      metadata.remove(TikaCoreProperties.TIKA_CONTENT.getName());
    }
    if (threadsLeft > 0) {
      metadata.set(THREADS_LEFT, Integer.toString(threadsLeft));
    }
  }
}
