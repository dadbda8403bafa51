package org.unabridged.samples.documents;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Writes an OpenDocument text. */
final class OpenDocumentWriter implements DocumentWriter {

  private static final String TYPE = "application/vnd.oasis.opendocument.text";
  private static final String NAMES =
      """
      xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" \
      xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
      xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2\"""";

  @Override
  public byte[] write(SourceText text) throws IOException {
    return new StableZip()
        .add("mimetype", TYPE)
        .add("META-INF/manifest.xml", manifest())
        .add("meta.xml", metadata(text))
        .add("content.xml", content(text))
        .toBytes();
  }

  private static String manifest() {
    return Markup.XML
        + """
        <manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">\
        <manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>\
        <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
        <manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
            .formatted(TYPE);
  }

  private static String metadata(SourceText text) {
    return Markup.XML
        + "<office:document-meta %s><office:meta><dc:title>%s</dc:title><dc:language>%s</dc:language></office:meta></office:document-meta>"
            .formatted(NAMES, Markup.escape(text.title()), text.language());
  }

  private static String content(SourceText text) {
    return Markup.XML
        + "<office:document-content %s><office:body><office:text>".formatted(NAMES)
        + text.blocks().stream().map(OpenDocumentWriter::block).collect(Collectors.joining())
        + "</office:text></office:body></office:document-content>";
  }

  private static String block(Block block) {
    if (block instanceof Block.Heading heading) {
      return "<text:h text:outline-level=\"%d\">%s</text:h>"
          .formatted(heading.level(), Markup.escape(heading.text()));
    } else if (block instanceof Block.Paragraph paragraph) {
      return "<text:p>" + Markup.escape(paragraph.text()) + "</text:p>";
    } else if (block instanceof Block.Table table) {
      return "<table:table><table:table-column table:number-columns-repeated=\"%d\"/>%s</table:table>"
          .formatted(
              table.rows().get(0).size(),
              table.rows().stream().map(OpenDocumentWriter::row).collect(Collectors.joining()));
    }
    return "<text:soft-page-break/>";
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(
            cell ->
                "<table:table-cell><text:p>" + Markup.escape(cell) + "</text:p></table:table-cell>")
        .collect(Collectors.joining("", "<table:table-row>", "</table:table-row>"));
  }
}
