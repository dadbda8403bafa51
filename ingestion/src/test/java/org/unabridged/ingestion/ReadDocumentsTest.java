package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unabridged.ingestion.SampleFiles.utf8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transform on the direct runner, which here checks that elements are immutable and encodable.
 */
class ReadDocumentsTest {
  private static final ParserConfiguration CONFIGURATION =
      ParserConfiguration.defaults().withHeapMegabytes(256);

  @TempDir Path folder;

  private final MemoryStore store = new MemoryStore();

  @Test
  void putsDocumentsIntoTheStoreAndOneElementForEachFileOut() throws IOException {
    InputFile text = write("a.txt", utf8("This Agreement ends."));
    InputFile empty = write("b.txt", new byte[0]);
    InputFile missing = new InputFile(folder.resolve("gone.txt").toUri().toString(), 3);

    run(
        List.of(text, empty, missing),
        List.of(
            ReadFile.stored(text, id("a.txt")),
            ReadFile.stored(empty, id("b.txt")),
            ReadFile.unreadable(missing, "vanished before it was read: run again")));

    assertThat(store.parsed(id("a.txt")).results())
        .singleElement()
        .isInstanceOfSatisfying(
            Document.class,
            document -> assertThat(document.text()).isEqualTo("This Agreement ends."));
    assertThat(store.parsed(id("b.txt")).results())
        .singleElement()
        .isInstanceOfSatisfying(
            ParseFailure.class,
            failure -> assertThat(failure.category()).isEqualTo(ParseFailure.Category.EMPTY_FILE));
  }

  @Test
  void parsesTheSameBytesOnce() throws IOException {
    List<InputFile> files =
        List.of(
            write("a.txt", utf8("Same.")),
            write("b.txt", utf8("Same.")),
            write("c.txt", utf8("Same.")),
            write("d.txt", utf8("Other.")));

    run(files, files.stream().map(file -> ReadFile.stored(file, id(file))).toList());

    assertThat(store.saves()).isEqualTo(2);
  }

  @Test
  void doesNotParseWhatTheStoreHas() throws IOException {
    InputFile file = write("a.txt", utf8("Known."));
    List<ReadFile> expected = List.of(ReadFile.stored(file, id(file)));
    run(List.of(file), expected);

    run(List.of(file), expected);

    assertThat(store.saves()).isEqualTo(1);
  }

  @Test
  void reportsAFolderInPlaceOfAFile() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    InputFile file = new InputFile(sub.toUri().toString(), 0);

    run(
        List.of(file),
        List.of(
            ReadFile.unreadable(file, "is a folder that cannot be listed: check its permissions")));
  }

  @Test
  void readsFilesOfOtherFileSystems() throws IOException {
    MemoryFileSystem.put("memory://bucket/a.pdf", SampleFiles.pdf(List.of("Remote text.")));
    MemoryFileSystem.put("memory://bucket/sub/b.txt", utf8("Remote, too."));
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());

    List<InputFile> files = InputFiles.discover(List.of("memory://bucket/"));

    assertThat(files)
        .extracting(InputFile::uri)
        .containsExactly("memory://bucket/a.pdf", "memory://bucket/sub/b.txt");
    run(
        files,
        files.stream()
            .map(file -> ReadFile.stored(file, MemoryFileSystem.sha256(file.uri())))
            .toList());
    assertThat(store.parsed(MemoryFileSystem.sha256("memory://bucket/a.pdf")).results())
        .singleElement()
        .isInstanceOfSatisfying(
            Document.class, document -> assertThat(document.text()).isEqualTo("Remote text."));
  }

  private void run(List<InputFile> files, List<ReadFile> expected) {
    String run = UUID.randomUUID().toString();
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline
        .apply(Create.of(files))
        .apply(ReadDocuments.with(CONFIGURATION).storingIn(store))
        .apply(ParDo.of(new Collect(run)));
    pipeline.run().waitUntilFinish();
    assertThat(Collect.collected(run)).containsExactlyInAnyOrderElementsOf(expected);
  }

  private InputFile write(String name, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);
    return new InputFile(file.toUri().toString(), bytes.length);
  }

  private String id(String name) throws IOException {
    return Sha256.of(folder.resolve(name));
  }

  private static String id(InputFile file) {
    try {
      return Sha256.of(Path.of(URI.create(file.uri())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps what comes out of a run. */
  private static final class Collect extends DoFn<ReadFile, Void> {
    private static final long serialVersionUID = 1;
    private static final Map<String, Queue<ReadFile>> RUNS = new ConcurrentHashMap<>();

    private final String run;

    Collect(String run) {
      this.run = run;
    }

    static Queue<ReadFile> collected(String run) {
      return RUNS.computeIfAbsent(run, key -> new ConcurrentLinkedQueue<>());
    }

    @ProcessElement
    public void collect(@Element ReadFile file) {
      collected(run).add(file);
    }
  }

  /** Survives serialization by name, as a store on a shared disk would. */
  private static final class MemoryStore implements ParsedFileStore {
    private static final long serialVersionUID = 1;
    private static final Map<String, Map<String, ParsedFile>> FILES = new ConcurrentHashMap<>();
    private static final Map<String, AtomicInteger> SAVES = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    @Override
    public @Nullable ParsedFile find(String fileId) {
      return FILES.computeIfAbsent(name, key -> new ConcurrentHashMap<>()).get(fileId);
    }

    @Override
    public void save(ParsedFile parsed) {
      FILES.computeIfAbsent(name, key -> new ConcurrentHashMap<>()).put(parsed.fileId(), parsed);
      SAVES.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
    }

    int saves() {
      return SAVES.computeIfAbsent(name, key -> new AtomicInteger()).get();
    }

    ParsedFile parsed(String fileId) {
      return Objects.requireNonNull(find(fileId), fileId);
    }
  }
}
