package org.unabridged.samples.documents;

import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Collectors;

/** Writes plain text in a charset, with a line end of its own, one paragraph a line. */
final class PlainTextWriter implements DocumentWriter {

  private final Charset charset;
  private final String lineEnd;

  PlainTextWriter(Charset charset, String lineEnd) {
    this.charset = charset;
    this.lineEnd = lineEnd;
  }

  @Override
  public byte[] write(SourceText text) {
    String plain =
        text.blocks().stream().map(PlainTextWriter::plain).collect(Collectors.joining("\n\n"));
    return Charsets.encode(plain.replace("\n", lineEnd) + lineEnd, charset);
  }

  private static String plain(Block block) {
    if (block instanceof Block.Heading heading) {
      return heading.text();
    } else if (block instanceof Block.Paragraph paragraph) {
      return paragraph.text();
    } else if (block instanceof Block.Table table) {
      return table.rows().stream().map(PlainTextWriter::row).collect(Collectors.joining("\n"));
    }
    return "";
  }

  private static String row(List<String> cells) {
    return String.join("\t", cells);
  }
}
