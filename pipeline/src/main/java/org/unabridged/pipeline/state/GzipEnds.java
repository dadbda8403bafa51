package org.unabridged.pipeline.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * What the two ends of a gzip file say about it (RFC 1952): a mark at the start, the length of the
 * content at the end. A file that a crash cut off or filled with zeros ends in another number.
 *
 * @param bytes length of the file
 * @param mark the first two bytes
 * @param contentBytes length of the content, as its last four bytes say
 */
record GzipEnds(long bytes, int mark, long contentBytes) {
  private static final int MARK = 0x8b1f;
  private static final int HEADER_AND_TRAILER = 18;

  /** Deflate's limit: a byte stands for at most 1,032. */
  private static final long MOST_EXPANSION = 1_032;

  static GzipEnds of(FileChannel file) throws IOException {
    long bytes = file.size();
    return bytes <= HEADER_AND_TRAILER
        ? new GzipEnds(bytes, 0, 0)
        : new GzipEnds(
            bytes, read(file, 0) & 0xFFFF, Integer.toUnsignedLong(read(file, bytes - 4)));
  }

  /** Content that does not compress grows by 5 bytes for each 16 KiB at the most. */
  boolean plausible() {
    long packed = bytes - HEADER_AND_TRAILER;
    return mark == MARK
        && contentBytes >= packed - 16 - packed / 1_000
        && contentBytes <= packed * MOST_EXPANSION;
  }

  private static int read(FileChannel file, long position) throws IOException {
    ByteBuffer four = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    file.read(four, position);
    return four.getInt(0);
  }
}
