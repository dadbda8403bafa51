package org.unabridged.ingestion.tika;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Tesseract that is installed; each call is a process of its own. */
public final class Tesseract {
  private static final String COMMAND = "tesseract";

  /**
   * A dense page takes a second or two in each language; less than the parser may go without a
   * result.
   */
  private static final long LIMIT_SECONDS = 50;

  private static final String ORIENTATION_AND_SCRIPT = "osd";
  private static final String SCRIPT = "Script: ";
  private static final String TURN = "Rotate: ";
  private static final String TURN_CONFIDENCE = "Orientation confidence: ";
  private static final int WORD_LEVEL = 5;
  private static final int COLUMNS = 12;

  private final Path command;

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

  /**
   * How the text of a page stands.
   *
   * @param degrees by how much it must be turned clockwise to be upright: 0, 90, 180 or 270
   * @param confidence from 0; whole pages have more than 5, a line less than 1
   * @param script of the text; null when it is unknown
   */
  record Orientation(int degrees, double confidence, Character.@Nullable UnicodeScript script) {}

  private Tesseract(Path command) {
    this.command = command;
  }

  /** Whether it can be run. */
  public static boolean isInstalled() {
    return find() != null;
  }

  /**
   * Tesseract's names of the languages and scripts that are installed with it, sorted; asked for
   * once. Empty when it is not installed or does not say.
   */
  public static List<String> installedLanguages() {
    return Installed.LANGUAGES;
  }

  /** The installed one; null when there is none. */
  static @Nullable Tesseract find() {
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
      Path command = Path.of(folder, COMMAND);
      if (!folder.isEmpty() && Files.isExecutable(command)) {
        return new Tesseract(command);
      }
    }
    return null;
  }

  /**
   * The words of a page, in reading order.
   *
   * @param languages its names of languages, joined by plus signs
   * @throws IOException when it fails, as without data for a language, or takes too long
   */
  List<Word> words(PageImage page, String languages) throws IOException {
    Path base = page.file().resolveSibling("words");
    Path table = base.resolveSibling("words.tsv");
    try {
      if (run(page, base, List.of("-l", languages, "tsv")) != 0) {
        throw new IOException(
            "text recognition in "
                + languages
                + " failed, check that Tesseract has these languages");
      }
      return words(Files.readAllLines(table, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(table);
    }
  }

  /**
   * How a page's text stands and in which script it is, by the data that Tesseract has for that.
   *
   * @return null when it cannot tell, as of few letters, or has no such data
   * @throws IOException when it takes too long
   */
  @Nullable Orientation orientation(PageImage page) throws IOException {
    if (!installedLanguages().contains(ORIENTATION_AND_SCRIPT)) {
      return null;
    }
    Path base = page.file().resolveSibling("script");
    Path report = base.resolveSibling("script.osd");
    try {
      boolean found = run(page, base, List.of("--psm", "0", "-l", ORIENTATION_AND_SCRIPT)) == 0;
      return found && Files.exists(report) ? orientation(Files.readAllLines(report)) : null;
    } finally {
      Files.deleteIfExists(report);
    }
  }

  static @Nullable Orientation orientation(List<String> report) {
    String degrees = value(report, TURN);
    String confidence = value(report, TURN_CONFIDENCE);
    String script = value(report, SCRIPT);
    return degrees == null || confidence == null
        ? null
        : new Orientation(
            Math.floorMod(Integer.parseInt(degrees), 360),
            Double.parseDouble(confidence),
            script == null ? null : TesseractData.script(script));
  }

  private static @Nullable String value(List<String> report, String name) {
    return report.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse(null);
  }

  private int run(PageImage page, Path output, List<String> options) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.toString(), page.file().toString()));
    line.addAll(List.of(output.toString(), "--dpi", Integer.toString(page.resolution())));
    line.addAll(options);
    return run(new ProcessBuilder(line).redirectOutput(ProcessBuilder.Redirect.DISCARD));
  }

  private static int run(ProcessBuilder builder) throws IOException {
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    // Its threads gain little on one page and fight with those of the model.
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    Process process = builder.start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("text recognition took more than " + LIMIT_SECONDS + " s");
      }
      return process.exitValue();
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

  private static final class Installed {
    static final List<String> LANGUAGES = languages();

    private static List<String> languages() {
      Tesseract tesseract = find();
      if (tesseract == null) {
        return List.of();
      }
      try {
        Path list = Files.createTempFile("languages", ".txt");
        try {
          run(
              new ProcessBuilder(tesseract.command.toString(), "--list-langs")
                  .redirectOutput(list.toFile()));
          return names(Files.readString(list));
        } finally {
          Files.delete(list);
        }
      } catch (IOException e) {
        return List.of();
      }
    }

    /** A headline, then a name a line. */
    private static List<String> names(String list) {
      Stream<String> lines = Arrays.stream(list.split("\\R")).map(String::strip);
      return lines.skip(1).filter(name -> !name.isEmpty()).sorted().toList();
    }
  }
}
