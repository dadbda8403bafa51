package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class UnreadableReasonTest {
  @Test
  void saysWhatToDo() {
    assertThat(UnreadableReason.of(new AccessDeniedException("secret.pdf")))
        .isEqualTo("may not be read: check its permissions");
    assertThat(UnreadableReason.of(new NoSuchFileException("secret.pdf"))).contains("run again");
    assertThat(UnreadableReason.of(new IOException("Is a directory"))).contains("folder");
  }

  @Test
  void doesNotRepeatTheName() {
    assertThat(UnreadableReason.of(new IOException("secret.pdf: stale handle")))
        .isEqualTo("could not be read (IOException): check the disk or the share");
  }
}
