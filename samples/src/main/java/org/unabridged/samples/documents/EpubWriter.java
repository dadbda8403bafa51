package org.unabridged.samples.documents;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes an EPUB 3 book with one chapter for each part of the text. */
final class EpubWriter implements DocumentWriter {

  @Override
  public byte[] write(SourceText text) throws IOException {
    List<List<Block>> parts = text.parts();
    StableZip zip =
        new StableZip()
            .add("mimetype", "application/epub+zip")
            .add("META-INF/container.xml", container())
            .add("content.opf", contents(text, parts.size()))
            .add("nav.xhtml", page(text, navigation(parts.size())));
    for (int i = 0; i < parts.size(); i++) {
      zip.add(chapter(i), page(text, Markup.body(parts.get(i))));
    }
    return zip.toBytes();
  }

  private static String chapter(int index) {
    return "chapter-%d.xhtml".formatted(index + 1);
  }

  private static String container() {
    return Markup.XML
        + """
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>\
        <rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>""";
  }

  private static String contents(SourceText text, int chapters) {
    return Markup.XML
        + """
        <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">\
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:unabridged:%1$s</dc:identifier>\
        <dc:title>%2$s</dc:title><dc:language>%3$s</dc:language><meta property="dcterms:modified">2026-01-01T00:00:00Z</meta></metadata>\
        <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>%4$s</manifest>\
        <spine>%5$s<itemref idref="nav" linear="no"/></spine></package>"""
            .formatted(
                Integer.toHexString(text.title().hashCode()),
                Markup.escape(text.title()),
                text.language(),
                each(
                    chapters,
                    "<item id=\"c%d\" href=\"%s\" media-type=\"application/xhtml+xml\"/>"),
                each(chapters, "<itemref idref=\"c%d\"/>"));
  }

  private static String navigation(int chapters) {
    return "<nav epub:type=\"toc\"><ol>%s</ol></nav>"
        .formatted(each(chapters, "<li><a href=\"%2$s\">%1$d</a></li>"));
  }

  private static String each(int chapters, String pattern) {
    return IntStream.range(0, chapters)
        .mapToObj(i -> pattern.formatted(i + 1, chapter(i)))
        .collect(Collectors.joining());
  }

  private static String page(SourceText text, String body) {
    return Markup.XML
        + """
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="%s">
        <head><title>%s</title></head>
        <body>
        %s</body>
        </html>
        """
            .formatted(text.language(), Markup.escape(text.title()), body);
  }
}
