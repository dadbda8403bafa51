package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.pipeline.state.StoredContext.StoredPart;

class ContentStoreTest {
  private static final String KEY = Hashes.of("key");

  @SuppressWarnings("NullAway.Init") // JUnit sets it
  @TempDir
  Path folder;

  private ContentStore store;

  @BeforeEach
  void open() {
    store = new ContentStore(folder);
  }

  @Test
  void findsWhatWasSaved() {
    StoredPart value = new StoredPart("document", "text", 4, List.of("en"));
    store.save(KEY, value);

    assertThat(store.find(KEY, StoredPart.class)).isEqualTo(value);
    assertThat(store.find(Hashes.of("other"), StoredPart.class)).isNull();
  }

  @Test
  void keepsTextsToTheCharacter() {
    String text = "line\nscroll \uD83D\uDCDC \u0000 end ";
    store.saveText(KEY, text);

    assertThat(store.findText(KEY)).isEqualTo(text);
  }

  @Test
  void countsATornFileAsAbsent() throws IOException {
    store.saveText(KEY, "a text that is long enough to be cut somewhere in its middle");
    byte[] whole = Files.readAllBytes(onlyFile());
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = new byte[length];
      System.arraycopy(whole, 0, torn, 0, length);
      Files.write(onlyFile(), torn);
      assertThat(store.findText(KEY)).as("%s of %s bytes", length, whole.length).isNull();
    }
  }

  @Test
  void countsADamagedFileAsAbsent() throws IOException {
    store.save(KEY, new StoredPart("document", "text", 4, List.of("en")));
    byte[] bytes = Files.readAllBytes(onlyFile());
    bytes[bytes.length / 2] ^= 0x20;
    Files.write(onlyFile(), bytes);

    assertThat(store.find(KEY, StoredPart.class)).isNull();
  }

  @Test
  void countsAFileOfAnotherFormAsAbsent() {
    store.saveText(KEY, "{\"documentId\": \"document\"}");

    assertThat(store.find(KEY, StoredPart.class)).isNull();
  }

  @Test
  void leavesOneWholeFileWhenManyWriteAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      writers.add(threads.submit(() -> store.saveText(KEY, "the same text ".repeat(1_000))));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();

    assertThat(store.findText(KEY)).isEqualTo("the same text ".repeat(1_000));
    assertThat(onlyFile()).exists();
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve(KEY.substring(0, 2)), "in the way");

    assertThatThrownBy(() -> store.saveText(KEY, "text"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write to the state folder " + folder);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }
}
