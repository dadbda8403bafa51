package org.unabridged.ingestion;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that inputs name. An input is a file, a folder (read with all below it), a glob,
 * or either of them in another Beam file system, such as {@code gs://bucket/contracts/}. Hidden
 * files and folders, whose names begin with a dot, count only when named.
 */
public final class InputFiles {
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*");
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

  private InputFiles() {}

  /**
   * The files, each once, ordered by URI. What exists but cannot be listed is among them, so that
   * reading it says why.
   *
   * @throws InputNotFoundException when an input names nothing
   */
  public static List<InputFile> discover(List<String> inputs) {
    Map<String, InputFile> found = new TreeMap<>();
    for (String input : inputs) {
      int before = found.size();
      boolean any = discover(input, found);
      if (!any && found.size() == before) {
        throw new InputNotFoundException(input, "no files in or matching '" + input + "'");
      }
    }
    return List.copyOf(found.values());
  }

  /** Reads a file's bytes for nothing but their hash, or says why they cannot be read. */
  public static ReadFile identify(InputFile file) {
    try (LocalFile local = LocalFile.of(file.uri())) {
      return ReadFile.stored(file, Sha256.of(local.path()));
    } catch (IOException e) {
      return ReadFile.unreadable(file, UnreadableReason.of(e));
    }
  }

  private static boolean discover(String input, Map<String, InputFile> found) {
    if (SCHEME.matcher(input).matches() && !input.startsWith("file:")) {
      return discoverRemote(input, found);
    }
    Path path = path(input);
    if (path != null && Files.isDirectory(path)) {
      return walk(path, file -> true, found);
    }
    if (path != null && Files.exists(path)) {
      add(path, found);
      return true;
    }
    if (GLOB.matcher(input).find() && !input.startsWith("file:")) {
      return glob(input, found);
    }
    throw new InputNotFoundException(
        input, "'" + input + "' does not exist: check the path, and quote globs");
  }

  private static @Nullable Path path(String input) {
    try {
      return input.startsWith("file:") ? Path.of(URI.create(input)) : Path.of(input);
    } catch (InvalidPathException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new InputNotFoundException(input, "'" + input + "' is not a valid URI");
    }
  }

  private static boolean glob(String glob, Map<String, InputFile> found) {
    int firstSpecial = firstSpecial(glob);
    int folderEnd = glob.lastIndexOf('/', firstSpecial);
    Path folder = Path.of(folderEnd < 0 ? "" : glob.substring(0, folderEnd + 1)).toAbsolutePath();
    if (!Files.isDirectory(folder)) {
      throw new InputNotFoundException(
          glob, "folder of '" + glob + "' does not exist: check the path");
    }
    PathMatcher matcher =
        folder.getFileSystem().getPathMatcher("glob:" + glob.substring(folderEnd + 1));
    return walk(folder, file -> matcher.matches(folder.relativize(file)), found);
  }

  private static int firstSpecial(String glob) {
    Matcher matcher = GLOB.matcher(glob);
    return matcher.find() ? matcher.start() : glob.length();
  }

  private static boolean walk(Path folder, Predicate<Path> wanted, Map<String, InputFile> found) {
    Visitor visitor = new Visitor(folder, wanted, found);
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      add(folder, found);
      return true;
    }
    return visitor.any;
  }

  private static void add(Path path, Map<String, InputFile> found) {
    Path absolute = path.toAbsolutePath().normalize();
    long size;
    try {
      size = Files.size(absolute);
    } catch (IOException e) {
      size = 0;
    }
    String uri = absolute.toUri().toString();
    found.put(uri, new InputFile(uri, size));
  }

  private static boolean discoverRemote(String input, Map<String, InputFile> found) {
    String spec = input.endsWith("/") ? input + "**" : input;
    try {
      MatchResult result = FileSystems.match(spec, EmptyMatchTreatment.DISALLOW);
      for (MatchResult.Metadata file : result.metadata()) {
        if (!file.resourceId().isDirectory() && !isHidden(file)) {
          String uri = file.resourceId().toString();
          found.put(uri, new InputFile(uri, file.sizeBytes()));
        }
      }
      return !result.metadata().isEmpty();
    } catch (IOException e) {
      throw new InputNotFoundException(
          input, "'" + input + "' cannot be found or listed: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new InputNotFoundException(
          input, "'" + input + "' is in a file system that is not known here: " + e.getMessage());
    }
  }

  private static boolean isHidden(MatchResult.Metadata file) {
    String name = file.resourceId().getFilename();
    return name != null && name.startsWith(".");
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Predicate<Path> wanted;
    private final Map<String, InputFile> found;
    private boolean any;

    Visitor(Path root, Predicate<Path> wanted, Map<String, InputFile> found) {
      this.root = root;
      this.wanted = wanted;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return !folder.equals(root) && isHidden(folder)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isHidden(file) && wanted.test(file)) {
        take(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // A link to a folder above itself holds nothing new.
      if (!(e instanceof FileSystemLoopException) && !isHidden(file)) {
        take(file);
      }
      return FileVisitResult.CONTINUE;
    }

    private void take(Path file) {
      add(file, found);
      any = true;
    }

    private static boolean isHidden(Path path) {
      Path name = path.getFileName();
      return name != null && name.toString().startsWith(".");
    }
  }
}
