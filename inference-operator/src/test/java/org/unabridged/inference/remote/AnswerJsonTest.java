package org.unabridged.inference.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJsonTest {
  private static final String RIGHT = "{\"a\":[{\"first_line\":1}],\"b\":\"} {\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\n  %s \n",
        "```json\n%s\n```",
        "Here it is:\n```\n%s\n```\nThat is all.",
        "Here it is: %s. That is all.",
        "<think>\nI see {braces}.\n</think>\n\n%s",
        "The document says…\n</think>\n\n%s"
      })
  void findsTheObject(String form) throws IOException {
    String answer = form.replace("%s", RIGHT);
    assertThat(AnswerJson.read(answer, "").toString()).isEqualTo(RIGHT);
    assertThat(AnswerJson.read(" ", answer).toString()).isEqualTo(RIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I can not.",
        "[1]",
        "{\"a\":1",
        "{\"a\":1}{\"a\":2}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,}",
        "{'a':1}",
        "or {\"a\":1} or {\"a\":2}"
      })
  void repairsNothingThatIsNotCertain(String answer) {
    assertThatThrownBy(() -> AnswerJson.read(answer, ""))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the answer");
  }

  @Test
  void quotesNothingOfTheAnswer() {
    assertThatThrownBy(() -> AnswerJson.read("{\"a\": secret", ""))
        .hasMessageNotContaining("secret")
        .hasMessageContaining("character");
  }

  @Test
  void keepsWhatIsCompleteOfAnAnswerThatBrokeOff() throws IOException {
    String whole =
        "{\"start_mark\":\"AB\",\"a\":[{\"n\":1},{\"n\":2}],\"b\":[{\"n\":3},{\"n\":4}],\"c\":[]}";
    for (int end = 1; end < whole.length(); end++) {
      String kept = AnswerJson.complete(whole.substring(0, end)).toString();
      assertThat(kept).startsWith("{").endsWith("}");
      long items = kept.chars().filter(character -> character == 'n').count();
      long written = whole.substring(0, end).split("\\{\"n\":\\d\\}", -1).length - 1;
      assertThat(items).as(whole.substring(0, end)).isEqualTo(written);
    }
    assertThat(AnswerJson.complete("no")).isEmpty();
  }
}
