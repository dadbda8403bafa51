package org.unabridged.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelHandlersTest {
  // Options of its own, so that no other test shares its handlers.
  private static final RuntimeOptions OPTIONS = new RuntimeOptions(17, Kernels.SCALAR);

  @Test
  void sharesOneModelUntilTheLastLeaseIsClosed() {
    int opened = TitleModelProvider.OPENED.get();
    ModelHandler first = ModelHandlers.open(TitleModel.NAME, OPTIONS);
    ModelHandler second = ModelHandlers.open(TitleModel.NAME, OPTIONS);
    assertThat(TitleModelProvider.OPENED).hasValue(opened + 1);

    first.close();
    assertThat(second.countTokens("one two")).isEqualTo(2);
    second.close();

    ModelHandlers.open(TitleModel.NAME, OPTIONS).close();
    assertThat(TitleModelProvider.OPENED).hasValue(opened + 2);
  }

  @Test
  void closingALeaseTwiceTakesNothingFromTheOthers() {
    ModelHandler first = ModelHandlers.open(TitleModel.NAME, OPTIONS);
    int open = TitleModelProvider.OPEN.get();
    ModelHandler second = ModelHandlers.open(TitleModel.NAME, OPTIONS);
    first.close();
    first.close();

    assertThat(TitleModelProvider.OPEN).hasValue(open);
    second.close();
    assertThat(TitleModelProvider.OPEN).hasValue(open - 1);
  }

  @Test
  void refusesAClosedLease() {
    ModelHandler handler = ModelHandlers.open(TitleModel.NAME, OPTIONS);
    handler.close();

    assertThatThrownBy(handler::description)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("title-model is closed");
  }

  @Test
  void keepsModelsWithOtherOptionsApart() {
    int opened = TitleModelProvider.OPENED.get();
    try (ModelHandler first = ModelHandlers.open(TitleModel.NAME, OPTIONS);
        ModelHandler second = ModelHandlers.open(TitleModel.NAME, OPTIONS.withThreads(18))) {
      assertThat(first.description()).isEqualTo(second.description());
      assertThat(TitleModelProvider.OPENED).hasValue(opened + 2);
    }
  }

  @Test
  void listsTheModelsThatAreThere() {
    assertThat(ModelHandlers.available())
        .extracting(ModelDescription::name)
        .contains(TitleModel.NAME)
        .isSorted();
  }

  @Test
  void namesTheModelsThatAreThereWhenAskedForAnother() {
    assertThatThrownBy(() -> ModelHandlers.open("clause-mow", OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown model 'clause-mow'; available: ");
  }
}
