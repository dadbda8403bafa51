package org.unabridged.inference;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Provides {@link TitleModel}, and counts how many are open. */
public final class TitleModelProvider implements ModelHandlerProvider {
  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger OPEN = new AtomicInteger();

  @Override
  public String name() {
    return TitleModel.NAME;
  }

  @Override
  public ModelDescription describe() {
    return new ModelDescription(
        TitleModel.NAME, "test", "title-1", TitleModel.WINDOW, List.of(), Map.of());
  }

  @Override
  public ModelHandler open(RuntimeOptions options) {
    OPENED.incrementAndGet();
    OPEN.incrementAndGet();
    return new TitleModel(describe());
  }
}
