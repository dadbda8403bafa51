package org.unabridged.outputs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Text rows of many megabytes, and a program that writes some of them. */
final class LargeTexts {

  private LargeTexts() {}

  /**
   * A row whose text takes so many bytes, one of them not Latin so that Java needs two bytes for
   * each.
   */
  static TextRow row(int number, int bytes) {
    byte[] ascii = new byte[bytes - 2];
    Random random = new Random(number);
    for (int index = 0; index < ascii.length; index++) {
      ascii[index] = (byte) (' ' + random.nextInt('~' - ' '));
    }
    String whole = "Ω".concat(new String(ascii, StandardCharsets.US_ASCII));
    return new TextRow("run", "document-" + number, whole, whole.length(), List.of());
  }

  /** Writes rows: where to, how many, how large, then formats. Says how much heap there was. */
  public static void main(String[] arguments) throws Exception {
    int rows = Integer.parseInt(arguments[1]);
    int bytes = Integer.parseInt(arguments[2]);
    EnumSet<Format> formats = EnumSet.noneOf(Format.class);
    List.of(arguments)
        .subList(3, arguments.length)
        .forEach(name -> formats.add(Format.valueOf(name)));
    try (ShardFiles files = ShardFiles.open(Path.of(arguments[0]).toString(), 0, formats)) {
      for (int number = 0; number < rows; number++) {
        files.write(row(number, bytes));
      }
      files.publish();
    }
    ChildJvm.say("heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
  }
}
