package org.unabridged.samples.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of a sample document before it gets a format. A source file starts with {@code key:
 * value} lines ({@code title}, {@code language} and optionally {@code second-language}) up to a
 * line {@code ---}; then each line is a block: {@code # } and {@code ## } headings, {@code | a | b
 * |} a table row, {@code ===} a break, anything else a paragraph. Blank lines mean nothing.
 *
 * @param title the document's title, for the metadata of formats that have some
 * @param languages BCP-47 codes, the main language first
 * @param blocks the text in order
 */
record SourceText(String title, List<String> languages, List<Block> blocks) {

  SourceText {
    languages = List.copyOf(languages);
    blocks = List.copyOf(blocks);
  }

  static SourceText read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  static SourceText parse(String source) {
    List<String> lines = source.lines().toList();
    int end = lines.indexOf("---");
    if (end < 0) {
      throw new IllegalArgumentException("a source text needs a header that ends with ---");
    }
    Map<String, String> header = header(lines.subList(0, end));
    List<String> languages = new ArrayList<>();
    languages.add(required(header, "language"));
    if (header.containsKey("second-language")) {
      languages.add(required(header, "second-language"));
    }
    return new SourceText(
        required(header, "title"), languages, blocks(lines.subList(end + 1, lines.size())));
  }

  String language() {
    return languages.get(0);
  }

  boolean rightToLeft() {
    return language().equals("ar") || language().equals("he");
  }

  /** The blocks between breaks, so one list for each page, slide, sheet or chapter. */
  List<List<Block>> parts() {
    List<List<Block>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (Block block : blocks) {
      if (block instanceof Block.Break) {
        parts.add(new ArrayList<>());
      } else {
        parts.get(parts.size() - 1).add(block);
      }
    }
    return parts;
  }

  /** Every heading, paragraph and table cell, in order: what any format must still contain. */
  List<String> passages() {
    List<String> passages = new ArrayList<>();
    for (Block block : blocks) {
      if (block instanceof Block.Heading heading) {
        passages.add(heading.text());
      } else if (block instanceof Block.Paragraph paragraph) {
        passages.add(paragraph.text());
      } else if (block instanceof Block.Table table) {
        table.rows().forEach(passages::addAll);
      }
    }
    return passages;
  }

  private static Map<String, String> header(List<String> lines) {
    Map<String, String> header = new TreeMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("not a 'key: value' line: " + line);
      }
      header.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return header;
  }

  private static String required(Map<String, String> header, String key) {
    String value = header.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("the header has no '" + key + "'");
    }
    return value;
  }

  private static List<Block> blocks(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("|")) {
        rows.add(cells(line));
        continue;
      }
      if (!rows.isEmpty()) {
        blocks.add(new Block.Table(rows));
        rows.clear();
      }
      if (!line.isBlank()) {
        blocks.add(block(line));
      }
    }
    if (!rows.isEmpty()) {
      blocks.add(new Block.Table(rows));
    }
    return blocks;
  }

  private static Block block(String line) {
    if (line.equals("===")) {
      return new Block.Break();
    }
    if (line.startsWith("## ")) {
      return new Block.Heading(2, line.substring(3).strip());
    }
    if (line.startsWith("# ")) {
      return new Block.Heading(1, line.substring(2).strip());
    }
    return new Block.Paragraph(line.strip());
  }

  private static List<String> cells(String line) {
    if (line.length() < 2 || !line.endsWith("|")) {
      throw new IllegalArgumentException("a table row must end with '|': " + line);
    }
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }
}
