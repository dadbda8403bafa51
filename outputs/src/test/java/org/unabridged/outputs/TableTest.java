package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas are a contract: they agree with the rows, and every column says what it means. */
class TableTest {

  /** Columns that tables of older versions lack, which are read as null. */
  private static final Set<String> NOT_IN_OLDER_TABLES = Set.of("boxes List", "partial Bool");

  /** The columns of facts about a text whose names say so. */
  private static final Map<String, String> NAMES_OF_FACTS =
      Map.of("partial", "text_partial", "quality", "text_quality");

  @ParameterizedTest
  @EnumSource(Table.class)
  void hasAColumnForEachComponentOfItsRow(Table table) {
    List<String> expected =
        Arrays.stream(rowOf(table).getRecordComponents()).flatMap(TableTest::columns).toList();
    assertThat(table.schema().getFields().stream().map(TableTest::describe))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void hasAMemberForEachComponentOfANestedRecord() {
    assertSameMembers(elements(Table.DOCUMENTS, "languages"), DocumentRow.LanguageShare.class);
    assertSameMembers(elements(Table.TEXTS, "pages"), TextRow.Page.class);
    List<Field> sentence = elements(Table.SUMMARIES, "sentences");
    assertSameMembers(sentence, SummaryRow.Sentence.class);
    assertSameMembers(sentence.get(1).getChildren().get(0).getChildren(), SummaryRow.Support.class);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void saysWhatEveryColumnMeans(Table table) {
    assertThat(table.schema().getCustomMetadata())
        .containsEntry("table", table.folder())
        .hasEntrySatisfying("comment", comment -> assertThat(comment).endsWith("."));
    assertThat(table.schema().getFields()).allSatisfy(TableTest::assertSaysWhatItMeans);
  }

  @Test
  void keepsNamesThatOthersJoinOn() {
    assertThat(Table.CLAUSES.schema().getFields().stream().map(Field::getName))
        .containsExactly(
            "run_id",
            "clause_id",
            "document_id",
            "context_id",
            "question_id",
            "quote",
            "value",
            "start",
            "end",
            "start_utf16",
            "end_utf16",
            "page_first",
            "page_last",
            "confidence",
            "match_tier",
            "boxes");
  }

  private static Class<? extends Row> rowOf(Table table) {
    return switch (table) {
      case DOCUMENTS -> DocumentRow.class;
      case TEXTS -> TextRow.class;
      case ANSWERS -> AnswerRow.class;
      case CLAUSES -> ClauseRow.class;
      case SUMMARIES -> SummaryRow.class;
      case CONTEXTS -> ContextRow.class;
    };
  }

  private static void assertSaysWhatItMeans(Field field) {
    if (!field.getName().equals("element")) {
      assertThat(field.getMetadata())
          .as(field.getName())
          .hasEntrySatisfying("comment", comment -> assertThat(comment).endsWith("."));
    }
    assertThat(field.getChildren()).allSatisfy(TableTest::assertSaysWhatItMeans);
  }

  private static List<Field> elements(Table table, String column) {
    return table.schema().findField(column).getChildren().get(0).getChildren();
  }

  /** The columns of a component; a record of facts has one for each of its own. */
  private static Stream<String> columns(RecordComponent component) {
    if (component.getType() == DocumentRow.TextFacts.class) {
      return Arrays.stream(DocumentRow.TextFacts.class.getRecordComponents())
          .map(fact -> columnOf(fact) + " " + typeName(fact.getType()) + " or null");
    }
    String column = describe(component);
    return Stream.of(NOT_IN_OLDER_TABLES.contains(column) ? column + " or null" : column);
  }

  private static String columnOf(RecordComponent fact) {
    String name = snakeCase(fact.getName());
    return NAMES_OF_FACTS.getOrDefault(name, name);
  }

  private static void assertSameMembers(List<Field> fields, Class<?> record) {
    List<String> expected =
        Arrays.stream(record.getRecordComponents()).map(TableTest::describe).toList();
    assertThat(fields.stream().map(TableTest::describe)).containsExactlyElementsOf(expected);
  }

  private static String describe(RecordComponent component) {
    return snakeCase(component.getName())
        + " "
        + typeName(component.getType())
        + (component.getAnnotatedType().isAnnotationPresent(Nullable.class) ? " or null" : "");
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static String typeName(Class<?> type) {
    if (type == List.class) {
      return "List";
    }
    if (type == int.class || type == Integer.class) {
      return "Int32";
    }
    if (type == long.class || type == Long.class) {
      return "Int64";
    }
    if (type == double.class || type == Double.class) {
      return "Double";
    }
    return type == boolean.class ? "Bool" : "Utf8";
  }

  private static String describe(Field field) {
    return field.getName() + " " + typeName(field) + (field.isNullable() ? " or null" : "");
  }

  private static String typeName(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Int integer) {
      return "Int" + integer.getBitWidth();
    }
    return type instanceof ArrowType.FloatingPoint ? "Double" : type.getTypeID().name();
  }
}
