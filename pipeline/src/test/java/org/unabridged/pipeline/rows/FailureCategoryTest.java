package org.unabridged.pipeline.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.inference.InferenceFailure;
import org.unabridged.ingestion.ParseFailure;

class FailureCategoryTest {
  @ParameterizedTest
  @EnumSource
  void keepsTheNameThatIngestionGave(ParseFailure.Category category) {
    assertThat(FailureCategory.of(category).name()).isEqualTo(category.name());
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheNameThatInferenceGave(InferenceFailure.Category category) {
    assertThat(FailureCategory.of(category).label()).isEqualTo(category.label());
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsLabelAndSaysWhatToDo(FailureCategory category) {
    assertThat(FailureCategory.labelled(category.label())).isEqualTo(category);
    assertThat(category.advice()).isNotBlank();
  }
}
