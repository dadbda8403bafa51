package org.unabridged.inference.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of weights on disk, where it can be mapped.
 *
 * @param path where it is
 * @param sha256 of its bytes, in hexadecimal
 */
public record ModelFile(Path path, String sha256) {

  private static final String FOLDER = "unabridged";

  /** A file that is already on disk. */
  public static ModelFile of(Path path) throws IOException {
    return new ModelFile(path, sha256(path.toUri().toURL()));
  }

  /**
   * A resource of the class path. One inside an archive is copied once to the user's cache folder,
   * or to the temporary folder where there is none that can be written, under its SHA-256; the copy
   * appears whole or not at all.
   */
  public static ModelFile ofResource(URL resource) throws IOException {
    if (resource.getProtocol().equals("file")) {
      return of(Path.of(uri(resource)));
    }
    return copyOf(resource, List.of(userCache(), temporaryCache()));
  }

  /** Uses or makes a copy in the first of some folders that can be written. */
  static ModelFile copyOf(URL resource, List<Path> folders) throws IOException {
    String sha256 = sha256(resource);
    IOException failure = null;
    for (Path folder : folders) {
      try {
        Path copy = folder.resolve(sha256 + ".gguf");
        if (!Files.isRegularFile(copy) || !sha256(copy.toUri().toURL()).equals(sha256)) {
          copy(resource, copy);
        }
        return new ModelFile(copy, sha256);
      } catch (FileSystemException | UncheckedIOException e) {
        failure = new IOException("cannot copy the model to " + folder + ": " + e.getMessage(), e);
      }
    }
    throw failure == null ? new IOException("no folder to copy the model to") : failure;
  }

  private static void copy(URL resource, Path target) throws IOException {
    Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
    Path partial = Files.createTempFile(folder, "model", ".partial");
    try {
      try (InputStream in = resource.openStream();
          OutputStream out = Files.newOutputStream(partial)) {
        in.transferTo(out);
      }
      moveInto(partial, target);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void moveInto(Path partial, Path target) throws IOException {
    try {
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path userCache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", FOLDER)
        : Path.of(cache, FOLDER);
  }

  private static Path temporaryCache() {
    return Path.of(System.getProperty("java.io.tmpdir"), FOLDER);
  }

  private static String sha256(URL resource) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream in = new DigestInputStream(resource.openStream(), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static URI uri(URL resource) throws IOException {
    try {
      return resource.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("not a file: " + resource, e);
    }
  }
}
