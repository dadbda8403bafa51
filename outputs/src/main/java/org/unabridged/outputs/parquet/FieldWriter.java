package org.unabridged.outputs.parquet;

import org.jspecify.annotations.Nullable;

/**
 * Takes the values of a column apart into the values and levels of its leaves, as the paper on
 * Dremel describes.
 */
sealed interface FieldWriter permits LeafWriter, ListWriter, StructWriter {

  /**
   * Appends a value.
   *
   * @param value null where the column may be null
   * @param repetition level of the first leaf value that comes of it
   * @throws IllegalArgumentException when a required value is null or the number of members is
   *     wrong
   */
  void write(@Nullable Object value, int repetition);

  /**
   * Appends that there is no value here, because something around it is null or empty.
   *
   * @param definition how much of what is around it is there
   */
  void writeMissing(int repetition, int definition);
}
