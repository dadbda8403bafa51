package org.unabridged.ingestion;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Files as accidents and attackers leave them: bytes are turned, written over, left out, repeated
 * or taken from another file. Half of the ZIP files are mutated in an entry, under a right check
 * sum, so that what reads the entry sees it.
 */
final class MutatedFiles {
  private static final int MOST_MUTATIONS = 8;
  private static final int LARGEST_BLOCK = 1_000;
  private static final int LARGEST_FILE = 8 << 20;
  private static final int LARGEST_ENTRY = 4 << 20;
  private static final int[] EXTREMES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff};

  private final Random random;

  MutatedFiles(Random random) {
    this.random = random;
  }

  /**
   * A mutated copy.
   *
   * @param other where foreign bytes come from; not empty
   */
  byte[] mutated(byte[] original, byte[] other) {
    if (isZip(original) && random.nextBoolean()) {
      try {
        return withMutatedEntry(original, other);
      } catch (IOException | IllegalArgumentException e) {
        // No ZIP file after all, or one of a kind that the JDK does not read.
        return bytes(original, other);
      }
    }
    return bytes(original, other);
  }

  private static boolean isZip(byte[] bytes) {
    return bytes.length > 4 && bytes[0] == 'P' && bytes[1] == 'K' && bytes[2] == 3;
  }

  private byte[] withMutatedEntry(byte[] zip, byte[] other) throws IOException {
    Map<String, byte[]> entries = entries(zip);
    if (entries.isEmpty()) {
      throw new IOException("no entries");
    }
    String chosen = List.copyOf(entries.keySet()).get(random.nextInt(entries.size()));
    entries.computeIfPresent(chosen, (name, bytes) -> bytes(bytes, other));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(written)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return written.toByteArray();
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] bytes = in.readNBytes(LARGEST_ENTRY);
        if (bytes.length == LARGEST_ENTRY) {
          throw new IOException("an entry is too large");
        }
        entries.put(entry.getName(), bytes);
      }
    }
    return entries;
  }

  private byte[] bytes(byte[] original, byte[] other) {
    byte[] mutated = original.clone();
    int mutations = 1 + random.nextInt(MOST_MUTATIONS);
    for (int i = 0; i < mutations && mutated.length > 0; i++) {
      mutated = once(mutated, other);
    }
    return mutated.length > LARGEST_FILE ? Arrays.copyOf(mutated, LARGEST_FILE) : mutated;
  }

  private byte[] once(byte[] bytes, byte[] other) {
    int from = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(LARGEST_BLOCK));
    return switch (random.nextInt(8)) {
      case 0 -> turned(bytes);
      case 1 -> replaced(bytes, from, to, random(to - from));
      case 2 -> replaced(bytes, from, to, new byte[0]);
      case 3 -> replaced(bytes, from, from, repeated(Arrays.copyOfRange(bytes, from, to)));
      case 4 -> replaced(bytes, from, from, piece(other));
      case 5 -> replaced(bytes, from, to, piece(bytes));
      case 6 -> replaced(bytes, from, Math.min(bytes.length, from + Integer.BYTES), extreme());
      default -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, from) : turned(bytes);
    };
  }

  private byte[] turned(byte[] bytes) {
    byte[] turned = bytes.clone();
    for (int i = 1 + random.nextInt(16); i > 0; i--) {
      turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return turned;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    return ByteBuffer.allocate(bytes.length - (to - from) + by.length)
        .put(bytes, 0, from)
        .put(by)
        .put(bytes, to, bytes.length - to)
        .array();
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] repeated(byte[] block) {
    ByteBuffer all = ByteBuffer.allocate(block.length * (1 + random.nextInt(50)));
    while (all.hasRemaining()) {
      all.put(block);
    }
    return all.array();
  }

  private byte[] piece(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(
        bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(LARGEST_BLOCK)));
  }

  private byte[] extreme() {
    return ByteBuffer.allocate(Integer.BYTES)
        .putInt(EXTREMES[random.nextInt(EXTREMES.length)])
        .array();
  }
}
