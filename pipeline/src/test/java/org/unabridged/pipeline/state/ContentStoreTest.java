package org.unabridged.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
    store = new ContentStore(folder, folder.resolve("scratch"));
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
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      byte[] torn = new byte[length];
      System.arraycopy(whole, 0, torn, 0, length);
      Files.write(file, torn);
      assertThat(store.findText(KEY)).as("%s of %s bytes", length, whole.length).isNull();
    }
  }

  @Test
  void seesWithoutReadingItThatAFileIsThere() {
    store.saveText(KEY, "");
    assertThat(store.holds(KEY)).as("even an empty text").isTrue();
    store.saveText(KEY, "x".repeat(1_000_000));
    assertThat(store.holds(KEY)).as("however well it compresses").isTrue();
    store.saveText(KEY, noise(100_000));
    assertThat(store.holds(KEY)).as("however badly it compresses").isTrue();
    assertThat(store.holds(Hashes.of("other"))).isFalse();
  }

  @Test
  void seesWithoutReadingItThatAFileIsTorn() throws IOException {
    store.saveText(KEY, noise(5_000));
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);

    int unnoticed = 0;
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      unnoticed += store.holds(KEY) ? 1 : 0;
      // A machine that loses power can leave a file of the right length that ends in zeros.
      Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
      if (length < whole.length - 4) {
        assertThat(store.holds(KEY)).as("zeros after %s bytes", length).isFalse();
      }
    }
    assertThat(unnoticed).as("cut files that end in a likely length").isLessThan(3);
  }

  @Test
  void removesATornFileOnceItWasRead() throws IOException {
    store.saveText(KEY, noise(1_000));
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 0x55;
    Files.write(file, bytes);
    assertThat(store.holds(KEY)).as("its ends look well").isTrue();

    assertThat(store.findText(KEY)).isNull();

    assertThat(store.holds(KEY)).as("the next look finds nothing").isFalse();
  }

  /** Letters and digits at random, the same every time. */
  private static String noise(int length) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (' ' + random.nextInt(90)));
    }
    return text.toString();
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
