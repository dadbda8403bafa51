package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.outputs.columns.Column;

class DuckDbViewsTest {
  private static final String BEFORE = "20260101T000000Z-0000";
  private static final String NOW = "20260102T000000Z-0000";

  @TempDir Path runs;
  private DuckDb duckDb;

  @BeforeEach
  void open() throws Exception {
    duckDb = new DuckDb();
  }

  @AfterEach
  void close() throws Exception {
    duckDb.close();
  }

  @Test
  void letsDuckDbJoinTheTables() throws Exception {
    RandomRows random = new RandomRows(11);
    write(NOW, Stream.generate(random::clause).limit(5));
    look(NOW);

    assertThat(duckDb.value("SELECT count(*) FROM clauses LEFT JOIN texts USING (document_id)"))
        .isEqualTo(5L);
    for (Table table : Table.values()) {
      assertThat(duckDb.query("SELECT * FROM " + table.folder()))
          .hasSize(table == Table.CLAUSES ? 5 : 0);
    }
  }

  @Test
  void saysWhenEachRunStarted() throws Exception {
    write(BEFORE, Stream.of(document(BEFORE, "a", "a.txt", "Lease")));
    write(NOW, Stream.of(document(NOW, "a", "a.txt", "Lease"), document(NOW, "b", "b.txt", null)));
    look(NOW);

    duckDb.execute("SET TimeZone = 'Asia/Tokyo'");
    assertThat(rows("SELECT run_id, epoch(started), documents FROM runs"))
        .containsExactly(BEFORE + "|1.7672256E9|1", NOW + "|1.767312E9|2");
    assertThat(duckDb.value("SELECT DISTINCT typeof(started) FROM runs"))
        .isEqualTo("TIMESTAMP WITH TIME ZONE");
  }

  @Test
  void listsClausesWithTheNamesOfTheirDocuments() throws Exception {
    write(
        NOW,
        Stream.of(
            document(NOW, "a", "a.txt", "SUPPLY AGREEMENT"),
            document(NOW, "a", "copy.txt", "SUPPLY AGREEMENT"),
            answer(NOW, "a", "governing-law", "found", "Ohio"),
            clause("a", "governing-law", "laws of Ohio")));
    look(NOW);

    assertThat(rows("SELECT name, title, question_id, state, value, quote FROM clause_list"))
        .containsExactlyInAnyOrder(
            "a.txt|SUPPLY AGREEMENT|governing-law|found|Ohio|laws of Ohio",
            "copy.txt|SUPPLY AGREEMENT|governing-law|found|Ohio|laws of Ohio");
  }

  @Test
  void findsClausesThatOthersOfTheTypeHave() throws Exception {
    write(
        NOW,
        Stream.of(
            document(NOW, "a", "a.txt", "First Supply Agreement"),
            document(NOW, "b", "b.txt", "SUPPLY AGREEMENT"),
            document(NOW, "c", "c.txt", "Can Supply Agreement"),
            document(NOW, "d", "d.txt", "Office Lease"),
            answer(NOW, "a", "insurance", "found", "yes"),
            answer(NOW, "b", "insurance", "found", "yes"),
            answer(NOW, "c", "insurance", "absent", null),
            answer(NOW, "d", "insurance", "absent", null),
            answer(NOW, "a", "exclusivity", "absent", null),
            answer(NOW, "b", "exclusivity", "absent", null),
            answer(NOW, "c", "exclusivity", "found", "yes"),
            answer(NOW, "d", "exclusivity", "not_supported", null)));
    look(NOW);

    assertThat(rows("SELECT name, contract_type FROM contract_types ORDER BY name"))
        .containsExactly(
            "a.txt|supply agreement",
            "b.txt|supply agreement",
            "c.txt|supply agreement",
            "d.txt|office lease");
    assertThat(rows("SELECT name, question_id, share_of_type FROM missing_clauses ORDER BY name"))
        .containsExactly("c.txt|insurance|0.667", "d.txt|insurance|0.0");
  }

  @Test
  void knowsWhenContractsEndAndWhenNoticeMustBeGiven() throws Exception {
    write(
        NOW,
        Stream.of(
            document(NOW, "a", "a.txt", "A"),
            document(NOW, "b", "b.txt", "B"),
            document(NOW, "c", "c.txt", "C"),
            answer(NOW, "a", "expiration-date", "found", day("current_date + 30")),
            answer(NOW, "a", "notice-period-to-terminate-renewal", "found", "P20D"),
            answer(NOW, "b", "agreement-date", "found", "2020-01-31"),
            answer(NOW, "b", "expiration-date", "found", "P1Y1M"),
            answer(NOW, "c", "expiration-date", "found", "some day")));
    look(NOW);

    assertThat(
            rows("SELECT days_left, name, current_date + 10 = notice_by FROM expiring_in_90_days"))
        .containsExactly("30|a.txt|true");
    assertThat(rows("SELECT name, starts, expires FROM contract_dates WHERE name = 'b.txt'"))
        .containsExactly("b.txt|2020-01-31|2021-02-28");
    assertThat(rows("SELECT name FROM contract_dates")).doesNotContain("c.txt");
  }

