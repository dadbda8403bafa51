package org.unabridged.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongContractTest {

  private static final int KINDS = LongContract.questionIds().size();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 20_261_123})
  void plantedTextStandsAtItsOffset(long seed) throws IOException {
    StringBuilder text = new StringBuilder("prefix that is not counted");
    int before = text.length();

    List<PlantedClause> planted = new LongContract(seed, 300_000, KINDS).writeTo(text);

    for (PlantedClause clause : planted) {
      assertThat(text.substring(before + (int) clause.start(), before + (int) clause.end()))
          .isEqualTo(clause.quote());
    }
  }

  @Test
  void everyTenthGetsEveryKindOnceAndHoldsIt() throws IOException {
    StringBuilder text = new StringBuilder();

    List<PlantedClause> planted = new LongContract(5, 400_000, KINDS).writeTo(text);

    Map<Integer, List<String>> byDecile =
        planted.stream()
            .collect(
                Collectors.groupingBy(
                    PlantedClause::decile,
                    TreeMap::new,
                    Collectors.mapping(PlantedClause::questionId, Collectors.toList())));
    assertThat(byDecile).hasSize(10);
    assertThat(byDecile.values())
        .allSatisfy(
            kinds ->
                assertThat(kinds).containsExactlyInAnyOrderElementsOf(LongContract.questionIds()));
    assertThat(planted)
        .allSatisfy(
            clause -> assertThat(10 * clause.start() / text.length()).isEqualTo(clause.decile()));
  }

  @Test
  void equalSeedsGiveEqualTextsAndOthersDoNot() throws IOException {
    assertThat(text(11)).isEqualTo(text(11)).isNotEqualTo(text(12));
  }

  @Test
  void reachesItsLengthAndStopsWithinASection() throws IOException {
    assertThat(text(3).length()).isBetween(250_000, 253_000);
  }

  @Test
  void paragraphsDoNotRepeat() throws IOException {
    List<String> sections =
        Arrays.stream(text(4).split("\n\n", -1)).filter(part -> part.length() > 200).toList();

    assertThat(sections).hasSizeGreaterThan(300).doesNotHaveDuplicates();
  }

  @Test
  void refusesMoreClausesThanFit() {
    assertThatThrownBy(() -> new LongContract(1, 10_000, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need at least 1 clause and 200000 characters, not 10000");
  }

  @Test
  void writesTheContractAndItsPlantsAsFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("long.txt");

    WriteLongContract.main(new String[] {file.toString(), "200000", "9"});

    assertThat(Files.readString(file))
        .startsWith("FRAMEWORK AGREEMENT")
        .hasSizeGreaterThan(200_000);
    assertThat(Files.readString(folder.resolve("long.txt.json")))
        .contains("\"questionId\" : \"governing-law\"");
  }

  private static String text(long seed) throws IOException {
    StringBuilder text = new StringBuilder();
    new LongContract(seed, 250_000, KINDS).writeTo(text);
    return text.toString();
  }
}
