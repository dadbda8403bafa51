package org.unabridged.inference.tensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The tables of the formats whose blocks name rows of a table instead of values. They are part of
 * the formats, and lie among the resources: for each table a line of its name, its number of rows
 * and the values that occur in it, then a line for each row, of digits that number these values.
 */
final class LookupGrids {

  static final LookupGrids ALL = read();

  private final Map<String, byte[][]> grids;

  private LookupGrids(Map<String, byte[][]> grids) {
    this.grids = grids;
  }

  /** A table by its name. Nobody writes to it. */
  byte[][] grid(String name) {
    return Objects.requireNonNull(grids.get(name));
  }

  private static LookupGrids read() {
    InputStream resource =
        Objects.requireNonNull(LookupGrids.class.getResourceAsStream("lookup-grids.txt"));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      Map<String, byte[][]> grids = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] head = line.split(" ", -1);
        byte[][] rows = new byte[Integer.parseInt(head[1])][];
        for (int row = 0; row < rows.length; row++) {
          rows[row] = row(Objects.requireNonNull(lines.readLine()), head);
        }
        grids.put(head[0], rows);
      }
      return new LookupGrids(grids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] row(String digits, String[] head) {
    byte[] row = new byte[digits.length()];
    for (int i = 0; i < row.length; i++) {
      row[i] = Byte.parseByte(head[2 + digits.charAt(i) - '0']);
    }
    return row;
  }
}
