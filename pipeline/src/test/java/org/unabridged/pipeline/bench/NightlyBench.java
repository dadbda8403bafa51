package org.unabridged.pipeline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import org.unabridged.pipeline.testing.Tables;

/**
 * Nightly runs over many small files: the first one, one over the unchanged folder, and one with
 * every hundredth file changed; each a process with a heap of 1 GB. Checks that nothing is inferred
 * that was, and that the tables stay the same. After {@code mvn -q -pl pipeline -am -Dquick
 * test-compile}, from the root of the repository:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.unabridged.pipeline.bench.NightlyBench 50000 clause-moe"
 * </pre>
 */
final class NightlyBench {
  private static final long SEED = 1;
  private static final int EVERY = 100;

  private final int files;
  private final String model;
  private final Path in;
  private final Path out;

  private NightlyBench(int files, String model, Path folder) {
    this.files = files;
    this.model = model;
    this.in = folder.resolve("in");
    this.out = folder.resolve("out");
  }

  /** Arguments: how many files, which model, and a folder to use again; all can be left out. */
  public static void main(String[] arguments) throws Exception {
    int files = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
    String model = arguments.length > 1 ? arguments[1] : "keyword";
    Path folder =
        arguments.length > 2 ? Path.of(arguments[2]) : Files.createTempDirectory("nightly");
    say(
        "Java %s, %d processors, seed %d, %d files, model %s, in %s",
        Runtime.version(), Runtime.getRuntime().availableProcessors(), SEED, files, model, folder);
    new NightlyBench(files, model, folder).measure();
  }

  private void measure() throws Exception {
    GeneratedContracts contracts = new GeneratedContracts(in, SEED);
    if (!Files.exists(out.resolve("latest"))) {
      contracts.write(files);
      night("first run", files);
    }
    List<String> before = digests();
    night("unchanged", 0);
    check("the tables of the unchanged run are those of the first", before.equals(digests()));
    night("1 % changed", contracts.change(files, EVERY));
    check("only the changed rows differ", !before.equals(digests()));
    Size size = size(out.resolve(".state"));
    say(
        "state store: %d files, %.2f files and %.0f bytes a document",
        size.files, (double) size.files / files, (double) size.bytes / files);
  }

  private void night(String name, int expected) throws Exception {
    CommandProcess.Outcome outcome =
        new CommandProcess("-Xmx1g")
            .run("run", in.toString(), "-o", out.toString(), "--model", model);
    if (outcome.exitCode() != 0) {
      say("%s%n%s", name, outcome.output());
      throw new IllegalStateException(name + " failed");
    }
    JsonNode counts = CommandProcess.runJson(out).get("counts");
    say(
        "%-12s %s; %d files parsed, %d contexts inferred, %d documents",
        name,
        outcome,
        counts.get("files_parsed").asInt(),
        counts.get("contexts_inferred").asInt(),
        counts.get("documents").asInt());
    check(
        "the model read what had changed, and nothing else",
        counts.get("contexts_inferred").asInt() == expected
            && counts.get("files_parsed").asInt() == expected);
    check("every file has a row", counts.get("documents").asInt() == files);
  }

  /** A digest of each table without what differs from run to run. */
  private List<String> digests() {
    return Tables.digests(out.resolve("latest"));
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
    say("  checked: %s", what);
  }

  private record Size(long files, long bytes) {}

  private static Size size(Path folder) throws IOException {
    long[] sums = new long[2];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sums[0]++;
            sums[1] += attributes.size();
            return FileVisitResult.CONTINUE;
          }
        });
    return new Size(sums[0], sums[1]);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
