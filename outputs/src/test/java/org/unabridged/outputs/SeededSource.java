package org.unabridged.outputs;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Rows made from the seed that a reference names: {@code 000042} is so many rows of seed 42. */
record SeededSource(int rowsEach) implements RowSource {

  @Override
  public void rows(String reference, Consumer<Row> sink) {
    rows(reference).forEach(sink);
  }

  List<Row> rows(String reference) {
    RandomRows random = new RandomRows(Long.parseLong(reference));
    return Stream.generate(random::next).limit(rowsEach).toList();
  }
}
