package org.unabridged.samples.documents;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * Writes the binary format of Word 97 to 2003, as the published specification [MS-DOC] lays it out:
 * a stream {@code WordDocument} with the file information block, the text as one UTF-16 piece and
 * the pages of formatting, and a stream {@code 1Table} with the style sheet, the fonts and the
 * tables that point into the first stream. Plain paragraphs only; table cells are separated by
 * tabs.
 */
final class OldWordWriter implements DocumentWriter {

  private static final int SECTOR = 512;
  private static final int TEXT_OFFSET = 4 * SECTOR;

  /**
   * What fits on a page of 511 bytes at 17 bytes each, after one offset more and the properties.
   */
  private static final int PARAGRAPHS_PER_PAGE = 28;

  // Indexes into the file information block's table of (offset, length) pairs.
  private static final int STYLE_SHEET = 1;
  private static final int SECTIONS = 6;
  private static final int CHARACTER_PAGES = 12;
  private static final int PARAGRAPH_PAGES = 13;
  private static final int FONTS = 15;
  private static final int DOCUMENT_PROPERTIES = 31;
  private static final int PIECES = 33;

  @Override
  public byte[] write(SourceText text) throws IOException {
    String plain = text.blocks().stream().map(OldWordWriter::plain).collect(Collectors.joining());
    byte[] characters = plain.getBytes(UTF_16LE);
    int firstPage = (TEXT_OFFSET + characters.length + SECTOR - 1) / SECTOR;
    List<Integer> bounds = paragraphBounds(plain);
    int paragraphPages = (bounds.size() - 1 + PARAGRAPHS_PER_PAGE - 1) / PARAGRAPHS_PER_PAGE;

    ByteBuffer main = buffer((firstPage + 1 + paragraphPages) * SECTOR);
    main.put(TEXT_OFFSET, characters);
    characterPage(main.slice(firstPage * SECTOR, SECTOR), characters.length);
    for (int page = 0; page < paragraphPages; page++) {
      int from = page * PARAGRAPHS_PER_PAGE;
      int to = Math.min(from + PARAGRAPHS_PER_PAGE, bounds.size() - 1);
      paragraphPage(
          main.slice((firstPage + 1 + page) * SECTOR, SECTOR), bounds.subList(from, to + 1));
    }

    InformationBlock block = new InformationBlock(main, plain.length(), characters.length);
    block.add(STYLE_SHEET, styleSheet());
    block.add(SECTIONS, sections(plain.length()));
    block.add(
        CHARACTER_PAGES,
        pageTable(List.of(TEXT_OFFSET, TEXT_OFFSET + characters.length), firstPage, 1));
    block.add(PARAGRAPH_PAGES, pageTable(pageBounds(bounds), firstPage + 1, paragraphPages));
    block.add(FONTS, fonts());
    block.add(DOCUMENT_PROPERTIES, new byte[500]);
    block.add(PIECES, pieces(plain.length()));
    return file(main.array(), block.table());
  }

  private static String plain(Block block) {
    if (block instanceof Block.Heading heading) {
      return heading.text() + "\r";
    } else if (block instanceof Block.Paragraph paragraph) {
      return paragraph.text() + "\r";
    } else if (block instanceof Block.Table table) {
      return table.rows().stream()
          .map(row -> String.join("\t", row) + "\r")
          .collect(Collectors.joining());
    }
    return "\f";
  }

