package org.unabridged.pipeline.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The class path of this process with its folders packed into jars, as the launcher has it: an
 * archive of classes can be made of jars only, and a build does not change what is packed.
 */
final class PackedClassPath {
  private PackedClassPath() {}

  /** Packs into a folder; returns the class path. */
  static String in(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> packed = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        packed.add(pack(path, folder.resolve(packed.size() + ".jar")).toString());
      } else if (Files.exists(path)) {
        packed.add(path.toString());
      }
    }
    return String.join(File.pathSeparator, packed);
  }

  private static Path pack(Path classes, Path jar) {
    ToolProvider tool =
        ToolProvider.findFirst("jar")
            .orElseThrow(() -> new IllegalStateException("needs a JDK, which has the jar tool"));
    int code =
        tool.run(
            System.out,
            System.err,
            "--create",
            "--file",
            jar.toString(),
            "-C",
            classes.toString(),
            ".");
    if (code != 0) {
      throw new IllegalStateException("cannot pack " + classes + " into " + jar);
    }
    return jar;
  }
}
