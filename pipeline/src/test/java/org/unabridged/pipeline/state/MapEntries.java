package org.unabridged.pipeline.state;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore: one file, log-structured, of one process at a time. */
record MapEntries(MVStore store, MVMap<String, byte[]> map) implements EntryStore {
  private static final int COMPACTION_MILLIS = 60_000;

  static MapEntries open(Path folder) {
    MVStore store = new MVStore.Builder().fileName(folder.resolve("state.mv").toString()).open();
    return new MapEntries(store, store.openMap("entries"));
  }

  @Override
  public void put(String key, String text) {
    map.putIfAbsent(key, Packed.of(text));
    store.commit();
  }

  @Override
  public boolean holds(String key) {
    return map.containsKey(key);
  }

  @Override
  public String find(String key) {
    return Packed.text(Objects.requireNonNull(map.get(key), key));
  }

  @Override
  public void sweep(List<String> keys) {
    keys.forEach(map::remove);
    store.commit();
    store.compactFile(COMPACTION_MILLIS);
  }

  @Override
  public void close() {
    store.close();
  }
}
