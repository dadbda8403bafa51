package org.unabridged.ingestion;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.tika.metadata.Metadata;
import org.unabridged.ingestion.tika.DeclarationTexts;
import org.unabridged.ingestion.tika.PlausibleCharsetDetector;
import org.unabridged.ingestion.tika.WholeUtf8Detector;

/**
 * Random and damaged inputs to what reads any bytes: the detection of charsets, the grade of a text
 * and its languages in this process, and images through the parser with text recognition. Ends with
 * an exception when any of them throws one.
 *
 * <p>Arguments: a folder of declarations (HTML) to damage, the number of texts, of images, a seed.
 */
final class MeasureHostileInputs {
  private static final int LONGEST = 50_000;
  private static final List<String> FORMATS = List.of("png", "jpg", "tif", "gif", "bmp");
  private static final List<Charset> CHARSETS =
      List.of(
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16,
          StandardCharsets.ISO_8859_1,
          Charset.forName("GB18030"),
          Charset.forName("ISO-2022-JP"));

  private final Random random;
  private final List<byte[]> sound = new ArrayList<>();
  private final PrintStream out;

  private MeasureHostileInputs(long seed, PrintStream out) {
    random = new Random(seed);
    this.out = out;
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    MeasureHostileInputs inputs =
        new MeasureHostileInputs(Long.parseLong(arguments[3]), System.out);
    DeclarationTexts.read(Path.of(arguments[0]))
        .values()
        .forEach(
            paragraphs ->
                inputs.sound.add(String.join("\n", paragraphs).getBytes(StandardCharsets.UTF_8)));
    try (PeakMemory memory = PeakMemory.watch()) {
      inputs.texts(Integer.parseInt(arguments[1]));
      inputs.images(Integer.parseInt(arguments[2]));
      inputs.out.printf("%d MB resident at most%n", memory.megabytes());
    }
  }

  private void texts(int number) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long slowest = 0;
    long characters = 0;
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < number; i++) {
      byte[] bytes = random.nextInt(4) == 0 ? noise() : damaged(any(sound));
      long begun = threads.getCurrentThreadCpuTime();
      characters += read(bytes);
      slowest = Math.max(slowest, threads.getCurrentThreadCpuTime() - begun);
    }
    out.printf(
        Locale.ROOT,
        "%d texts, %d characters: no exception; %.0f s of the processor, slowest %.0f ms%n",
        number,
        characters,
        (threads.getCurrentThreadCpuTime() - start) / 1e9,
        slowest / 1e6);
  }

  private int read(byte[] bytes) throws IOException {
    Charset charset = detected(bytes);
    String text = CanonicalText.of(new String(bytes, charset)).text();
    if (!text.isEmpty()) {
      Qualities.of(text, null);
      double shares = Languages.of(text).stream().mapToDouble(LanguageShare::share).sum();
      if (Math.abs(shares - 1) > 1e-6 && shares != 0) {
        throw new IllegalStateException("shares of languages come to " + shares);
      }
    }
    return text.length();
  }

  private Charset detected(byte[] bytes) throws IOException {
    try (InputStream stream = new ByteArrayInputStream(bytes)) {
      Charset charset = new WholeUtf8Detector().detect(stream, new Metadata());
      charset =
          charset == null ? new PlausibleCharsetDetector().detect(stream, new Metadata()) : charset;
      return charset == null ? any(CHARSETS) : charset;
    }
  }

  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(LONGEST)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Bytes changed, cut out and moved; in another charset now and then. */
  private byte[] damaged(byte[] original) {
    byte[] bytes =
        random.nextInt(3) == 0
            ? new String(original, StandardCharsets.UTF_8).getBytes(any(CHARSETS))
            : original.clone();
    int number = 1 << random.nextInt(12);
    for (int i = 0; i < number; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    int length = 1 + random.nextInt(bytes.length);
    int from = random.nextInt(bytes.length - length + 1);
    byte[] part = new byte[length];
    System.arraycopy(bytes, from, part, 0, length);
    return part;
  }

  private void images(int number) throws IOException {
    Map<String, Integer> outcomes = new TreeMap<>();
    Duration slowest = Duration.ZERO;
    long restarts;
    List<byte[]> images = soundImages();
    Path file = Files.createTempFile("image", "");
    try (DocumentParser parser =
        new DocumentParser(
            ParserConfiguration.defaults().withProcesses(1).withHeapMegabytes(256))) {
      for (int i = 0; i < number; i++) {
        Files.write(file, damagedImage(images.get(i % images.size())));
        long begun = System.nanoTime();
        ParseResult result = parser.parse(file).results().get(0);
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        slowest = slowest.compareTo(time) > 0 ? slowest : time;
        outcomes.merge(
            result instanceof ParseFailure failure ? failure.category().name() : "TEXT",
            1,
            Integer::sum);
      }
      restarts = parser.restarts();
    } finally {
      Files.delete(file);
    }
    out.printf(
        Locale.ROOT,
        "%d images: %s; slowest %d ms, %d processes replaced%n",
        number,
        outcomes,
        slowest.toMillis(),
        restarts);
  }

  /** The signature stays, so that the file is taken for what it was. */
  private byte[] damagedImage(byte[] original) {
    byte[] bytes = original.clone();
    int number = 1 << random.nextInt(8);
    for (int i = 0; i < number; i++) {
      int most = random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length;
      bytes[8 + random.nextInt(most - 8)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static List<byte[]> soundImages() throws IOException {
    byte[] page =
        new PlacedTexts()
            .page()
            .line(100, 200, "This Agreement is governed by the laws of Ruritania.")
            .pdf();
    List<byte[]> images = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(page)) {
      BufferedImage image = new PDFRenderer(document).renderImageWithDPI(0, 100, ImageType.RGB);
      for (String format : FORMATS) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        images.add(bytes.toByteArray());
      }
    }
    return images;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