  @Test
  void findsLawsThatAreNotTheStandard() throws Exception {
    write(
        NOW,
        Stream.of(
            document(NOW, "a", "a.txt", null),
            document(NOW, "b", "b.txt", null),
            document(NOW, "c", "c.txt", null),
            answer(NOW, "a", "governing-law", "found", "Ohio"),
            answer(NOW, "b", "governing-law", "found", "Ohio"),
            answer(NOW, "c", "governing-law", "found", "Peru")));
    look(NOW);

    assertThat(rows("SELECT governing_law FROM non_standard_governing_law"))
        .containsExactly("Peru");
    duckDb.execute("SET VARIABLE standard_laws = ['Peru']");
    assertThat(rows("SELECT governing_law FROM non_standard_governing_law"))
        .containsExactly("Ohio", "Ohio");
  }

  @Test
  void saysWhatChangedSinceTheRunBefore() throws Exception {
    write(
        BEFORE,
        Stream.of(
            document(BEFORE, "same", "same.txt", null),
            document(BEFORE, "old", "edited.txt", null),
            document(BEFORE, "gone", "gone.txt", null),
            answer(BEFORE, "same", "insurance", "found", "yes"),
            answer(BEFORE, "old", "insurance", "found", "yes")));
    write(
        NOW,
        Stream.of(
            document(NOW, "same", "same.txt", null),
            document(NOW, "new", "edited.txt", null),
            document(NOW, "added", "added.txt", null),
            answer(NOW, "same", "insurance", "found", "yes"),
            answer(NOW, "new", "insurance", "absent", null),
            answer(NOW, "added", "insurance", "found", "yes")));
    look(NOW);

    assertThat(rows("SELECT what, name, question_id, before, after FROM changes"))
        .containsExactly(
            "document added|added.txt|null|null|null",
            "document changed|edited.txt|null|null|null",
            "answer changed|edited.txt|insurance|found: yes|absent",
            "document gone|gone.txt|null|null|null");
    close();
    open();
    look(BEFORE);
    assertThat(rows("SELECT * FROM changes")).isEmpty();
  }

  private String day(String expression) throws Exception {
    return String.valueOf(duckDb.value("SELECT CAST(" + expression + " AS VARCHAR)"));
  }

  private void write(String run, Stream<? extends Row> rows) throws Exception {
    try (ShardFiles files =
        ShardFiles.open(runs.resolve(run).toString(), 0, EnumSet.of(Format.PARQUET))) {
      for (Row row : rows.toList()) {
        files.write(row);
      }
      files.publish();
    }
  }

  private void look(String run) throws Exception {
    duckDb.execute("SET file_search_path = '" + runs.resolve(run) + "'");
    duckDb.execute(DuckDbViews.sql());
  }

  private List<String> rows(String sql) throws Exception {
    return duckDb.query(sql).stream()
        .map(row -> String.join("|", row.stream().map(String::valueOf).toList()))
        .toList();
  }

  private static DocumentRow document(String run, String id, String name, @Nullable String title) {
    List<Object> cells = new ArrayList<>(new RandomRows(5).document().cells());
    List<String> columns = Table.DOCUMENTS.shape().columns().stream().map(Column::name).toList();
    cells.set(columns.indexOf("run_id"), run);
    cells.set(columns.indexOf("document_id"), id);
    cells.set(columns.indexOf("uri"), "file:///in/" + name);
    cells.set(columns.indexOf("name"), name);
    cells.set(columns.indexOf("title"), title);
    cells.set(columns.indexOf("status"), "ok");
    cells.set(columns.indexOf("failure_category"), null);
    cells.set(columns.indexOf("failure_message"), null);
    return (DocumentRow) Rows.of(Table.DOCUMENTS, cells);
  }

  private static AnswerRow answer(
      String run, String id, String question, String state, @Nullable String value) {
    return new AnswerRow(
        run, id, "x", question, question, "span", state, value, 0, 0.9, null, null, 0);
  }

  private static ClauseRow clause(String id, String question, String quote) {
    return new ClauseRow(
        NOW,
        "clause",
        id,
        "x",
        question,
        quote,
        "Ohio",
        0,
        quote.length(),
        0,
        quote.length(),
        null,
        null,
        0.9,
        "exact");
  }
}
