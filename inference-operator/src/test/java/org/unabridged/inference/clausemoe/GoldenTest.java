package org.unabridged.inference.clausemoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.unabridged.inference.model.ResidualStream;
import org.unabridged.inference.tensor.FloatKernels;
import org.unabridged.inference.tensor.Workers;
import org.unabridged.inference.tokenizer.TokenSequence;
import org.unabridged.inference.weights.GgufFile;

/** The bundled model against the trainer's own forward pass, on a text in many scripts. */
class GoldenTest {

  /**
   * Float32 in another order of summation: measured below 2e-5; far below what a fault would do.
   */
  private static final double TOLERANCE = 2e-4;

  private static JsonNode golden;
  private static ClauseMoeModel model;
  private static TokenSequence tokens;

  @BeforeAll
  static void read() throws IOException {
    golden = json("golden.json");
    model =
        ClauseMoeModel.read(GgufFile.open(ClauseMoeProvider.bundled().path()), FloatKernels.best());
    tokens = model.tokenizer().encode(golden.get("text").asText());
  }

  static JsonNode json(String name) throws IOException {
    try (InputStream in = GoldenTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, name));
    }
  }

  @Test
  void encodesTheTextAsTheTrainerDoes() {
    String text = golden.get("text").asText();
    assertThat(tokens.size()).isEqualTo(golden.get("ids").size());
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(tokens.id(i)).as("token %d", i).isEqualTo(golden.get("ids").get(i).asInt());
      assertThat(text.codePointCount(0, tokens.start(i)))
          .isEqualTo(golden.get("start").get(i).asInt());
      assertThat(text.codePointCount(0, tokens.end(i))).isEqualTo(golden.get("end").get(i).asInt());
    }
  }

  @Test
  void namesTheOutputsAsTheTrainerDoes() {
    for (int type = 0; type < model.labels().size(); type++) {
      assertThat(model.labels().get(type)).isEqualTo(golden.get("labels").get(type).asText());
    }
  }

  @Test
  void computesTheTrainersHiddenStates() {
    checkHidden("embedding", 0);
    checkHidden("layer 0", 1);
    checkHidden("layer 3", 4);
  }

  private static void checkHidden(String name, int layers) {
    try (Workers workers = new Workers(2);
        Workers.Lease lease = workers.lease()) {
      ResidualStream stream = model.hidden(tokens, layers, lease);
      for (int i = 0; i < golden.get("hidden_positions").size(); i++) {
        int token = golden.get("hidden_positions").get(i).asInt();
        JsonNode expected = golden.get("hidden").get(name).get(i);
        for (int j = 0; j < stream.width(); j++) {
          assertThat((double) stream.array(token)[stream.offset(token) + j])
              .as("%s, token %d, value %d", name, token, j)
              .isCloseTo(expected.get(j).asDouble(), within(TOLERANCE));
        }
      }
    }
  }

  @Test
  void computesTheTrainersLogits() {
    float[][] logits = new float[tokens.size()][model.labels().size()];
    try (Workers workers = new Workers(2);
        Workers.Lease lease = workers.lease()) {
      model.read(
          tokens,
          lease,
          (token, values, offset) ->
              System.arraycopy(values, offset, logits[token], 0, logits[token].length));
    }
    for (int i = 0; i < golden.get("positions").size(); i++) {
      int token = golden.get("positions").get(i).asInt();
      for (int type = 0; type < logits[token].length; type++) {
        assertThat((double) logits[token][type])
            .as("token %d, type %d", token, type)
            .isCloseTo(golden.get("logits").get(i).get(type).asDouble(), within(TOLERANCE));
      }
    }
    checkMoments(logits);
  }

  private static void checkMoments(float[][] logits) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (float[] row : logits) {
      for (float value : row) {
        sum += value;
        squares += (double) value * value;
        count++;
      }
    }
    double mean = sum / count;
    assertThat(mean).isCloseTo(golden.get("mean").asDouble(), within(TOLERANCE));
    assertThat(Math.sqrt(squares / count - mean * mean))
        .isCloseTo(golden.get("standard_deviation").asDouble(), within(TOLERANCE));
  }
}
