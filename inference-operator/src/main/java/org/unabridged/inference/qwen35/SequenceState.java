package org.unabridged.inference.qwen35;

import java.util.ArrayList;
import java.util.List;

/**
 * All that a sequence remembers of the tokens read so far.
 *
 * @param caches of the layers of full attention, in order
 * @param memories of the other layers, in order
 */
record SequenceState(List<KeyValueCache> caches, List<DeltaMemory> memories) {

  static SequenceState empty(Qwen35Configuration configuration, SegmentPool pool) {
    List<KeyValueCache> caches = new ArrayList<>();
    List<DeltaMemory> memories = new ArrayList<>();
    for (int layer = 0; layer < configuration.layers(); layer++) {
      if (configuration.isFullAttention(layer)) {
        caches.add(new KeyValueCache(pool, configuration.attention().headWidth()));
      } else {
        memories.add(new DeltaMemory(configuration.delta()));
      }
    }
    return new SequenceState(List.copyOf(caches), List.copyOf(memories));
  }

  /** Makes room for tokens beyond those read; where that fails, nothing has changed. */
  void reserve(long read, long tokens) {
    try {
      caches.forEach(cache -> cache.reserve(tokens));
    } catch (InsufficientMemoryException e) {
      caches.forEach(cache -> cache.trim(read));
      throw e;
    }
  }

  SequenceState fork(long tokens) {
    return new SequenceState(
        caches.stream().map(cache -> cache.fork(tokens)).toList(),
        memories.stream().map(DeltaMemory::copy).toList());
  }

  void release() {
    caches.forEach(KeyValueCache::release);
  }
}
