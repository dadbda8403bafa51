package org.unabridged.pipeline.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Compares the files of the state with embedded databases, over entries as a run makes them, four a
 * document: time to put, to ask for and to read all of them by two threads, to sweep a tenth; space
 * on the disk; whether what was stored outlives a process that is killed while it writes; whether
 * two processes can write at the same time. Checks what it reads. From the root of the repository,
 * after {@code mvn -q -pl pipeline -am -Dquick test-compile}:
 *
 * <pre>
 * mvn -q -pl pipeline -Dquick exec:exec -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.unabridged.pipeline.state.StoreBench 50000"
 * </pre>
 */
final class StoreBench {
  private static final long SEED = 1;

  /** Characters of a text, a parsed file, a context and a result of a contract of one page. */
  private static final int[] CHARACTERS = {1_050, 800, 250, 5_600};

  private static final int THREADS = 2;
  private static final int KILLS = 10;
  private static final int LONGEST_LIFE_MILLIS = 1_500;
  private static final long LOOK_MILLIS = 20;
  private static final int BLOCK = 4_096;
  private static final int AT_THE_SAME_TIME = 400;

  private enum Kind {
    FILES,
    MVSTORE,
    SQLITE;

    EntryStore open(Path folder) {
      return switch (this) {
        case FILES -> FileEntries.open(folder);
        case MVSTORE -> MapEntries.open(folder);
        case SQLITE -> SqliteEntries.open(folder);
      };
    }
  }

  private final Kind kind;
  private final int entries;
  private final Path scratch;

  private StoreBench(Kind kind, int entries, Path scratch) {
    this.kind = kind;
    this.entries = entries;
    this.scratch = scratch;
  }

  /** Argument: how many entries. Its own processes have others. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 1) {
      write(Kind.valueOf(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
      return;
    }
    int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000;
    say("Java %s, seed %d, %d entries, %d threads", Runtime.version(), SEED, entries, THREADS);
    for (Kind kind : Kind.values()) {
      Path scratch = Files.createTempDirectory("store-");
      try {
        new StoreBench(kind, entries, scratch).measure();
      } finally {
        RunState.remove(scratch);
      }
    }
  }

  private void measure() throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("measured"));
    double put;
    try (EntryStore store = kind.open(folder)) {
      put = seconds(i -> store.put(key(i), text(i)));
    }
    double holds;
    double find;
    double sweep;
    long[] size = size(folder);
    try (EntryStore store = kind.open(folder)) {
      holds = seconds(i -> check("it is there", store.holds(key(i))));
      find = seconds(i -> check("it is what was put", store.find(key(i)).equals(text(i))));
      List<String> tenth = IntStream.range(0, entries / 10).mapToObj(i -> key(10 * i)).toList();
      long start = System.nanoTime();
      store.sweep(tenth);
      sweep = (System.nanoTime() - start) / 1e9;
      check("it is gone", !store.holds(key(0)));
      check("the next one is not", store.find(key(1)).equals(text(1)));
    }
    say(
        "%-8s put %.1f s, holds %.2f s, find %.1f s, sweep %.1f s; %d files, %.1f MB, %.1f MB in"
            + " blocks of %d; after the sweep %.1f MB in blocks",
        kind,
        put,
        holds,
        find,
        sweep,
        size[0],
        size[1] / 1e6,
        size[2] / 1e6,
        BLOCK,
        size(folder)[2] / 1e6);
    say("%-8s %s; %s", kind, kills(), together());
  }

  private double seconds(Consumer<Integer> each) throws InterruptedException {
    long start = System.nanoTime();
    List<Throwable> failures = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int first = 0; first < THREADS; first++) {
      int from = first;
      Thread thread =
          new Thread(
              () ->
                  IntStream.iterate(from, i -> i < entries, i -> i + THREADS)
                      .forEach(each::accept));
      thread.setUncaughtExceptionHandler((failed, reason) -> failures.add(reason));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.get(0));
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Lets processes write, kills them, and looks for what they said they had stored. */
  private String kills() throws Exception {
    Random random = new Random(SEED);
    int told = 0;
    int lost = 0;
    int unreadable = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path killed = Files.createDirectory(scratch.resolve("killed-" + kill));
      Path said = scratch.resolve("said-" + kill);
      Process process = writer(killed, Integer.MAX_VALUE, said);
      while (Files.size(said) == 0) {
        process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      process.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      List<Integer> acknowledged =
          Files.readAllLines(said).stream()
              .filter(line -> line.endsWith("."))
              .map(StoreBench::number)
              .toList();
      told += acknowledged.size();
      try (EntryStore store = kind.open(killed)) {
        for (int i : acknowledged) {
          lost += store.holds(key(i)) && store.find(key(i)).equals(text(i)) ? 0 : 1;
        }
      } catch (RuntimeException e) {
        unreadable++;
      }
    }
    return "%d kills: %d of %d stored entries lost, %d times unreadable"
        .formatted(KILLS, lost, told, unreadable);
  }

  private String together() throws Exception {
    Path shared = Files.createDirectory(scratch.resolve("shared"));
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      writers.add(writer(shared, AT_THE_SAME_TIME, scratch.resolve("said-together-" + i)));
    }
    int succeeded = 0;
    for (Process writer : writers) {
      succeeded += writer.waitFor() == 0 ? 1 : 0;
    }
    return succeeded + " of 2 processes could write at the same time";
  }

  private Process writer(Path into, int count, Path said) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StoreBench.class.getName(),
            kind.name(),
            into.toString(),
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(said.toFile())
        .start();
  }

  /** Stores entry after entry, and says each number once it is stored. */
  private static void write(Kind kind, Path folder, int count) {
    try (EntryStore store = kind.open(folder)) {
      for (int i = 0; i < count; i++) {
        store.put(key(i), text(i));
        System.out.println(i + ".");
        System.out.flush();
      }
    }
  }

  private static int number(String line) {
    return Integer.parseInt(line.replace(".", ""));
  }

  private static String key(int entry) {
    return Hashes.of(Integer.toString(entry));
  }

  /** Words in the order of chance, which compress about as well as what is stored. */
  private static String text(int entry) {
    Random random = new Random(entry);
    StringBuilder text = new StringBuilder();
    while (text.length() < CHARACTERS[entry % CHARACTERS.length]) {
      text.append("\"w").append(random.nextInt(300)).append("\":").append(random.nextInt(99));
    }
    return text.toString();
  }

  /** Files, bytes, and bytes rounded up to whole blocks. */
  private static long[] size(Path folder) throws IOException {
    long[] sums = new long[3];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sums[0]++;
            sums[1] += attributes.size();
            sums[2] += (attributes.size() + BLOCK - 1) / BLOCK * BLOCK;
            return FileVisitResult.CONTINUE;
          }
        });
    return sums;
  }

  private static void check(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
