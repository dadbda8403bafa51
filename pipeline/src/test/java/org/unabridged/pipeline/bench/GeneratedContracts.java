package org.unabridged.pipeline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small made-up contracts in a folder, each different, the same for the same seed. */
final class GeneratedContracts {
  /** So that no folder grows too large to list at once. */
  private static final int PER_FOLDER = 500;

  private static final List<String> STATES =
      List.of("Delaware", "Ohio", "Texas", "Oregon", "Nevada", "Kansas", "Maine", "Utah");
  private static final List<String> SENTENCES =
      List.of(
          "The Supplier shall deliver the goods within %d days of each order.",
          "Invoices are payable within %d days after receipt, without set-off.",
          "Either party may terminate this Agreement upon %d days' prior written notice.",
          "The liability of either party shall not exceed %d dollars in the aggregate.",
          "Each party keeps the other's information confidential for %d years.",
          "The Customer may inspect the records of the Supplier once in %d months.",
          "No waiver of section %d is effective unless it is in writing and signed.");

  private static final int FEWEST = 4;
  private static final int MOST = 23;

  private final Path folder;
  private final long seed;
  private final int fewest;
  private final int most;

  /** Contracts of about a thousand characters. */
  GeneratedContracts(Path folder, long seed) {
    this(folder, seed, FEWEST, MOST);
  }

  private GeneratedContracts(Path folder, long seed, int fewest, int most) {
    this.folder = folder;
    this.seed = seed;
    this.fewest = fewest;
    this.most = most;
  }

  /** The same contracts with other numbers of sentences. */
  GeneratedContracts ofSentences(int newFewest, int newMost) {
    return new GeneratedContracts(folder, seed, newFewest, newMost);
  }

  /** Writes so many files. */
  void write(int files) throws IOException {
    for (int i = 0; i < files; i++) {
      writeOne(i);
    }
  }

  /** Writes every n-th file again with another text; returns how many. */
  int change(int files, int every) throws IOException {
    int changed = 0;
    for (int i = every / 2; i < files; i += every) {
      write(i, 1);
      changed++;
    }
    return changed;
  }

  Path file(int number) {
    return folder.resolve("%04d".formatted(number / PER_FOLDER)).resolve(number + ".txt");
  }

  /** Writes one file, of a number that none of the others has. */
  void writeOne(int number) throws IOException {
    write(number, 0);
  }

  private void write(int number, int edition) throws IOException {
    Path file = file(number);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text(new Random(seed + 31L * number + edition), number));
  }

  private String text(Random random, int number) {
    List<String> lines = new ArrayList<>();
    lines.add("SUPPLY AGREEMENT NO. " + number);
    lines.add("between Northwind Trading " + number + " Ltd. and Contoso " + random.nextInt(1000));
    int sentences = fewest + random.nextInt(most - fewest + 1);
    for (int i = 0; i < sentences; i++) {
      String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
      lines.add((i + 1) + ". " + sentence.formatted(1 + random.nextInt(900)));
    }
    String state = STATES.get(random.nextInt(STATES.size()));
    lines.add("This Agreement is governed by the laws of " + state + ".");
    return String.join("\n\n", lines) + "\n";
  }
}
