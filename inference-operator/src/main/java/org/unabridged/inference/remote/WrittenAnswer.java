package org.unabridged.inference.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import org.unabridged.inference.MatchTier;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.decoding.JsonSchemas;
import org.unabridged.inference.prompting.AnswerCollector.Confidence;
import org.unabridged.inference.prompting.AnswerCollector.Written;
import org.unabridged.inference.remote.dialect.FinishReason;
import org.unabridged.inference.remote.dialect.ServerAnswer;

/** Reads what a server wrote: of the form asked for, and by a model that saw the whole text. */
final class WrittenAnswer {

  /** How sure a model was is not known of a server; how its words were found is. */
  private static final Confidence BY_TIER =
      new Confidence() {
        @Override
        public double of(int from, int to) {
          return 0.9;
        }

        @Override
        public double of(int from, int to, MatchTier tier) {
          return switch (tier) {
            case EXACT -> 0.9;
            case NORMALISED -> 0.8;
            case FUZZY -> 0.5;
          };
        }
      };

  private WrittenAnswer() {}

  /**
   * The answer as bytes of the form asked for, both marks among them.
   *
   * @throws UnmarkedException if a mark is missing or wrong
   * @throws IOException if the answer has not the form asked for
   */
  static Written read(JsonSchema.ObjectOf schema, ServerAnswer answer, Marks marks)
      throws IOException {
    boolean cut = answer.finish() == FinishReason.LENGTH;
    JsonNode node =
        cut
            ? AnswerJson.complete(answer.content())
            : AnswerJson.read(answer.content(), answer.reasoning());
    int own = AnswerJson.bytes(node).length - (cut ? 2 : 0);
    if (cut) {
      for (JsonSchema.Member member : schema.members()) {
        if (member.value() instanceof JsonSchema.ArrayOf && !node.has(member.name())) {
          ((ObjectNode) node).putArray(member.name());
        }
      }
    }
    String mistake = JsonSchemas.mistake(node, schema);
    if (mistake != null) {
      throw new IOException(mistake);
    }
    String missing =
        marks.missing(
            Map.of(
                Marks.START, node.path(Marks.START).asText(),
                Marks.END, node.path(Marks.END).asText()));
    if (missing != null) {
      throw new UnmarkedException(
          "the model did not see " + missing + "; its answers were not used");
    }
    return new Written(AnswerJson.bytes(node), own, BY_TIER);
  }

  /** An answer of a model that was not shown the whole text, or can not copy eight letters. */
  static final class UnmarkedException extends IOException {
    private static final long serialVersionUID = 1;

    UnmarkedException(String message) {
      super(message);
    }
  }
}
