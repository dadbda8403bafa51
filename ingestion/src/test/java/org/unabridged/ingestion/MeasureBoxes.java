package org.unabridged.ingestion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether the boxes of random spans hold the words of the spans. Somebody else says what stands in
 * a box: poppler's pdftotext for all spans, and for some of them tesseract, which reads what
 * pdftoppm renders of the box.
 *
 * <p>Arguments: a folder of PDFs, how many spans, how many of them to render and recognise, a seed.
 */
final class MeasureBoxes {
  private static final Pattern WORD =
      Pattern.compile(
          "<word xMin=\"([\\d.]+)\" yMin=\"([\\d.]+)\" xMax=\"([\\d.]+)\" yMax=\"([\\d.]+)\">"
              + "([^<]*)</word>");
  private static final int LONGEST_SPAN_WORDS = 60;
  private static final int DOTS_PER_INCH = 200;
  private static final double POINTS_PER_INCH = 72;

  private record Placed(double x, double y, String word) {}

  private final Random random;
  private int spans;
  private int whole;
  private long words;
  private long found;
  private long foreign;
  private int recognisedSpans;
  private long recognisedWords;
  private long recognisedFound;
  private int recognisedWhole;

  private MeasureBoxes(long seed) {
    random = new Random(seed);
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(Path.of(arguments[0]))) {
      files = paths.filter(path -> path.toString().matches("(?i).*\\.pdf")).sorted().toList();
    }
    MeasureBoxes measured = new MeasureBoxes(Long.parseLong(arguments[3]));
    int wanted = Integer.parseInt(arguments[1]);
    int recognised = Integer.parseInt(arguments[2]);
    try (DocumentParser parser = new DocumentParser(ParserConfiguration.defaults())) {
      for (int i = 0; i < files.size(); i++) {
        int share = wanted * (i + 1) / files.size() - wanted * i / files.size();
        int recognisedShare = recognised * (i + 1) / files.size() - recognised * i / files.size();
        if (parser.parse(files.get(i)).results().get(0) instanceof Document document) {
          measured.measure(files.get(i), document, share, recognisedShare);
        }
      }
    }
    System.out.println(measured);
  }

  private void measure(Path file, Document document, int share, int recognisedShare)
      throws IOException, InterruptedException {
    Map<Integer, List<Placed>> pages = pages(file);
    for (int i = 0; i < share; i++) {
      int first = random.nextInt(document.boxes().words());
      int length = 1 + random.nextInt(LONGEST_SPAN_WORDS);
      int last = Math.min(first + length, document.boxes().words()) - 1;
      int start = document.boxes().start(first);
      int end = document.boxes().end(last);
      List<String> expected = words(document.text().substring(start, end));
      List<Box> boxes = document.boxes().of(start, end);
      check(expected, boxes, pages, file, document.text().substring(start, end));
      if (i < recognisedShare) {
        recognise(file, expected, boxes);
      }
    }
  }

  @SuppressWarnings("SystemOut")
  private void check(
      List<String> expected,
      List<Box> boxes,
      Map<Integer, List<Placed>> pages,
      Path file,
      String span) {
    List<String> inside = new ArrayList<>();
    for (Box box : boxes) {
      pages.getOrDefault(box.page(), List.of()).stream()
          .filter(placed -> placed.x >= box.left() && placed.x <= box.right())
          .filter(placed -> placed.y >= box.top() && placed.y <= box.bottom())
          .forEach(placed -> inside.addAll(words(placed.word)));
    }
    int contained = contained(expected, inside);
    spans++;
    words += expected.size();
    found += contained;
    foreign += inside.size() - contained;
    if (contained == expected.size()) {
      whole++;
    } else {
      System.out.println(file.getFileName() + ": " + span.replace('\n', ' ') + " | " + inside);
    }
  }

  private static int contained(List<String> expected, List<String> inside) {
    List<String> rest = new ArrayList<>(inside);
    return Math.toIntExact(expected.stream().filter(rest::remove).count());
  }

  private void recognise(Path file, List<String> expected, List<Box> boxes)
      throws IOException, InterruptedException {
    List<String> read = new ArrayList<>();
    for (Box box : boxes) {
      read.addAll(words(recognise(file, box)));
    }
    int contained = contained(expected, read);
    recognisedSpans++;
    recognisedWords += expected.size();
    recognisedFound += contained;
    recognisedWhole += contained == expected.size() ? 1 : 0;
  }

  private static String recognise(Path file, Box box) throws IOException, InterruptedException {
    double scale = DOTS_PER_INCH / POINTS_PER_INCH;
    Path image = Files.createTempFile("box", "");
    output(
        "pdftoppm",
        "-cropbox",
        "-png",
        "-singlefile",
        "-r",
        "" + DOTS_PER_INCH,
        "-f",
        "" + box.page(),
        "-l",
        "" + box.page(),
        "-x",
        "" + (int) (box.left() * scale),
        "-y",
        "" + (int) (box.top() * scale),
        "-W",
        "" + (int) ((box.right() - box.left()) * scale + 1),
        "-H",
        "" + (int) ((box.bottom() - box.top()) * scale + 1),
        file.toString(),
        image.toString());
    Path png = Path.of(image + ".png");
    String text = output("tesseract", png.toString(), "stdout", "--psm", "7");
    Files.delete(png);
    Files.delete(image);
    return text;
  }

  private static Map<Integer, List<Placed>> pages(Path file)
      throws IOException, InterruptedException {
    Map<Integer, List<Placed>> pages = new HashMap<>();
    int page = 0;
    for (String line : output("pdftotext", "-cropbox", "-bbox", file.toString(), "-").split("\n")) {
      if (line.contains("<page ")) {
        page++;
      }
      Matcher word = WORD.matcher(line);
      if (word.find()) {
        pages
            .computeIfAbsent(page, number -> new ArrayList<>())
            .add(
                new Placed(
                    (number(word, 1) + number(word, 3)) / 2,
                    (number(word, 2) + number(word, 4)) / 2,
                    word.group(5).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")));
      }
    }
    return pages;
  }

  private static double number(Matcher matcher, int group) {
    return Double.parseDouble(matcher.group(group));
  }

  /** Letters and digits only: the readers differ in quotes, dashes and where words end. */
  private static List<String> words(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).toList();
  }

  private static String output(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d spans: %d whole, %d of %d words in their boxes, %d words of others in them%n"
            + "rendered and recognised %d spans: %d whole, %d of %d words",
        spans,
        whole,
        found,
        words,
        foreign,
        recognisedSpans,
        recognisedWhole,
        recognisedFound,
        recognisedWords);
  }
}
