package org.unabridged.outputs;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** Makes the rows of a reference, on the worker that writes them. */
public interface RowSource extends Serializable {

  /**
   * Hands the rows of one reference to the sink, each as soon as it exists, so that no more than
   * one has to be in memory. The rows of a table are written in the order in which they arrive
   * here.
   *
   * @param reference an element of the collection given to {@link WriteTables}
   * @param sink takes rows of any table; throws when one cannot be written
   */
  void rows(String reference, Consumer<Row> sink);

  /**
   * Begins with the rows of references that one thread will ask for, in this order, so that a
   * source can make them ahead. By default they are made when they are asked for.
   */
  default Rows open(List<String> references) {
    return this::rows;
  }

  /** Rows of references that are asked for one after the other. */
  @FunctionalInterface
  interface Rows extends AutoCloseable {
    /** As {@link RowSource#rows}. */
    void of(String reference, Consumer<Row> sink);

    /** Ends what makes rows ahead. */
    @Override
    default void close() {}
  }
}
