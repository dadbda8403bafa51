package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaReferenceTest {

  @Test
  void isWhatTheDocumentationShows() throws IOException {
    Path fresh = Files.writeString(Path.of("target", "TABLES.md"), SchemaReference.markdown());
    assertThat(Path.of("TABLES.md"))
        .as("Copy outputs/target/TABLES.md to outputs/TABLES.md after a change of the tables")
        .hasSameTextualContentAs(fresh);
  }

  @Test
  void describesNestedColumns() {
    assertThat(SchemaReference.markdown())
        .contains(
            "| `size_bytes` | int64 | no | Size in bytes. |",
            "| `languages` | list of struct | no |",
            "| `languages[].share` | float64 | no |",
            "| `sentences[].support[].clause_id` | string | yes |",
            "| `document_ids` | list of string | no |",
            "| `coverage_ok` | bool | no |");
  }
}
