package org.unabridged.ingestion.tika;

/** A page of PDF that touches the parts of the parser that any PDF needs. */
final class WarmUpDocument {
  /** Without a cross-reference table: the parser finds the objects by itself. */
  static final String PDF =
      """
      %PDF-1.4
      1 0 obj
      <</Type/Catalog/Pages 2 0 R>>
      endobj
      2 0 obj
      <</Type/Pages/Kids[3 0 R]/Count 1>>
      endobj
      3 0 obj
      <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>
      endobj
      4 0 obj
      <</Length 49>>
      stream
      BT /F 12 Tf 20 100 Td (This agreement is made) Tj ET
      endstream
      endobj
      5 0 obj
      <</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>
      endobj
      trailer
      <</Root 1 0 R/Size 6>>
      startxref
      0
      %%EOF
      """;

  private WarmUpDocument() {}
}
