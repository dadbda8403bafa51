package org.unabridged.inference.tensor;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that one handler computes with. A caller computes on its own thread, and borrows
 * whatever other threads are idle for each step: a lone call gets all of them, many calls at once
 * get one each, and never do more than {@code threads} compute at a time. How tasks fall to threads
 * is a matter of chance, so tasks must not depend on each other.
 */
public final class Workers implements AutoCloseable {

  /**
   * How often a thread looks again before it sleeps: about 50 microseconds, the time that waking it
   * would take.
   */
  private static final int SPINS = 1000;

  private final int threads;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Helper> idle = new ConcurrentLinkedDeque<>();

  /**
   * Starts the threads.
   *
   * @param threads how many may compute at a time, callers included, at least 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    this.threads = threads;
    this.permits = new Semaphore(threads, true);
    for (int i = 1; i < threads; i++) {
      Helper helper = new Helper("inference-" + i);
      idle.push(helper);
      helper.thread.start();
    }
  }

  /** How many threads compute at most. */
  public int threads() {
    return threads;
  }

  /** Waits until this thread may compute. The lease is for this thread only. */
  public Lease lease() {
    permits.acquireUninterruptibly();
    return new Lease();
  }

  /** Ends the threads. No lease may be open. */
  @Override
  public void close() {
    for (Helper helper = idle.poll(); helper != null; helper = idle.poll()) {
      helper.thread.interrupt();
    }
  }

  /** One of several tasks. */
  @FunctionalInterface
  public interface Task {

    /**
     * Does one task.
     *
     * @param task its number, from 0
     * @param worker which of the threads does it, from 0: no two tasks of one worker run at the
     *     same time, so scratch memory can be kept for each
     */
    void run(int task, int worker);
  }

  /** The right to compute. */
  public final class Lease implements AutoCloseable {

    private Lease() {}

    /** Upper bound of worker numbers. */
    public int workers() {
      return threads;
    }

    /**
     * Runs tasks 0 to {@code count - 1} on this thread and on those that are idle, and returns when
     * all are done. What a task throws is thrown here, after the others have ended.
     */
    public void run(int count, Task task) {
      Job job = new Job(count, task);
      int helpers = 0;
      // a thread that waits to begin goes first
      while (helpers < count - 1 && !permits.hasQueuedThreads() && permits.tryAcquire()) {
        // INVARIANT: a helper is idle for each free permit, as callers hold one and there are
        // threads - 1 helpers
        Helper helper = idle.poll();
        if (helper == null) {
          permits.release();
          break;
        }
        job.helpers.incrementAndGet();
        helper.start(job, ++helpers);
      }
      job.work(0);
      job.await();
    }

    @Override
    public void close() {
      permits.release();
    }
  }

  /** Tasks that several threads take from. */
  private static final class Job {
    private final int count;
    private final Task task;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger helpers = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Job(int count, Task task) {
      this.count = count;
      this.task = task;
    }

    void work(int worker) {
      try {
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
          task.run(i, worker);
        }
      } catch (Throwable thrown) {
        failure.compareAndSet(null, thrown);
        next.set(count);
      }
    }

    void helperDone() {
      if (helpers.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    void await() {
      for (int spins = 0; helpers.get() > 0; spins++) {
        if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  /** A thread that waits for jobs. */
  private final class Helper implements Runnable {
    private final Thread thread;
    private final AtomicReference<@Nullable Job> job = new AtomicReference<>();
    private volatile int worker;

    Helper(String name) {
      thread = new Thread(this, name);
      thread.setDaemon(true);
    }

    void start(Job newJob, int newWorker) {
      worker = newWorker;
      job.set(newJob);
      LockSupport.unpark(thread);
    }

    @Override
    public void run() {
      for (int spins = 0; !Thread.interrupted(); spins++) {
        Job current = job.get();
        if (current != null) {
          current.work(worker);
          job.set(null);
          idle.push(this);
          permits.release();
          current.helperDone();
          spins = 0;
        } else if (spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
    }
  }
}
