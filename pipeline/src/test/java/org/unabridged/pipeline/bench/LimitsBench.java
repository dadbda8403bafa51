package org.unabridged.pipeline.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.pipeline.Machinery;
import org.unabridged.pipeline.Run;
import org.unabridged.pipeline.RunReport;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.admission.AdmissionPolicy;
import org.unabridged.pipeline.testing.KeywordModel;
import org.unabridged.pipeline.testing.KeywordModelProvider;

/**
 * Runs with random deadlines: no inference may begin after its deadline, every file has a row, and
 * what was left is finished by the next run. From the root of the repository, after {@code mvn -q
 * -pl pipeline -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="--add-opens=java.base/java.nio=ALL-UNNAMED -cp %classpath \
 *   org.unabridged.pipeline.bench.LimitsBench 50"
 * </pre>
 */
final class LimitsBench {
  private static final long SEED = 1;
  private static final int FILES = 30;
  private static final int DELAY_MILLIS = 100;

  private final List<Instant> starts = Collections.synchronizedList(new ArrayList<>());
  private final Random random = new Random(SEED);
  private final Path folder;

  private LimitsBench(Path folder) {
    this.folder = folder;
  }

  /** Argument: how many settings. */
  public static void main(String[] arguments) throws Exception {
    int settings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    System.setProperty(KeywordModel.DELAY, Integer.toString(DELAY_MILLIS));
    Path folder = Files.createTempDirectory("limits");
    new GeneratedContracts(folder.resolve("in"), SEED).write(FILES);
    LimitsBench bench = new LimitsBench(folder);
    KeywordModel.atEachContext(() -> bench.starts.add(Instant.now()));
    for (int i = 1; i <= settings; i++) {
      bench.measure(i);
    }
    System.out.println(settings + " settings, none exceeded by more than what was in flight");
  }

  private void measure(int setting) throws Exception {
    Path out = folder.resolve("out-" + setting);
    Duration time = Duration.ofMillis(random.nextInt(6_000));
    int threads = 1 + random.nextInt(3);
    starts.clear();
    Instant deadline = Instant.now().plus(time);
    AdmissionPolicy unlimited = AdmissionPolicy.unlimited();

    RunReport limited = run(out, threads, unlimited.withDeadline(deadline));

    Instant last = starts.stream().max(Instant::compareTo).orElse(Instant.MIN);
    check("no inference begins after the deadline", last.isBefore(deadline));
    check("every file has a row", limited.documents() == FILES);
    check("what was not read is left", limited.left() == FILES - starts.size());
    int before = starts.size();
    RunReport rest = run(out, threads, unlimited);
    check("the next run does the rest, and only that", starts.size() == FILES && rest.left() == 0);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%d: deadline after %.1f s, %d threads: %d read, %d left, all finished by the next run",
            setting,
            time.toMillis() / 1e3,
            threads,
            before,
            limited.left()));
  }

  private RunReport run(Path out, int threads, AdmissionPolicy policy) {
    RunRequest request =
        RunRequest.of(List.of(folder.resolve("in").toString()), out)
            .withModel(KeywordModelProvider.NAME)
            .withRuntime(RuntimeOptions.defaults().withThreads(threads))
            .withAdmission(policy);
    try (Machinery machinery = Machinery.start(request)) {
      return Run.of(request).execute(machinery, Run.discover(request));
    }
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
