package org.unabridged.pipeline.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.unabridged.pipeline.rows.FileReference.Occurrence;
import org.unabridged.pipeline.rows.FileReference.Seen;

class FileReferenceTest {
  @Test
  void survivesEncoding() {
    FileReference reference =
        new FileReference(
            "file:///a\tb",
            7,
            "id",
            null,
            null,
            List.of(new Occurrence("d", "c", Seen.FIRST), new Occurrence("e", null, Seen.AGAIN)));
    assertThat(FileReference.decode(reference.encode())).isEqualTo(reference);
    FileReference unreadable =
        new FileReference("u", 0, null, "permission denied", null, List.of());
    assertThat(References.file(References.of(unreadable))).isEqualTo(unreadable);
  }

  @Test
  void sortsByAddress() {
    assertThat(
            Stream.of("file:///a/b", "file:///a", "file:///a.txt", "file:///a b")
                .map(uri -> new FileReference(uri, 0, null, "gone", null, List.of()).encode())
                .sorted()
                .map(FileReference::decode)
                .map(FileReference::uri))
        .containsExactly("file:///a", "file:///a b", "file:///a.txt", "file:///a/b");
  }

  @Test
  void refusesWhatIsNoReference() {
    assertThatThrownBy(() -> FileReference.decode("file:///a\tnonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a file reference");
  }
}