  /** The file offsets at which paragraphs begin, and the end of the last. */
  private static List<Integer> paragraphBounds(String plain) {
    List<Integer> bounds = new ArrayList<>();
    bounds.add(TEXT_OFFSET);
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) == '\r' || plain.charAt(i) == '\f') {
        bounds.add(TEXT_OFFSET + 2 * (i + 1));
      }
    }
    return bounds;
  }

  private static List<Integer> pageBounds(List<Integer> bounds) {
    List<Integer> pages = new ArrayList<>();
    for (int i = 0; i < bounds.size() - 1; i += PARAGRAPHS_PER_PAGE) {
      pages.add(bounds.get(i));
    }
    pages.add(bounds.get(bounds.size() - 1));
    return pages;
  }

  /** One run of characters with the style's own formatting. */
  private static void characterPage(ByteBuffer page, int length) {
    page.order(ByteOrder.LITTLE_ENDIAN).putInt(TEXT_OFFSET).putInt(TEXT_OFFSET + length);
    page.put(SECTOR - 1, (byte) 1);
  }

  /** Each paragraph points at the same properties: style 0 and nothing else. */
  private static void paragraphPage(ByteBuffer page, List<Integer> bounds) {
    int properties = SECTOR - 8;
    page.order(ByteOrder.LITTLE_ENDIAN);
    bounds.forEach(page::putInt);
    for (int i = 0; i < bounds.size() - 1; i++) {
      page.put((byte) (properties / 2)).put(new byte[12]);
    }
    page.put(properties, (byte) 0).put(properties + 1, (byte) 1);
    page.put(SECTOR - 1, (byte) (bounds.size() - 1));
  }

  private static byte[] pageTable(List<Integer> bounds, int firstPage, int pages) {
    ByteBuffer table = buffer(4 * bounds.size() + 4 * pages);
    bounds.forEach(table::putInt);
    for (int i = 0; i < pages; i++) {
      table.putInt(firstPage + i);
    }
    return table.array();
  }

  /** One section with default properties. */
  private static byte[] sections(int length) {
    ByteBuffer table = buffer(8 + 12);
    table.putInt(0).putInt(length);
    table.putShort((short) 0).putInt(-1).putShort((short) 0).putInt(0);
    return table.array();
  }

  /** The whole text as one piece of UTF-16. */
  private static byte[] pieces(int length) {
    ByteBuffer table = buffer(5 + 8 + 8);
    table.put((byte) 2).putInt(16).putInt(0).putInt(length);
    table.putShort((short) 0).putInt(TEXT_OFFSET).putShort((short) 0);
    return table.array();
  }

  private static byte[] fonts() {
    byte[] name = "Times New Roman\0".getBytes(UTF_16LE);
    ByteBuffer table = buffer(4 + 40 + name.length);
    table.putShort((short) 1).putShort((short) 0);
    table.put((byte) (39 + name.length)).put((byte) 0x16).putShort((short) 400);
    table.position(4 + 40);
    table.put(name);
    return table.array();
  }

  /** Fifteen slots for built-in styles, of which only the first, Normal, is filled. */
  private static byte[] styleSheet() {
    byte[] name = "Normal\0".getBytes(UTF_16LE);
    int styleLength = 10 + 2 + name.length + 4 + 2;
    ByteBuffer table = buffer(2 + 18 + 2 + styleLength + 14 * 2);
    table.putShort((short) 18);
    table.putShort((short) 15).putShort((short) 10).putShort((short) 1).putShort((short) 91);
    table.putShort((short) 15).putShort((short) 0);
    table.position(2 + 18);
    table.putShort((short) styleLength);
    table.putShort((short) 0); // built-in style 0
    table.putShort((short) 0xFFF1); // a paragraph style based on none
    table.putShort((short) 2).putShort((short) styleLength).putShort((short) 0);
    table.putShort((short) (name.length / 2 - 1)).put(name);
    table.putShort((short) 2).putShort((short) 0); // paragraph properties: style 0
    table.putShort((short) 0); // no character properties
    return table.array();
  }

  private static byte[] file(byte[] main, byte[] table) throws IOException {
    try (POIFSFileSystem file = new POIFSFileSystem()) {
      file.createDocument(new ByteArrayInputStream(main), "WordDocument");
      file.createDocument(new ByteArrayInputStream(table), "1Table");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      file.writeFilesystem(bytes);
      return bytes.toByteArray();
    }
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The first 900 bytes of the main stream, which say where everything is, and the table stream it
   * points into.
   */
  private static final class InformationBlock {

    private static final int PAIRS_OFFSET = 154;
    private static final int PAIRS = 93;

    private final ByteBuffer main;
    private final ByteArrayOutputStream table = new ByteArrayOutputStream();

    InformationBlock(ByteBuffer main, int characters, int textBytes) {
      this.main = main;
      main.putShort(0, (short) 0xA5EC).putShort(2, (short) 0x00C1).putShort(6, (short) 0x0409);
      main.putShort(10, (short) 0x1200); // the tables are in 1Table; text may be UTF-16
      main.putShort(12, (short) 0x00BF);
      main.putInt(24, TEXT_OFFSET).putInt(28, TEXT_OFFSET + textBytes);
      main.putShort(32, (short) 14).putShort(62, (short) 22);
      main.putInt(64, main.capacity()).putInt(76, characters);
      main.putShort(152, (short) PAIRS);
    }

    void add(int index, byte[] part) {
      main.putInt(PAIRS_OFFSET + 8 * index, table.size());
      main.putInt(PAIRS_OFFSET + 8 * index + 4, part.length);
      table.writeBytes(part);
    }

    byte[] table() {
      return table.toByteArray();
    }
  }
}
