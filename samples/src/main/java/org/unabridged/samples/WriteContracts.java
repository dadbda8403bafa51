package org.unabridged.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a folder of contracts, all different, to try a run, its tables and its report at a size:
 * {@code WriteContracts FOLDER COUNT SEED}.
 */
public final class WriteContracts {
  /** Clauses in each tenth of a contract: the fewest that a contract can have. */
  private static final int CLAUSES_PER_DECILE = 1;

  private static final int SHORTEST = 20_000;
  private static final int LONGEST = 28_000;

  private WriteContracts() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("usage: WriteContracts FOLDER COUNT SEED");
    }
    write(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
  }

  /** Writes as many contracts as asked for, named by their numbers. */
  static void write(Path folder, int count, long seed) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(folder);
    for (int number = 1; number <= count; number++) {
      int characters = SHORTEST + random.nextInt(LONGEST - SHORTEST);
      LongContract contract = new LongContract(random.nextLong(), characters, CLAUSES_PER_DECILE);
      Path file = folder.resolve("contract-%04d.txt".formatted(number));
      try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
        contract.writeTo(out);
      }
    }
  }
}
