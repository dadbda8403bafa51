package org.unabridged.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.unabridged.inference.ModelHandler;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ReadDocuments;

/**
 * The parts of a run that take long to start: the parser's process, the model's weights and the
 * options of the runner. They start side by side as soon as it is known which ones are needed,
 * while the rest of the run is still being put together.
 */
public final class Machinery implements AutoCloseable {
  private final CompletableFuture<ModelHandler> model;
  private final CompletableFuture<PipelineOptions> runner;

  private Machinery(
      CompletableFuture<ModelHandler> model, CompletableFuture<PipelineOptions> runner) {
    this.model = model;
    this.runner = runner;
  }

  /** Starts everything and returns at once. */
  public static Machinery start(String model, RuntimeOptions runtime, ParserConfiguration parser) {
    ReadDocuments.warmUp(parser);
    return new Machinery(
        CompletableFuture.supplyAsync(
            () -> ModelHandlers.open(model, runtime), task -> daemon(task, "open model").start()),
        CompletableFuture.supplyAsync(
            () -> LocalOptions.of(LocalOptions.workers(model, runtime)),
            task -> daemon(task, "runner's options").start()));
  }

  /** Starts what a request needs. */
  public static Machinery start(RunRequest request) {
    return start(request.model(), request.runtime(), request.parser());
  }

  /** The model; waits until it is there. */
  ModelHandler model() {
    return joined(model);
  }

  /** The options of the runner on this machine; waits until they are there. */
  PipelineOptions runner() {
    return joined(runner);
  }

  private static <T> T joined(CompletableFuture<T> part) {
    try {
      return part.join();
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
