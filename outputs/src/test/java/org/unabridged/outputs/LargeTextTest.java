package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Memory does not depend on the number of documents, and little of it is needed for a large one.
 */
class LargeTextTest {

  @TempDir Path folder;

  /**
   * The text alone takes 100 MB in Java, and 50 MB in each of the two forms on its way into the
   * file.
   */
  @Test
  void writesSeveralTextsOfFiftyMegabytesInASmallHeap() throws Exception {
    String bytes = Integer.toString(50_000_000);
    ChildJvm.Result result =
        ChildJvm.runWithHeap(
            "320m", LargeTexts.class, folder.toString(), "3", bytes, "PARQUET", "ARROW");
    assertThat(result.exitCode()).as(result.output()).isZero();
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.query(
                  "SELECT length(text) = characters, strlen(text) - characters, text LIKE 'Ω%' "
                      + "FROM '"
                      + folder
                      + "/texts/*.parquet'"))
          .isEqualTo(Collections.nCopies(3, List.of(true, 1L, true)));
    }
  }
}
