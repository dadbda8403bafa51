package org.unabridged.ingestion;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Where the words of a text stand on their pages. Immutable; a word takes some 28 bytes here, and
 * about 4 when {@linkplain #encoded() stored}.
 */
public final class TextBoxes {
  /** Of a text without places. */
  public static final TextBoxes NONE = new Builder().build();

  /** Boxes are kept in tenths of a point: less than the width of a hairline. */
  static final double UNITS_PER_POINT = 10;

  /** A gap of so many heights begins another box: another cell or column. */
  private static final double LARGEST_GAP_HEIGHTS = 4;

  private final int[] starts;
  private final int[] ends;
  private final int[] pages;
  private final int[] edges; // (words, 4): left, top, right, bottom in units

  private TextBoxes(int[] starts, int[] ends, int[] pages, int[] edges) {
    this.starts = starts;
    this.ends = ends;
    this.pages = pages;
    this.edges = edges;
  }

  /** How many words have a box. */
  public int words() {
    return starts.length;
  }

  /** First UTF-16 unit of a word. */
  int start(int word) {
    return starts[word];
  }

  /** UTF-16 unit after the last of a word. */
  int end(int word) {
    return ends[word];
  }

  /** The place of a word. */
  Box box(int word) {
    return new Box(
        pages[word],
        edges[4 * word] / UNITS_PER_POINT,
        edges[4 * word + 1] / UNITS_PER_POINT,
        edges[4 * word + 2] / UNITS_PER_POINT,
        edges[4 * word + 3] / UNITS_PER_POINT);
  }

  /** The first word that ends after an offset; {@link #words()} when there is none. */
  int firstAfter(int offset) {
    int found = Arrays.binarySearch(ends, offset + 1);
    return found < 0 ? -found - 1 : found;
  }

  /**
   * Where a span of the text stands, in the order of the text: a box for each line, two for a line
   * with a wide gap. Words that the span touches are covered whole.
   *
   * @param start first UTF-16 unit
   * @param end UTF-16 unit after the last
   */
  public List<Box> of(int start, int end) {
    List<Box> boxes = new ArrayList<>();
    for (int word = firstAfter(start); word < starts.length && starts[word] < end; word++) {
      Box next = box(word);
      int last = boxes.size() - 1;
      if (last >= 0 && continues(boxes.get(last), next)) {
        boxes.set(last, union(boxes.get(last), next));
      } else {
        boxes.add(next);
      }
    }
    return boxes;
  }

  static boolean onOneLine(Box a, Box b) {
    double common = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    double smaller = Math.min(a.bottom() - a.top(), b.bottom() - b.top());
    return a.page() == b.page() && common > smaller / 2;
  }

  private static boolean continues(Box line, Box next) {
    double gap = Math.max(next.left() - line.right(), line.left() - next.right());
    return onOneLine(line, next) && gap < LARGEST_GAP_HEIGHTS * (line.bottom() - line.top());
  }

  private static Box union(Box a, Box b) {
    return new Box(
        a.page(),
        Math.min(a.left(), b.left()),
        Math.min(a.top(), b.top()),
        Math.max(a.right(), b.right()),
        Math.max(a.bottom(), b.bottom()));
  }

  /** The same as text, from which {@link #decoded} makes it again. */
  public String encoded() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      write(out, starts.length);
      for (int word = 0; word < starts.length; word++) {
        write(out, starts[word] - before(ends, word));
        write(out, ends[word] - starts[word]);
        write(out, pages[word] - before(pages, word));
        for (int edge = 0; edge < 4; edge++) {
          // INVARIANT: what follows on a line differs little from the word before.
          int against = edge == 0 ? edge(word - 1, 2) : edge(word - 1, edge);
          int difference = edges[4 * word + edge] - against;
          write(out, difference << 1 ^ difference >> 31);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Reads what {@link #encoded} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static TextBoxes decoded(String encoded) {
    byte[] bytes = Base64.getDecoder().decode(encoded);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      int words = read(in);
      Builder builder = new Builder();
      int[] edges = new int[4];
      int end = 0;
      int page = 0;
      for (int word = 0; word < words; word++) {
        int start = end + read(in);
        end = start + read(in);
        page += read(in);
        for (int edge = 0; edge < 4; edge++) {
          int difference = read(in);
          edges[edge] =
              (edge == 0 ? edges[2] : edges[edge]) + (difference >>> 1 ^ -(difference & 1));
        }
        builder.add(start, end, page, edges[0], edges[1], edges[2], edges[3]);
      }
      return builder.build();
    } catch (IOException e) {
      throw new IllegalArgumentException("not the boxes of a text", e);
    }
  }

  private int edge(int word, int edge) {
    return word < 0 ? 0 : edges[4 * word + edge];
  }

  private static int before(int[] values, int word) {
    return word == 0 ? 0 : values[word - 1];
  }

  /** Seven bits to a byte, the lowest first; the highest bit says that more follow. */
  private static void write(DeflaterOutputStream out, int value) throws IOException {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static int read(InputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("ends early");
      }
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number is too long");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextBoxes boxes
        && Arrays.equals(starts, boxes.starts)
        && Arrays.equals(ends, boxes.ends)
        && Arrays.equals(pages, boxes.pages)
        && Arrays.equals(edges, boxes.edges);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(starts) + Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return words() + " words on " + (words() == 0 ? 0 : pages[words() - 1]) + " pages";
  }

  /** Takes the words in the order of the text. */
  static final class Builder {
    private static final int FIRST_CAPACITY = 64;

    private int[] starts = new int[FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private int[] pages = new int[FIRST_CAPACITY];
    private int[] edges = new int[4 * FIRST_CAPACITY];
    private int words;

    void add(int start, int end, int page, int left, int top, int right, int bottom) {
      if (start >= end || words > 0 && (start < ends[words - 1] || page < pages[words - 1])) {
        throw new IllegalArgumentException(
            "words must not be empty and stand in order: " + start + ", " + end + ", " + page);
      }
      grow();
      starts[words] = start;
      ends[words] = end;
      pages[words] = page;
      edges[4 * words] = left;
      edges[4 * words + 1] = top;
      edges[4 * words + 2] = Math.max(left, right);
      edges[4 * words + 3] = Math.max(top, bottom);
      words++;
    }

    /** Adds a word of others at another place of the text. */
    void add(int start, int end, TextBoxes others, int word) {
      add(
          start,
          end,
          others.pages[word],
          others.edges[4 * word],
          others.edges[4 * word + 1],
          others.edges[4 * word + 2],
          others.edges[4 * word + 3]);
    }

    TextBoxes build() {
      return new TextBoxes(
          Arrays.copyOf(starts, words),
          Arrays.copyOf(ends, words),
          Arrays.copyOf(pages, words),
          Arrays.copyOf(edges, 4 * words));
    }

    private void grow() {
      if (words == starts.length) {
        starts = Arrays.copyOf(starts, 2 * words);
        ends = Arrays.copyOf(ends, 2 * words);
        pages = Arrays.copyOf(pages, 2 * words);
        edges = Arrays.copyOf(edges, 8 * words);
      }
    }
  }
}
