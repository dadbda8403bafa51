package org.unabridged.pipeline.state;

import java.util.List;

/**
 * What the state needs of a store, for {@link StoreBench}: an entry that {@link #put} has returned
 * from survives the death of the process. For many threads.
 */
interface EntryStore extends AutoCloseable {
  /** Stores a text; what is there under the key stays. */
  void put(String key, String text);

  /** Whether something is there; what an unchanged night asks for everything that it has. */
  boolean holds(String key);

  /** What is there, and undamaged. */
  String find(String key);

  /** Removes entries and gives their space back, as {@code state gc} does. */
  void sweep(List<String> keys);

  @Override
  void close();
}
