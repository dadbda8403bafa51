package org.unabridged.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a long contract and, next to it, its planted clauses as JSON: {@code WriteLongContract
 * FILE CHARACTERS SEED}.
 */
public final class WriteLongContract {

  private WriteLongContract() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("usage: WriteLongContract FILE CHARACTERS SEED");
    }
    Path file = Path.of(arguments[0]);
    LongContract contract =
        new LongContract(
            Long.parseLong(arguments[2]),
            Long.parseLong(arguments[1]),
            LongContract.questionIds().size());
    write(contract, file);
  }

  /**
   * Writes the contract to a file and its plants to a file of the same name with {@code .json}
   * added.
   */
  static void write(LongContract contract, Path file) throws IOException {
    List<PlantedClause> planted;
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      planted = contract.writeTo(out);
    }
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(file.resolveSibling(file.getFileName() + ".json").toFile(), planted);
  }
}
