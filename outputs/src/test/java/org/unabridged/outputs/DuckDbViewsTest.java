package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbViewsTest {

  @TempDir Path folder;

  @Test
  void letsDuckDbJoinTheTables() throws Exception {
    RandomRows random = new RandomRows(11);
    List<ClauseRow> clauses = Stream.generate(random::clause).limit(5).toList();
    try (ShardFiles files = ShardFiles.open(folder.toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (ClauseRow clause : clauses) {
        files.write(clause);
      }
      files.publish();
    }
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.execute("SET file_search_path = '" + folder + "'");
      duckDb.execute(DuckDbViews.sql());
      assertThat(duckDb.value("SELECT count(*) FROM clauses LEFT JOIN texts USING (document_id)"))
          .isEqualTo(5L);
      for (Table table : Table.values()) {
        assertThat(duckDb.query("SELECT * FROM " + table.folder()))
            .hasSize(table == Table.CLAUSES ? 5 : 0);
      }
    }
  }
}
