package org.unabridged.ingestion;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystemRegistrar;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** A Beam file system of files in memory, {@code memory://…}, which stands for the remote ones. */
public final class MemoryFileSystem extends FileSystem<MemoryFileSystem.Resource> {
  private static final Map<String, byte[]> FILES = new ConcurrentSkipListMap<>();

  static void put(String uri, byte[] bytes) {
    FILES.put(uri, bytes);
  }

  static String sha256(String uri) {
    MessageDigest digest = Sha256.digest();
    digest.update(FILES.get(uri));
    return Sha256.hexadecimal(digest);
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    return specs.stream().map(MemoryFileSystem::match).toList();
  }

  private static MatchResult match(String spec) {
    String prefix = spec.endsWith("**") ? spec.substring(0, spec.length() - 2) : spec;
    List<Metadata> found =
        FILES.entrySet().stream()
            .filter(
                entry ->
                    spec.endsWith("**")
                        ? entry.getKey().startsWith(prefix)
                        : entry.getKey().equals(spec))
            .map(
                entry ->
                    Metadata.builder()
                        .setResourceId(new Resource(entry.getKey()))
                        .setSizeBytes(entry.getValue().length)
                        .setIsReadSeekEfficient(true)
                        .build())
            .toList();
    return found.isEmpty()
        ? MatchResult.create(Status.NOT_FOUND, new FileNotFoundException(spec))
        : MatchResult.create(Status.OK, found);
  }

  @Override
  protected ReadableByteChannel open(Resource resource) throws IOException {
    byte[] bytes = FILES.get(resource.uri());
    if (bytes == null) {
      throw new FileNotFoundException(resource.uri());
    }
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  @Override
  protected Resource matchNewResource(String spec, boolean isDirectory) {
    return new Resource(spec);
  }

  @Override
  protected String getScheme() {
    return "memory";
  }

  @Override
  protected WritableByteChannel create(Resource resource, CreateOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void copy(List<Resource> from, List<Resource> to) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void rename(List<Resource> from, List<Resource> to, MoveOptions... options) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void delete(Collection<Resource> resources) {
    throw new UnsupportedOperationException();
  }

  record Resource(String uri) implements ResourceId {
    @Override
    public ResourceId resolve(String other, ResolveOptions options) {
      return new Resource(uri + other);
    }

    @Override
    public ResourceId getCurrentDirectory() {
      return new Resource(uri.substring(0, uri.lastIndexOf('/') + 1));
    }

    @Override
    public String getScheme() {
      return "memory";
    }

    @Override
    public @Nullable String getFilename() {
      return uri.substring(uri.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isDirectory() {
      return uri.endsWith("/");
    }

    @Override
    public String toString() {
      return uri;
    }
  }

  /** Makes the file system known to Beam. */
  public static final class Registrar implements FileSystemRegistrar {
    @Override
    public Iterable<FileSystem<?>> fromOptions(PipelineOptions options) {
      return List.of(new MemoryFileSystem());
    }
  }
}
