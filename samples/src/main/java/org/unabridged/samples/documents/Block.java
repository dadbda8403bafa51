package org.unabridged.samples.documents;

import java.util.List;

/** One building block of a {@link SourceText}. */
sealed interface Block {

  /**
   * A heading.
   *
   * @param level 1 for a title, 2 for a section
   * @param text one line of plain text
   */
  record Heading(int level, String text) implements Block {
    public Heading {
      if (level < 1 || level > 2) {
        throw new IllegalArgumentException("level must be 1 or 2, is " + level);
      }
    }
  }

  /**
   * A paragraph.
   *
   * @param text one line of plain text
   */
  record Paragraph(String text) implements Block {}

  /**
   * A table; its first row holds the column titles.
   *
   * @param rows at least one row; every row has as many cells as the first
   */
  record Table(List<List<String>> rows) implements Block {
    public Table {
      rows = rows.stream().map(List::copyOf).toList();
      int columns = rows.get(0).size();
      for (List<String> row : rows) {
        if (row.size() != columns) {
          throw new IllegalArgumentException("expected " + columns + " cells, found " + row);
        }
      }
    }
  }

  /** Where a new page, slide, sheet or chapter begins. */
  record Break() implements Block {}
}
