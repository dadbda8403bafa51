package org.unabridged.pipeline.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a sweep through the state store found: entries that no remaining run was made from, and that
 * are so old that no unfinished run can be waiting for them either.
 *
 * @param garbage files to remove, or removed
 * @param garbageBytes their size
 * @param kept files that stay
 * @param keptBytes their size
 */
public record StateSweep(List<Path> garbage, long garbageBytes, long kept, long keptBytes) {
  /**
   * What a run in the output folder was made from.
   *
   * @param parserFingerprint how it parsed
   * @param inferenceFingerprint what it asked whom, see {@link RunState#inferenceFingerprint}
   * @param fileIds hashes of its input files
   * @param contextIds its contexts
   */
  public record Origin(
      String parserFingerprint,
      String inferenceFingerprint,
      Set<String> fileIds,
      Set<String> contextIds) {
    /** Copies the sets. */
    public Origin {
      fileIds = Set.copyOf(fileIds);
      contextIds = Set.copyOf(contextIds);
    }
  }

  /** Copies the list. */
  public StateSweep {
    garbage = List.copyOf(garbage);
  }

  /**
   * Looks through a state folder; removes nothing. No run may use the folder meanwhile, see {@link
   * StateUsers#lock}.
   *
   * @param origins what all runs in all output folders that use it were made from
   * @param before entries that were written later are kept
   */
  public static StateSweep of(Path folder, Collection<Origin> origins, Instant before)
      throws IOException {
    Path form = RunState.form(folder);
    Set<Path> used = new HashSet<>();
    for (Origin origin : origins) {
      mark(form, origin, used);
    }
    List<Path> garbage = new ArrayList<>();
    long[] bytes = new long[2];
    long[] kept = new long[1];
    if (Files.isDirectory(folder)) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) {
              return StateUsers.isRegister(folder, inside)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              boolean old = attributes.lastModifiedTime().toInstant().isBefore(before);
              if (old && !used.contains(file) && !OutputLock.isFile(file)) {
                garbage.add(file);
                bytes[0] += attributes.size();
              } else {
                kept[0]++;
                bytes[1] += attributes.size();
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return new StateSweep(garbage, bytes[0], kept[0], bytes[1]);
  }

  /** Removes the garbage. What was removed by somebody else meanwhile is fine. */
  public void remove() throws IOException {
    for (Path file : garbage) {
      Files.deleteIfExists(file);
    }
  }

  private static void mark(Path form, Origin origin, Set<Path> used) {
    ContentStore root = new ContentStore(form, form);
    ContentStore files = root.inside(RunState.FILES);
    ContentStore texts = root.inside(RunState.TEXTS);
    for (String fileId : origin.fileIds()) {
      String key = Hashes.of(fileId, origin.parserFingerprint());
      used.add(files.file(key));
      StoredFile stored = files.find(key, StoredFile.class);
      if (stored != null) {
        for (StoredResult result : stored.results()) {
          if (result instanceof StoredDocument document) {
            document.textKeys().forEach(each -> used.add(texts.file(each)));
          }
        }
      }
    }
    for (String contextId : origin.contextIds()) {
      used.add(root.inside(RunState.CONTEXTS).file(contextId));
      String key = Hashes.of(contextId, origin.inferenceFingerprint());
      used.add(root.inside(RunState.RESULTS).file(key));
    }
  }
}
