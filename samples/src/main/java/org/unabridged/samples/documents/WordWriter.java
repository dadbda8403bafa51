package org.unabridged.samples.documents;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a Word document (OOXML) with heading styles, tables, page breaks and reading direction.
 */
final class WordWriter implements DocumentWriter {

  private static final String MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  private static final String TYPE =
      "application/vnd.openxmlformats-officedocument.wordprocessingml.";

  @Override
  public byte[] write(SourceText text) throws IOException {
    return new StableZip()
        .add("[Content_Types].xml", contentTypes())
        .add("_rels/.rels", relationships())
        .add("docProps/core.xml", properties(text))
        .add("word/document.xml", document(text))
        .add("word/_rels/document.xml.rels", documentRelationships())
        .add("word/styles.xml", styles())
        .toBytes();
  }

  private static String contentTypes() {
    return Markup.XML
        + """
        <Types xmlns="%1$scontent-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Override PartName="/word/document.xml" ContentType="%2$sdocument.main+xml"/>\
        <Override PartName="/word/styles.xml" ContentType="%2$sstyles+xml"/>\
        <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"""
            .formatted(PACKAGE, TYPE);
  }

  private static String relationships() {
    return Markup.XML
        + """
        <Relationships xmlns="%1$srelationships"><Relationship Id="r1" Type="%2$sofficeDocument" Target="word/document.xml"/>\
        <Relationship Id="r2" Type="%1$srelationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"""
            .formatted(PACKAGE, OFFICE);
  }

  private static String documentRelationships() {
    return Markup.XML
        + """
        <Relationships xmlns="%srelationships"><Relationship Id="r1" Type="%sstyles" Target="styles.xml"/></Relationships>"""
            .formatted(PACKAGE, OFFICE);
  }

  private static String properties(SourceText text) {
    return Markup.XML
        + """
        <cp:coreProperties xmlns:cp="%smetadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">\
        <dc:title>%s</dc:title><dc:language>%s</dc:language></cp:coreProperties>"""
            .formatted(PACKAGE, Markup.escape(text.title()), text.language());
  }

  private static String styles() {
    return Markup.XML
        + """
        <w:styles xmlns:w="%s"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>\
        <w:pPr><w:spacing w:after="120"/></w:pPr></w:style>\
        <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>\
        <w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>\
        <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr>\
        <w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style></w:styles>"""
            .formatted(MAIN);
  }

  private static String document(SourceText text) {
    String direction = text.rightToLeft() ? "<w:bidi/>" : "";
    return Markup.XML
        + "<w:document xmlns:w=\"%s\"><w:body>".formatted(MAIN)
        + text.blocks().stream().map(block -> block(block, direction)).collect(Collectors.joining())
        + "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>";
  }

  private static String block(Block block, String direction) {
    if (block instanceof Block.Heading heading) {
      String style = "<w:pStyle w:val=\"Heading%d\"/>".formatted(heading.level());
      return paragraph(heading.text(), style + direction);
    } else if (block instanceof Block.Paragraph paragraph) {
      return paragraph(paragraph.text(), direction);
    } else if (block instanceof Block.Table table) {
      return table(table, direction);
    }
    return "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";
  }

  private static String paragraph(String text, String properties) {
    return "<w:p><w:pPr>%s</w:pPr><w:r><w:t xml:space=\"preserve\">%s</w:t></w:r></w:p>"
        .formatted(properties, Markup.escape(text));
  }

  private static String table(Block.Table table, String direction) {
    String columns = "<w:gridCol w:w=\"2400\"/>".repeat(table.rows().get(0).size());
    return "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>"
        + columns
        + "</w:tblGrid>"
        + table.rows().stream().map(row -> row(row, direction)).collect(Collectors.joining())
        + "</w:tbl>";
  }

  private static String row(List<String> cells, String direction) {
    return cells.stream()
        .map(cell -> "<w:tc><w:tcPr/>" + paragraph(cell, direction) + "</w:tc>")
        .collect(Collectors.joining("", "<w:tr>", "</w:tr>"));
  }
}
