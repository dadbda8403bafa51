package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacitySearchTest {
  private static final long SECOND = 1_000_000_000L;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 50, 100, 130, 200, 256})
  void keepsAServerOfFixedLatencyBusy(int capacity) {
    Simulation run = new Simulation(capacity, new CapacitySearch(8, 256), 0, 1);
    run.until(60 * SECOND);
    double before = run.busy;
    run.until(660 * SECOND);
    assertThat((run.busy - before) / (600.0 * SECOND * capacity)).isGreaterThan(0.98);
    assertThat(run.search.limit()).isBetween(capacity, (int) (1.5 * capacity) + 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 20, 100})
  void keepsAServerOfVaryingLatencyBusy(int capacity) {
    Simulation run = new Simulation(capacity, new CapacitySearch(8, 256), 0.8, 2);
    run.until(120 * SECOND);
    double before = run.busy;
    run.until(1320 * SECOND);
    assertThat((run.busy - before) / (1200.0 * SECOND * capacity)).isGreaterThan(0.93);
  }

  @Test
  void findsAServerThatHasGrown() {
    Simulation run = new Simulation(10, new CapacitySearch(8, 256), 0, 3);
    run.until(200 * SECOND);
    assertThat(run.search.limit()).isLessThan(20);
    run.capacity = 80;
    run.until(900 * SECOND);
    assertThat(run.search.limit()).isBetween(80, 130);
  }

  @Test
  void findsAServerThatHasShrunk() {
    Simulation run = new Simulation(80, new CapacitySearch(8, 256), 0, 3);
    run.until(200 * SECOND);
    run.capacity = 10;
    run.until(2500 * SECOND);
    assertThat(run.search.limit()).isBetween(10, 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30, 100})
  void obeysAServerThatRefusesWhatIsTooMuch(int capacity) {
    Simulation run = new Simulation(capacity, new CapacitySearch(8, 256), 0, 4);
    run.refuses = true;
    run.until(60 * SECOND);
    double before = run.busy;
    long refused = run.refused;
    long answered = run.answered;
    run.until(660 * SECOND);
    assertThat((run.busy - before) / (600.0 * SECOND * capacity)).isGreaterThan(0.9);
    assertThat((double) (run.refused - refused) / (run.answered - answered)).isLessThan(0.05);
  }

  @Test
  void losesHalfToAnOutageAndNotMore() {
    CapacitySearch search = new CapacitySearch(64, 64);
    for (int i = 0; i < 64; i++) {
      search.overloaded(0, 0, SECOND + i);
    }
    assertThat(search.limit()).isEqualTo(32);
    search.finished(1, 2 * SECOND, 3 * SECOND);
    search.overloaded(0, 3 * SECOND, 4 * SECOND);
    assertThat(search.limit()).isEqualTo(16);
  }

  @Test
  void changesNothingWhileNobodyWaits() {
    CapacitySearch search = new CapacitySearch(8, 256);
    for (int i = 0; i < 1000; i++) {
      search.idle(i);
    }
    assertThat(search.limit()).isEqualTo(8);
  }

  /** A server with so many places, a queue before them, and a client that always has more. */
  private static final class Simulation {
    private final CapacitySearch search;
    private final double spread;
    private final SplittableRandom random;
    private final PriorityQueue<Running> ends =
        new PriorityQueue<>((a, b) -> Long.compare(a.end, b.end));
    private final Queue<Request> queue = new ArrayDeque<>();
    private final TreeSet<Long> inFlight = new TreeSet<>();
    private int capacity;
    private boolean refuses;
    private long now;
    private long next;
    private long retryAt;
    private long refused;
    private long answered;
    private double busy;

    private record Request(long number, long sent) {}

    private record Running(Request request, long end) {}

    Simulation(int capacity, CapacitySearch search, double spread, long seed) {
      this.capacity = capacity;
      this.search = search;
      this.spread = spread;
      this.random = new SplittableRandom(seed);
      fill();
    }

    void until(long time) {
      while (now < time) {
        Running first = ends.poll();
        busy += (double) (ends.size() + 1) * (first.end - now);
        now = first.end;
        answered++;
        if (inFlight.size() >= search.limit()) {
          search.finished(1, first.request.sent, now);
        } else {
          search.idle(first.request.sent);
        }
        inFlight.remove(first.request.number);
        startQueued();
        fill();
      }
    }

    private void fill() {
      while (inFlight.size() < search.limit() && now >= retryAt) {
        Request request = new Request(next++, now);
        inFlight.add(request.number);
        if (refuses && ends.size() >= capacity) {
          refused++;
          int older = inFlight.headSet(request.number).size();
          inFlight.remove(request.number);
          search.overloaded(older, now, now);
          retryAt = now + SECOND / 20;
          return;
        }
        queue.add(request);
        startQueued();
      }
    }

    private void startQueued() {
      while (ends.size() < capacity && !queue.isEmpty()) {
        double latency = SECOND * (1 + spread * (2 * random.nextDouble() - 1));
        // no two ends at the same time, as in life
        ends.add(new Running(queue.remove(), now + (long) latency + random.nextInt(1000)));
      }
    }
  }
}
