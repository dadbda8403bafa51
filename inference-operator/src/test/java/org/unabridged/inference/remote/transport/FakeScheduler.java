package org.unabridged.inference.remote.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so. Draws are always the same. */
final class FakeScheduler implements Scheduler {
  private final List<Task> tasks = new ArrayList<>();
  private long now = 1;
  private double draw = 0.5;

  private record Task(long at, Runnable work) {}

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Cancellation after(Duration delay, Runnable work) {
    Task task = new Task(now + delay.toNanos(), work);
    tasks.add(task);
    return () -> tasks.removeIf(other -> other == task);
  }

  @Override
  public double random() {
    return draw;
  }

  void draws(double newDraw) {
    draw = newDraw;
  }

  /** Lets time pass, and runs what falls due in its order. */
  void advance(Duration duration) {
    long end = now + duration.toNanos();
    while (true) {
      Task due =
          tasks.stream()
              .filter(task -> task.at <= end)
              .min(Comparator.comparingLong(Task::at))
              .orElse(null);
      if (due == null) {
        now = end;
        return;
      }
      tasks.remove(due);
      now = Math.max(now, due.at);
      due.work.run();
    }
  }

  /** How long until the next task, or null if there is none. */
  @Nullable Duration next() {
    return tasks.stream()
        .map(task -> Duration.ofNanos(task.at - now))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
