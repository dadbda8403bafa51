package org.unabridged.outputs;

import java.io.Serializable;
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
}
