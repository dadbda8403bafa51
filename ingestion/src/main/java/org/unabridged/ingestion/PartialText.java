package org.unabridged.ingestion;

import java.util.List;

/**
 * What could be read of a text of which the rest is missing: the file is damaged, or its parser was
 * stopped.
 *
 * @param text canonical, see {@link Document}; not empty
 * @param pages where pages stand in it, the last perhaps cut
 * @param quality how far it can be trusted
 */
public record PartialText(String text, List<PageSpan> pages, TextQuality quality) {
  /** Checks the text and copies the list. */
  public PartialText {
    Require.notBlank("partial text", text);
    pages = List.copyOf(pages);
  }
}
