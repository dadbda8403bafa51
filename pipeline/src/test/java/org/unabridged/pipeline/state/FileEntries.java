package org.unabridged.pipeline.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files that the state consists of. */
record FileEntries(ContentStore store) implements EntryStore {
  static FileEntries open(Path folder) {
    return new FileEntries(new ContentStore(folder.resolve("v1"), folder.resolve("scratch")));
  }

  @Override
  public void put(String key, String text) {
    store.saveText(key, text);
  }

  @Override
  public boolean holds(String key) {
    return store.holds(key);
  }

  @Override
  public String find(String key) {
    String text = store.findText(key);
    return text == null ? "" : text;
  }

  /** Looks at all files, as a sweep has to. */
  @Override
  public void sweep(List<String> keys) {
    Set<Path> garbage = new HashSet<>();
    keys.forEach(key -> garbage.add(store.file(key)));
    try (Stream<Path> files = Files.walk(store.root())) {
      for (Path file : files.filter(garbage::contains).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
