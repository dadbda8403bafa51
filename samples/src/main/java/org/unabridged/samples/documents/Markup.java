package org.unabridged.samples.documents;

import java.util.List;
import java.util.stream.Collectors;

/** The few lines of XML and HTML that several formats share. */
final class Markup {

  static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

  private Markup() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** The blocks as elements of an HTML body, one line each. */
  static String body(List<Block> blocks) {
    return blocks.stream().map(Markup::element).collect(Collectors.joining());
  }

  private static String element(Block block) {
    if (block instanceof Block.Heading heading) {
      return "<h%1$d>%2$s</h%1$d>\n".formatted(heading.level(), escape(heading.text()));
    } else if (block instanceof Block.Paragraph paragraph) {
      return "<p>" + escape(paragraph.text()) + "</p>\n";
    } else if (block instanceof Block.Table table) {
      return "<table>\n"
          + table.rows().stream().map(Markup::row).collect(Collectors.joining())
          + "</table>\n";
    }
    return "<hr/>\n";
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> "<td>" + escape(cell) + "</td>")
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }
}
