package org.unabridged.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ReadDocuments;

/**
 * The parts of a run that take long to start: the parser's process and the model's weights. They
 * start side by side as soon as it is known which ones are needed, while the rest of the run is
 * still being put together.
 */
public final class Machinery implements AutoCloseable {
  private final CompletableFuture<ModelHandler> model;

  private Machinery(CompletableFuture<ModelHandler> model) {
    this.model = model;
  }

  /** Starts everything and returns at once. */
  public static Machinery start(String model, RuntimeOptions runtime, ParserConfiguration parser) {
    ReadDocuments.warmUp(parser);
    return new Machinery(
        CompletableFuture.supplyAsync(
            () -> ModelHandlers.open(model, runtime), task -> daemon(task, "open model").start()));
  }

  /** Starts what a request needs. */
  public static Machinery start(RunRequest request) {
    return start(request.model(), request.runtime(), request.parser());
  }

  /** The model; waits until it is there. */
  ModelHandler model() {
    try {
      return model.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    var unused = model.thenAccept(ModelHandler::close);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
