package org.unabridged.samples.documents;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.stream.Collectors;

/** Writes Rich Text Format; characters beyond ASCII become {@code \\u} escapes. */
final class RtfWriter implements DocumentWriter {

  @Override
  public byte[] write(SourceText text) {
    String rtf =
        "{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\froman Times New Roman;}}\n"
            + "{\\info{\\title "
            + escape(text.title())
            + "}}\n"
            + text.blocks().stream().map(RtfWriter::block).collect(Collectors.joining())
            + "}\n";
    return rtf.getBytes(US_ASCII);
  }

  private static String block(Block block) {
    if (block instanceof Block.Heading heading) {
      int halfPoints = heading.level() == 1 ? 32 : 26;
      return "{\\pard\\sb240\\sa120\\b\\fs%d %s\\par}\n"
          .formatted(halfPoints, escape(heading.text()));
    } else if (block instanceof Block.Paragraph paragraph) {
      return "{\\pard\\sa120\\fs22 " + escape(paragraph.text()) + "\\par}\n";
    } else if (block instanceof Block.Table table) {
      return table.rows().stream()
          .map(
              row ->
                  row.stream()
                      .map(RtfWriter::escape)
                      .collect(Collectors.joining("\\tab ", "{\\pard\\fs22 ", "\\par}\n")))
          .collect(Collectors.joining());
    }
    return "\\page\n";
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == '\\' || c == '{' || c == '}') {
        escaped.append('\\').append(c);
      } else if (c < 128) {
        escaped.append(c);
      } else {
        escaped.append("\\u").append((int) (short) c).append('?');
      }
    }
    return escaped.toString();
  }
}
