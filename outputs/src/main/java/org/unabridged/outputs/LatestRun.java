package org.unabridged.outputs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * {@code OUT/latest}: a link to the newest run, or a text file with its relative path where links
 * are impossible.
 */
final class LatestRun {

  private static final String NAME = "latest";

  private LatestRun() {}

  /** Points at a run in one step: a reader sees the old one or this one. */
  static void pointTo(Path out, Path run) throws IOException {
    Path fresh = out.resolve("." + NAME);
    Files.deleteIfExists(fresh);
    Path relative = out.relativize(run);
    try {
      Files.createSymbolicLink(fresh, relative);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.writeString(fresh, relative.toString().replace('\\', '/') + "\n");
    }
    try {
      Files.move(fresh, out.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    FileTrees.syncFolder(out);
  }

  /** The run pointed at; empty when there is none or it is gone. */
  static Optional<Path> find(Path out) throws IOException {
    Path latest = out.resolve(NAME);
    Path run = latest;
    if (Files.isSymbolicLink(latest)) {
      run = out.resolve(Files.readSymbolicLink(latest));
    } else if (Files.isRegularFile(latest, LinkOption.NOFOLLOW_LINKS)) {
      run = out.resolve(Files.readString(latest).strip());
    }
    return Files.isDirectory(run) ? Optional.of(run.normalize()) : Optional.empty();
  }
}
