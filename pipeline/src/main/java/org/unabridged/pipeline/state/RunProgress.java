package org.unabridged.pipeline.state;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What this process has done for a run so far; for the eyes of people, and for tests that count
 * work. Thread-safe.
 */
public final class RunProgress {
  /** Long enough to cost nothing, short enough that a run that failed ends soon. */
  private static final long LONGEST_WAIT_MILLIS = 500;

  private static final long PAUSE_MILLIS = 20;

  private static final Map<String, RunProgress> RUNS = new ConcurrentHashMap<>();

  private final Map<String, String> claims = new ConcurrentHashMap<>();
  private final Object change = new Object();
  private final AtomicLong released = new AtomicLong();
  private final AtomicLong bytesReleased = new AtomicLong();
  private final AtomicLong parsed = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong contexts = new AtomicLong();
  private final AtomicLong started = new AtomicLong();
  private final AtomicLong inferred = new AtomicLong();
  private final AtomicLong reused = new AtomicLong();
  private final AtomicLong tokensInferred = new AtomicLong();
  private final AtomicLong tokensReused = new AtomicLong();

  private final AtomicLong left = new AtomicLong();
  private volatile RunBudget budget = RunBudget.unlimited();
  private volatile Machines machines = Machines.none();

  private final AtomicLong firstStart = new AtomicLong();
  private final AtomicLong lastEnd = new AtomicLong();

  private RunProgress() {}

  /** The progress of a run in this process. */
  public static RunProgress of(String runId) {
    return RUNS.computeIfAbsent(runId, id -> new RunProgress());
  }

  /**
   * Where the machinery of a run is asked how it is doing.
   *
   * @param parserRestarts parser processes that were replaced during the run
   * @param retries requests to servers that failed during the run and were sent again
   */
  public record Machines(LongSupplier parserRestarts, LongSupplier retries) {
    static Machines none() {
      return new Machines(() -> 0, () -> 0);
    }
  }

  /** Frees what is kept of a run. */
  public static void forget(String runId) {
    RUNS.remove(runId);
  }

  /**
   * A point in time.
   *
   * @param filesParsed files that were parsed, not found in the store
   * @param filesRead input files that left the reading stage
   * @param bytesRead their size
   * @param contexts contexts known so far
   * @param contextsInferred contexts with an outcome made in this run
   * @param contextsReused contexts with an outcome from the store
   * @param tokensInferred tokens read in this run
   * @param tokensReused tokens of reused outcomes
   * @param inferenceTime wall time from the first inference's start to the last one's end
   * @param cost of the contexts inferred, in the currency of the model's prices
   * @param parserRestarts parser processes that were replaced
   * @param retries requests to servers that failed and were sent again
   */
  public record Snapshot(
      long filesParsed,
      long filesRead,
      long bytesRead,
      long contexts,
      long contextsInferred,
      long contextsReused,
      long tokensInferred,
      long tokensReused,
      Duration inferenceTime,
      double cost,
      long parserRestarts,
      long retries) {
    /** Contexts with an outcome, whether made now or found in the store. */
    public long contextsDone() {
      return contextsInferred + contextsReused;
    }
  }

  /** All figures now. */
  public Snapshot snapshot() {
    return new Snapshot(
        parsed.get(),
        read.get(),
        bytesRead.get(),
        contexts.get(),
        inferred.get(),
        reused.get(),
        tokensInferred.get(),
        tokensReused.get(),
        inferenceTime(),
        budget.spent(),
        machines.parserRestarts().getAsLong(),
        machines.retries().getAsLong());
  }

  /**
   * The tables are written, and hold the outcomes of so many tokens: those that were not read in
   * this run were reused.
   */
  public void written(long tokens) {
    tokensReused.set(Math.max(0, tokens - tokensInferred.get()));
  }

  /** Sets the limits of the run; without limits before. */
  public void limit(RunBudget limits) {
    budget = limits;
  }

  /** Sets whom to ask about the machinery; nobody before. */
  public void ask(Machines newMachines) {
    machines = newMachines;
  }

  /** The limits of the run. */
  public RunBudget budget() {
    return budget;
  }

  /** So many input files were finished by earlier runs, and are not even opened again. */
  public void finishedBefore(long files, long sizeBytes) {
    released.addAndGet(files);
    bytesReleased.addAndGet(sizeBytes);
    read.addAndGet(files);
    bytesRead.addAndGet(sizeBytes);
  }

  /** So many input files will not be worked on in this run. */
  public void left(long files) {
    left.addAndGet(files);
    changed();
  }

  /** One input file has entered the reading stage. */
  public void released(long sizeBytes) {
    bytesReleased.addAndGet(sizeBytes);
    released.incrementAndGet();
    changed();
  }

  /** One input file has left the reading stage. */
  public void read(long sizeBytes) {
    read.incrementAndGet();
    bytesRead.addAndGet(sizeBytes);
    changed();
  }

  /** Files in the reading stage. */
  public long unread() {
    return released.get() - read.get();
  }

  /** Their size. */
  public long unreadBytes() {
    return bytesReleased.get() - bytesRead.get();
  }

  /**
   * Whether so many files were read or left, and every context that came of them has its outcome.
   */
  public boolean allDone(long files) {
    return read.get() + left.get() == files && uninferred() == 0;
  }

  /**
   * Waits while no more than this many files and contexts are being worked on, until one of them is
   * done or half a second has passed. If more are waiting, it pauses only for so long that asking
   * again and again costs nothing beside the work.
   */
  @SuppressWarnings("WaitNotInLoop") // waking up early costs a look, nothing else
  public void awaitChange(int busyWorkers) throws InterruptedException {
    synchronized (change) {
      if (unread() + uninferred() <= busyWorkers) {
        change.wait(LONGEST_WAIT_MILLIS);
        return;
      }
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }

  private long uninferred() {
    return contexts.get() - inferred.get() - reused.get();
  }

  private void changed() {
    synchronized (change) {
      change.notifyAll();
    }
  }

  /** See {@link Inferences#claim}. */
  boolean claim(String contextId, String place) {
    String owner = claims.putIfAbsent(contextId, place);
    if (owner == null) {
      contexts.incrementAndGet();
      changed();
    }
    return owner == null || owner.equals(place);
  }

  void parsed() {
    parsed.incrementAndGet();
  }

  /** A model is about to read a context. */
  void started() {
    started.incrementAndGet();
    firstStart.compareAndSet(0, System.nanoTime());
  }

  /** Contexts that the model is reading, or that are refused at this moment. */
  public long inFlight() {
    return started.get() - inferred.get();
  }

  /** Contexts with an outcome made in this run. */
  public long outcomes() {
    return inferred.get();
  }

  void inferred(long tokens) {
    lastEnd.set(System.nanoTime());
    inferred.incrementAndGet();
    tokensInferred.addAndGet(tokens);
    changed();
  }

  void reused(long tokens) {
    reused.incrementAndGet();
    tokensReused.addAndGet(tokens);
    changed();
  }

  private Duration inferenceTime() {
    long end = lastEnd.get();
    return end == 0 ? Duration.ZERO : Duration.ofNanos(end - firstStart.get());
  }
}
