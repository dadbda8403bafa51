package org.unabridged.inference.remote.transport;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.Message;
import org.unabridged.inference.remote.dialect.ServerAnswer;
import org.unabridged.inference.remote.dialect.ServerRequest;
import org.unabridged.inference.remote.scripted.BusyServer;

/**
 * Measures what the transport itself costs, against a server in the same process that works on a
 * fixed number of requests of 10,000 tokens at once, each for the same time. Arguments: {@code busy
 * MILLISECONDS ROUNDS CAPACITY...}, or {@code memory MEBIBYTES} to send a text of that size, for
 * use with a heap of five times it.
 */
final class TransportBenchmark {
  private static final int TOKENS = 10_000;
  private static final int CHARACTERS_PER_TOKEN = 4;

  private TransportBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    List<Integer> numbers = Arrays.stream(arguments).skip(1).map(Integer::valueOf).toList();
    switch (arguments[0]) {
      case "busy" -> {
        System.out.printf("JDK %s, %s%n", Runtime.version(), System.getProperty("os.arch"));
        alone(20, 200);
        for (int capacity : numbers.subList(2, numbers.size())) {
          busy(numbers.get(0), numbers.get(1), capacity);
        }
      }
      case "memory" -> memory(numbers.get(0));
      default -> throw new IllegalArgumentException("busy or memory, not " + arguments[0]);
    }
  }

  private static void busy(int milliseconds, int rounds, int capacity) throws Exception {
    try (BusyServer server = BusyServer.start(capacity, milliseconds);
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(Endpoint.of(server.address(), Dialect.VLLM, "m", 262_144));
      int count = rounds * capacity;
      double cpu = processorSeconds();
      long started = System.nanoTime();
      Progress progress = new Progress(server, count, capacity);
      List<CompletableFuture<ServerAnswer>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        CompletableFuture<ServerAnswer> answer = model.complete(request("document-" + i, i));
        answers.add(answer);
        answer.thenRun(progress::completed);
      }
      for (CompletableFuture<ServerAnswer> answer : answers) {
        if (!answer.join().content().equals("yes") || answer.join().attempts() != 1) {
          throw new IllegalStateException("not the answer at the first attempt: " + answer.join());
        }
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          "capacity %3d: %5d documents of %,d tokens in %.1f s; busy %.2f %% from the second third"
              + " on, %.2f %% from the first request; in both, %.1f ms of processor time a"
              + " document%n",
          capacity,
          count,
          TOKENS,
          seconds,
          100 * progress.busyLater(),
          100 * progress.busyFromTheStart(),
          1e3 * (processorSeconds() - cpu) / count);
    }
  }

  /** One request after the other: what each takes beside the time that the server works. */
  private static void alone(int milliseconds, int count) throws IOException {
    try (BusyServer server = BusyServer.start(1, milliseconds);
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      ModelServer model = transport.open(Endpoint.of(server.address(), Dialect.VLLM, "m", 262_144));
      double[] added = new double[count];
      for (int i = 0; i < count; i++) {
        ServerRequest request = request("document-" + i, i);
        long started = System.nanoTime();
        model.complete(request).join();
        added[i] = (System.nanoTime() - started) / 1e6 - milliseconds;
      }
      Arrays.sort(added);
      System.out.printf(
          "one after the other: %d documents of %,d tokens; the transport adds %.1f ms (median),"
              + " %.1f ms (nine tenths)%n",
          count, TOKENS, added[count / 2], added[count * 9 / 10]);
    }
  }

  /** Own text for each document, as it would be. */
  private static ServerRequest request(String affinity, int seed) {
    String text = ("Clause " + seed + ": the parties agree. ").repeat(TOKENS / 8);
    return ServerRequest.of(affinity, List.of(Message.user(text)), 100, TOKENS);
  }

  private static double processorSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** How busy the server was while the client had enough to do. */
  private static final class Progress {
    private final BusyServer server;
    private final int third;
    private final int full;
    private final int capacity;
    private final long started = System.nanoTime();
    private final double workedAtStart;
    private final AtomicInteger completed = new AtomicInteger();
    private volatile long thirdAt;
    private volatile double thirdWorked;
    private volatile long fullAt;
    private volatile double fullWorked;

    Progress(BusyServer server, int count, int capacity) {
      this.server = server;
      this.third = Math.max(1, count / 3);
      this.full = count - capacity;
      this.capacity = capacity;
      this.workedAtStart = server.worked();
    }

    /** After the last but {@code capacity}, the server runs dry, whatever the client does. */
    void completed() {
      int now = completed.incrementAndGet();
      if (now == third) {
        thirdWorked = server.worked();
        thirdAt = System.nanoTime();
      } else if (now == full) {
        fullWorked = server.worked();
        fullAt = System.nanoTime();
      }
    }

    double busyLater() {
      return (fullWorked - thirdWorked) / ((double) (fullAt - thirdAt) * capacity);
    }

    double busyFromTheStart() {
      return (fullWorked - workedAtStart) / ((double) (fullAt - started) * capacity);
    }
  }

  /** Sends one text; a heap that is too small for it fails. */
  private static void memory(int mebibytes) throws IOException {
    int characters = mebibytes << 20;
    String text = "The parties agree.  Clause ok. \n".repeat(characters / 32);
    try (BusyServer server = BusyServer.start(1, 1);
        HttpTransport transport = HttpTransport.create(HostPolicy.airGapped(Set.of()))) {
      Endpoint endpoint = Endpoint.of(server.address(), Dialect.VLLM, "m", 1_010_000);
      ModelServer model =
          transport.open(
              endpoint.withTime(
                  new TimeLimits(
                      Duration.ofSeconds(5),
                      Duration.ofMinutes(5),
                      1e6,
                      1,
                      Duration.ofMinutes(5))));
      long tokens = characters / CHARACTERS_PER_TOKEN;
      ServerRequest request =
          ServerRequest.of("d", List.of(Message.user(text, "\nDone?")), 10, tokens);
      ServerAnswer answer = model.complete(request).join();
      if (!answer.content().equals("yes") || server.bytes() < characters) {
        throw new IllegalStateException(answer + " after " + server.bytes() + " bytes");
      }
      System.out.printf(
          "sent a text of %d MiB (%,d tokens) with a heap of at most %d MiB%n",
          mebibytes, tokens, Runtime.getRuntime().maxMemory() >> 20);
    }
  }
}
