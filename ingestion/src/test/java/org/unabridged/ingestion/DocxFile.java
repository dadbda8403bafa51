package org.unabridged.ingestion;

import java.util.LinkedHashMap;
import java.util.Map;

/** A DOCX written as XML, for what no library writes. */
final class DocxFile {
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String WORD =
      "application/vnd.openxmlformats-officedocument.wordprocessingml";
  private static final String NAMESPACES =
      " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
          + " xmlns:r=\""
          + OFFICE
          + "\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\""
          + " xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\""
          + " xmlns:v=\"urn:schemas-microsoft-com:vml\"";

  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final StringBuilder overrides = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();

  /**
   * Adds a part.
   *
   * @param kind its root element and relation, such as {@code footnotes}, {@code hdr}
   */
  DocxFile part(String kind, String content) {
    String relation =
        switch (kind) {
          case "hdr" -> "header";
          case "ftr" -> "footer";
          default -> kind;
        };
    add(relation, kind, content);
    relations
        .append("<Relationship Id=\"")
        .append(relation)
        .append("\" Type=\"")
        .append(OFFICE)
        .append('/')
        .append(relation)
        .append("\" Target=\"")
        .append(relation)
        .append(".xml\"/>");
    return this;
  }

  byte[] with(String body) {
    add("document", "document", "<w:body>" + body + "</w:body>");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(
        "[Content_Types].xml",
        SampleFiles.utf8(
            "<Types xmlns=\""
                + PACKAGE
                + "content-types\"><Default Extension=\"rels\""
                + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + overrides.toString().replace("document+xml", "document.main+xml")
                + "</Types>"));
    files.put(
        "_rels/.rels",
        relationships(
            "<Relationship Id=\"d\" Type=\""
                + OFFICE
                + "/officeDocument\" Target=\"word/document.xml\"/>"));
    files.put("word/_rels/document.xml.rels", relationships(relations.toString()));
    files.putAll(parts);
    return SampleFiles.zip(files);
  }

  private void add(String name, String root, String content) {
    parts.put(
        "word/" + name + ".xml",
        SampleFiles.utf8("<w:" + root + NAMESPACES + ">" + content + "</w:" + root + ">"));
    overrides
        .append("<Override PartName=\"/word/")
        .append(name)
        .append(".xml\" ContentType=\"")
        .append(WORD)
        .append('.')
        .append(name)
        .append("+xml\"/>");
  }

  private static byte[] relationships(String content) {
    return SampleFiles.utf8(
        "<Relationships xmlns=\"" + PACKAGE + "relationships\">" + content + "</Relationships>");
  }

  static String paragraph(String... runs) {
    return "<w:p>" + String.join("", runs) + "</w:p>";
  }

  static String run(String text) {
    return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
  }

  static String deleted(String text) {
    return "<w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText xml:space=\"preserve\">"
        + text
        + "</w:delText></w:r></w:del>";
  }

  static String inserted(String text) {
    return "<w:ins w:id=\"2\" w:author=\"A\">" + run(text) + "</w:ins>";
  }

  /** A text box as Word writes it: a shape, and the same again for programs that know none. */
  static String textBox(String text) {
    String content = "<w:txbxContent>" + paragraph(run(text)) + "</w:txbxContent>";
    return "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx>"
        + content
        + "</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        + content
        + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>";
  }
}
