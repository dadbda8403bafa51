package org.unabridged.inference.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A matrix of little-endian float32 in a file of numpy's format, version 1. */
final class NumpyArray {

  private static final int HEADER_START = 10;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\), \\}\\s*");

  private final int rows;
  private final int columns;
  private final ByteBuffer data;

  private NumpyArray(int rows, int columns, ByteBuffer data) {
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  /**
   * Maps a file.
   *
   * @throws IOException if it cannot be read or holds anything else
   */
  static NumpyArray open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer file = channel.map(MapMode.READ_ONLY, 0, channel.size());
      file.order(ByteOrder.LITTLE_ENDIAN);
      if (file.remaining() < HEADER_START || file.getShort(6) != 1) {
        throw new IOException(path + " is no array of numpy's format, version 1");
      }
      int length = file.getShort(8) & 0xffff;
      byte[] header = new byte[Math.min(length, file.remaining() - HEADER_START)];
      file.get(HEADER_START, header);
      Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
      if (!matcher.matches()) {
        throw new IOException(path + " is no matrix of little-endian float32");
      }
      int rows = Integer.parseInt(matcher.group(1));
      int columns = Integer.parseInt(matcher.group(2));
      int start = HEADER_START + length;
      if (file.limit() - start != (long) rows * columns * Float.BYTES) {
        throw new IOException(path + " is not " + rows + " times " + columns + " numbers long");
      }
      ByteBuffer data = file.slice(start, file.limit() - start);
      return new NumpyArray(rows, columns, data.order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  float get(int row, int column) {
    return data.getFloat((row * columns + column) * Float.BYTES);
  }
}
