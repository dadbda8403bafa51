package org.unabridged.ingestion.tika;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Recognises text in images with the Tesseract that is installed, a process for each image. */
public final class Tesseract {
  private static final String COMMAND = "tesseract";

  /** A dense page takes a second or two in each language. */
  private static final long LIMIT_SECONDS = 60;

  private static final int WORD_LEVEL = 5;
  private static final int COLUMNS = 12;

  private final Path command;
  private final String languages;

  /**
   * A word.
   *
   * @param line differs from that of a word on another line
   * @param paragraph differs from that of a word in another paragraph
   * @param left in pixels, as the others
   * @param confidence from 0 to 100
   */
  record Word(
      String text,
      String line,
      String paragraph,
      int left,
      int top,
      int width,
      int height,
      double confidence) {}

  private Tesseract(Path command, String languages) {
    this.command = command;
    this.languages = languages;
  }

  /** Whether it can be run. */
  public static boolean isInstalled() {
    return find() != null;
  }

  /**
   * The installed one; null when there is none.
   *
   * @param languages its names of languages, joined by plus signs
   */
  static @Nullable Tesseract find(String languages) {
    Path command = find();
    return command == null ? null : new Tesseract(command, languages);
  }

  private static @Nullable Path find() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
      Path command = Path.of(folder, COMMAND);
      if (!folder.isEmpty() && Files.isExecutable(command)) {
        return command;
      }
    }
    return null;
  }

  /**
   * The words of an image, in reading order.
   *
   * @throws IOException when it fails, as without data for a language, or takes too long
   */
  List<Word> words(BufferedImage image, int dotsPerInch) throws IOException {
    Path folder = Files.createTempDirectory("recognition");
    Path png = folder.resolve("page.png");
    Path table = folder.resolve("page.tsv");
    try {
      ImageIO.write(image, "png", png.toFile());
      run(png, folder.resolve("page"), dotsPerInch);
      return words(Files.readAllLines(table, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(png);
      Files.deleteIfExists(table);
      Files.deleteIfExists(folder);
    }
  }

  private void run(Path png, Path output, int dotsPerInch) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                command.toString(),
                png.toString(),
                output.toString(),
                "-l",
                languages,
                "--dpi",
                Integer.toString(dotsPerInch),
                "tsv")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // Its threads gain little on one page and fight with those of the model.
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("text recognition took more than " + LIMIT_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("text recognition in " + languages + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The columns: level, page, block, paragraph, line, word, left, top, width, height, confidence.
   */
  static List<Word> words(List<String> table) {
    List<Word> words = new ArrayList<>();
    for (String row : table) {
      String[] cells = row.split("\t", -1);
      if (cells.length == COLUMNS
          && cells[0].equals(Integer.toString(WORD_LEVEL))
          && !cells[11].isBlank()) {
        String paragraph = cells[2] + "." + cells[3];
        words.add(
            new Word(
                cells[11].strip(),
                paragraph + "." + cells[4],
                paragraph,
                Integer.parseInt(cells[6]),
                Integer.parseInt(cells[7]),
                Integer.parseInt(cells[8]),
                Integer.parseInt(cells[9]),
                Double.parseDouble(cells[10])));
      }
    }
    return words;
  }
}
