package org.unabridged.inference.remote;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.unabridged.inference.Question;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.decoding.JsonSchemas;
import org.unabridged.inference.prompting.AnswerCollector;
import org.unabridged.inference.prompting.AnswerCollector.Written;
import org.unabridged.inference.prompting.ExtractionPrompt;
import org.unabridged.inference.prompting.SummaryPrompt;
import org.unabridged.inference.remote.dialect.AnswerSchema;

/** One request about a context, and what becomes of its answer. Immutable. */
abstract class Ask {
  private final String text;
  private final JsonSchema.ObjectOf schema;
  private final AnswerSchema answerSchema;
  private final int limit;

  private Ask(String name, String text, JsonSchema lists, int limit) {
    JsonSchema.ObjectOf asked = (JsonSchema.ObjectOf) lists;
    List<JsonSchema.Member> members = new ArrayList<>(Marks.members());
    members.addAll(asked.members());
    this.schema = new JsonSchema.ObjectOf(members);
    this.answerSchema = new AnswerSchema(name, JsonSchemas.text(schema));
    this.text = Marks.request() + text.strip() + "\n" + form(asked);
    this.limit = limit;
  }

  /** Not every server makes an answer obey a schema, so its form is said in words, too. */
  private static String form(JsonSchema.ObjectOf asked) {
    String lists =
        asked.members().stream()
            .map(member -> "\"" + member.name() + "\": [ITEM, …]")
            .collect(Collectors.joining(", "));
    JsonSchema.ArrayOf list = (JsonSchema.ArrayOf) asked.members().get(0).value();
    String item =
        ((JsonSchema.ObjectOf) list.item())
            .members().stream()
                .map(
                    member ->
                        "\"%s\": %s"
                            .formatted(
                                member.name(),
                                member.value() instanceof JsonSchema.Text ? "\"…\"" : "0"))
                .collect(Collectors.joining(", "));
    return "The form of the JSON: {\"%s\": \"…\", \"%s\": \"…\", %s}, where each ITEM is {%s}.\n"
        .formatted(Marks.START, Marks.END, lists, item);
  }

  /** What is asked. */
  final String text() {
    return text;
  }

  /** What the answer must be. */
  final JsonSchema.ObjectOf schema() {
    return schema;
  }

  /** The same for the server. */
  final AnswerSchema answerSchema() {
    return answerSchema;
  }

  /** Most tokens of the answer. */
  final int limit() {
    return limit;
  }

  /** Takes an answer of the schema. */
  abstract void take(AnswerCollector collector, Written written) throws IOException;

  /** Notes that there is no answer. */
  abstract void fail(AnswerCollector collector, String reason);

  /** The same in smaller requests, or itself if it has no parts. */
  abstract List<Ask> parts();

  /** Asks questions about a document. */
  static Ask of(ExtractionPrompt prompt, int tokensPerQuestion) {
    return new Extraction(prompt, tokensPerQuestion);
  }

  /** Asks for a summary. */
  static Ask of(SummaryPrompt prompt, int limit) {
    return new Summary(prompt, limit);
  }

  private static final class Extraction extends Ask {
    /** For the marks and the names of the questions. */
    private static final int BESIDE = 96;

    private final ExtractionPrompt prompt;
    private final int tokensPerQuestion;

    Extraction(ExtractionPrompt prompt, int tokensPerQuestion) {
      super(
          "clauses",
          prompt.text(),
          prompt.schema(),
          prompt.questions().size() * tokensPerQuestion + BESIDE);
      this.prompt = prompt;
      this.tokensPerQuestion = tokensPerQuestion;
    }

    @Override
    void take(AnswerCollector collector, Written written) throws IOException {
      collector.take(prompt, written);
    }

    @Override
    void fail(AnswerCollector collector, String reason) {
      collector.fail(prompt, reason);
    }

    @Override
    List<Ask> parts() {
      List<Question> questions = prompt.questions();
      int half = (questions.size() + 1) / 2;
      return questions.size() == 1
          ? List.of(this)
          : List.of(
              with(questions.subList(0, half)), with(questions.subList(half, questions.size())));
    }

    private Ask with(List<Question> some) {
      return of(new ExtractionPrompt(prompt.document(), prompt.lines(), some), tokensPerQuestion);
    }
  }

  private static final class Summary extends Ask {
    private final SummaryPrompt prompt;

    Summary(SummaryPrompt prompt, int limit) {
      super("summary", prompt.text(), prompt.schema(), limit);
      this.prompt = prompt;
    }

    @Override
    void take(AnswerCollector collector, Written written) throws IOException {
      collector.take(prompt, written);
    }

    /** A summary that is missing is no row; there is nothing to be noted. */
    @Override
    void fail(AnswerCollector collector, String reason) {}

    @Override
    List<Ask> parts() {
      return List.of(this);
    }
  }
}
