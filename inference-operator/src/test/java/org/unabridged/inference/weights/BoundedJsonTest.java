package org.unabridged.inference.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class BoundedJsonTest {

  @Test
  void readsAnObject() throws IOException {
    byte[] bytes = "{\"größe\": [1, 2]}".getBytes(UTF_8);
    assertThat(BoundedJson.parse("file", bytes).get("größe").size()).isEqualTo(2);
  }

  @Test
  void refusesWhatLooksLikeAnotherEncoding() {
    byte[] bytes = {0, 0, 0, '{', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, '}'};
    assertThatThrownBy(() -> BoundedJson.parse("file", bytes))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith("file: ");
  }

  @Test
  void refusesOtherJsonThanAnObject() {
    assertThatThrownBy(() -> BoundedJson.parse("file", "[1]".getBytes(UTF_8)))
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("file: no JSON object");
  }
}
