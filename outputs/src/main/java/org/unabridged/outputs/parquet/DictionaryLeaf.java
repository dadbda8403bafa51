package org.unabridged.outputs.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.columns.Column;
import org.unabridged.outputs.columns.Utf8;

/**
 * A leaf of strings that repeat. They stand in a dictionary, and pages hold their numbers in it. As
 * in parquet-java, it goes on in the plain encoding when the dictionary becomes larger than {@link
 * #DICTIONARY_BYTES}, or when it does not pay on the first page.
 */
final class DictionaryLeaf extends LeafWriter {

  /** As much as a page usually is. */
  static final int DICTIONARY_BYTES = 1 << 20;

  private static final int FIRST_NUMBERS = 256;

  private final Map<String, Integer> numbersOf = new HashMap<>();
  private final List<byte[]> entries = new ArrayList<>();
  private final PlainBuffer plain = new PlainBuffer();
  private int[] numbers = new int[FIRST_NUMBERS];
  private int count;

  /** For each entry the page on which it was seen last. */
  private int[] lastSeen = new int[FIRST_NUMBERS];

  private int page = 1;
  private long plainBytes;
  private long dictionaryBytes;

  /** How many entries the pages so far need. */
  private int needed;

  private boolean pays = true;

  /** Neighbours are often equal, and to see that is faster than to look them up. */
  private String previous = "";

  private int previousNumber = -1;

  DictionaryLeaf(Column column, Depth depth, ColumnDescriptor descriptor, PageWindow window) {
    super(column, depth, descriptor, window);
  }

  @Override
  void add(Object value) {
    String text = (String) value;
    if (!pays) {
      addPlain(Utf8.bytes(text));
      return;
    }
    int number = number(text);
    addNumber(number);
    byte[] entry = entries.get(number);
    plainBytes += Integer.BYTES + (long) entry.length;
    countBinary(entry.length);
    if (lastSeen[number] != page) {
      lastSeen[number] = page;
      extremes().add(entry);
    }
    if (dictionaryBytes > DICTIONARY_BYTES) {
      goOnPlain();
    }
  }

  private int number(String text) {
    if (previousNumber < 0 || !text.equals(previous)) {
      Integer known = numbersOf.get(text);
      previousNumber = known == null ? addEntry(text) : known;
      previous = text;
    }
    return previousNumber;
  }

  private int addEntry(String text) {
    int number = entries.size();
    byte[] entry = Utf8.bytes(text);
    numbersOf.put(text, number);
    entries.add(entry);
    dictionaryBytes += Integer.BYTES + (long) entry.length;
    if (number == lastSeen.length) {
      lastSeen = Arrays.copyOf(lastSeen, 2 * number);
    }
    return number;
  }

  private void addNumber(int number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count] = number;
    count++;
  }

  private void addPlain(byte[] value) {
    plain.addBytes(value);
    plainBytes += Integer.BYTES + (long) value.length;
    countBinary(value.length);
    extremes().add(value);
  }

  /** Encodes what the page has so far anew, and no more numbers from here on. */
  private void goOnPlain() {
    pays = false;
    for (int index = 0; index < count; index++) {
      plain.addBytes(entries.get(numbers[index]));
    }
    count = 0;
    numbersOf.clear();
    entries.subList(needed, entries.size()).clear();
  }

  @Override
  long plainBytes() {
    return plainBytes;
  }

  @Override
  long bufferedBytes() {
    return plain.length() + dictionaryBytes + (long) count * Integer.BYTES;
  }

  @Override
  PlainPage takeValues(byte[] levels) throws IOException {
    PlainPage taken = pays ? takeNumbers(levels) : plain.take(levels);
    plainBytes = 0;
    page++;
    return taken;
  }

  private PlainPage takeNumbers(byte[] levels) throws IOException {
    byte[] encoded = encodedNumbers();
    if (needed == 0 && encoded.length + dictionaryBytes >= plainBytes) {
      goOnPlain();
      return plain.take(levels);
    }
    count = 0;
    needed = entries.size();
    return new PlainPage(levels, encoded, encoded.length);
  }

  private byte[] encodedNumbers() throws IOException {
    int bitWidth = BytesUtils.getWidthFromMaxInt(Math.max(0, entries.size() - 1));
    try (RunLengthBitPackingHybridEncoder encoder = Levels.encoder(bitWidth)) {
      for (int index = 0; index < count; index++) {
        encoder.writeInt(numbers[index]);
      }
      byte[] encoded = encoder.toBytes().toByteArray();
      byte[] all = new byte[1 + encoded.length];
      all[0] = (byte) bitWidth;
      System.arraycopy(encoded, 0, all, 1, encoded.length);
      return all;
    }
  }

  /** The name that the first version of the format has for it, which all readers know. */
  @SuppressWarnings("deprecation")
  @Override
  Encoding encoding() {
    return pays ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN;
  }

  @Override
  @Nullable PlainPage takeDictionary() {
    if (needed == 0) {
      return null;
    }
    PlainBuffer dictionary = new PlainBuffer();
    entries.subList(0, needed).forEach(dictionary::addBytes);
    return dictionary.take(new byte[0]);
  }

  @Override
  int dictionarySize() {
    return needed;
  }
}
