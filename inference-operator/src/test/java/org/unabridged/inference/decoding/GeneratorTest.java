package org.unabridged.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final List<byte[]> TOKENS = TestVocabulary.make(1);
  private static final int STOP = TOKENS.size() - 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final LanguageModel NONSENSE = new NonsenseModel(TOKENS.size() + 5, 7);
  private static final Generator GENERATOR = new Generator(NONSENSE, TOKENS, Set.of(STOP));

  private static Sequence prompt(int token) {
    Sequence sequence = NONSENSE.start();
    sequence.append(new int[] {token});
    return sequence;
  }

  @Test
  void whatNonsenseWritesHoldsItsSchemaWithinItsLimit() throws Exception {
    int limits = 0;
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      JsonSchema schema = RandomSchemas.schema(random, 0);
      int least = JsonState.start(schema).least();
      int most = least + random.nextInt(120);
      Sampling sampling = seed % 2 == 0 ? Sampling.greedy() : Sampling.drawn(seed);
      Generation generation =
          GENERATOR.generate(
              prompt(seed % 200), GenerationRequest.json(schema, most).withSampling(sampling));
      assertThat(generation.tokens()).as("seed %d", seed).hasSizeLessThanOrEqualTo(most);
      RandomSchemas.assertHolds(schema, JSON.readTree(generation.bytes()));
      assertThat(new String(generation.bytes(), StandardCharsets.UTF_8)).doesNotContain("\ufffd");
      limits += generation.end() == Generation.End.LIMIT ? 1 : 0;
    }
    assertThat(limits).isBetween(20, 480);
  }

  @Test
  void masksAreWhatFollowingEachTokenSays() {
    TokenMasks masks = new TokenMasks(new TokenTrie(TOKENS));
    Random random = new Random(4);
    for (int round = 0; round < 150; round++) {
      JsonState state = JsonState.start(RandomSchemas.schema(random, 0));
      while (state != JsonState.DONE) {
        BitSet mask = masks.compute(state);
        assertThat(mask).isEqualTo(masks.computeByWalking(state)).isEqualTo(follow(state));
        assertThat(masks.allowed(state)).isEqualTo(mask);
        int[] ids = mask.stream().toArray();
        if (ids.length == 0) {
          break;
        }
        state = Objects.requireNonNull(after(state, ids[random.nextInt(ids.length)]));
      }
    }
  }

  private static BitSet follow(JsonState state) {
    BitSet mask = new BitSet();
    List<String> known = new ArrayList<>();
    for (int id = 0; id < TOKENS.size(); id++) {
      String bytes = new String(TOKENS.get(id), StandardCharsets.ISO_8859_1);
      if (!bytes.isEmpty() && !known.contains(bytes)) {
        mask.set(id, after(state, id) != null);
        known.add(bytes);
      }
    }
    return mask;
  }

  private static @Nullable JsonState after(JsonState state, int id) {
    @Nullable JsonState at = state;
    for (byte value : TOKENS.get(id)) {
      at = at == null || at == JsonState.DONE ? null : JsonState.next(at, value);
    }
    return at;
  }

  @Test
  void refusesASchemaThatTheLimitCanNotHold() {
    JsonSchema schema = new JsonSchema.ArrayOf(new JsonSchema.TrueOrFalse(), 3, 5);
    assertThatThrownBy(() -> GenerationRequest.json(schema, 15))
        .hasMessage("the shortest answer may take 16 tokens, more than 15");
  }

  @Test
  void sameSeedSameTextAndSeveralAtOnceAsOneByOne() {
    JsonSchema schema = new JsonSchema.ArrayOf(new JsonSchema.Text(20), 2, 9);
    List<GenerationRequest> requests = new ArrayList<>();
    List<Sequence> sequences = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      requests.add(GenerationRequest.json(schema, 80 + i).withSampling(Sampling.drawn(i)));
      sequences.add(prompt(i));
    }
    List<Generation> together = GENERATOR.generateEach(sequences, requests);
    for (int i = 0; i < 4; i++) {
      assertThat(GENERATOR.generate(prompt(i), requests.get(i)).text())
          .isEqualTo(together.get(i).text());
    }
    assertThat(together.get(0).text()).isNotEqualTo(together.get(1).text());
  }

  @Test
  void freeTextEndsAtStopTokensStopTextsAndTheLimit() {
    Generation whole = GENERATOR.generate(prompt(3), GenerationRequest.text(40));
    assertThat(whole.tokensOut()).isLessThanOrEqualTo(40);
    String text = whole.text();
    String stop = text.substring(10, 12);
    Generation cut =
        GENERATOR.generate(
            prompt(3), GenerationRequest.text(40).withStopTexts(List.of("never", stop)));
    assertThat(cut.end()).isEqualTo(Generation.End.STOP_TEXT);
    assertThat(cut.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
    Generator stopping = new Generator(NONSENSE, TOKENS, Set.of(whole.tokens().get(4).id()));
    Generation stopped = stopping.generate(prompt(3), GenerationRequest.text(40));
    assertThat(stopped.end()).isEqualTo(Generation.End.COMPLETE);
    assertThat(stopped.tokens().size()).isLessThanOrEqualTo(4);
  }

  @Test
  void thoughtEndsWithinItsBudgetAndTheAnswerFollows() throws Exception {
    JsonSchema schema = new JsonSchema.WholeNumber(1, 12);
    for (int budget : new int[] {1, 2, 3, 17}) {
      Sequence sequence = prompt(9);
      Generation generation =
          GENERATOR.generate(
              sequence,
              GenerationRequest.json(schema, 4)
                  .withThinking(new Thinking(budget, List.of(STOP, 10))));
      assertThat(generation.thinkingTokens()).isBetween(2, Math.max(2, budget));
      assertThat(sequence.length())
          .isEqualTo(1 + generation.thinkingTokens() + generation.tokens().size() - 1);
      RandomSchemas.assertHolds(schema, JSON.readTree(generation.bytes()));
    }
  }

  @Test
  void probabilitiesAreThoseOfTheTokensAllowed() {
    JsonSchema certain = new JsonSchema.Choice(List.of("a"));
    Generation generation = GENERATOR.generate(prompt(1), GenerationRequest.json(certain, 9));
    assertThat(generation.text()).isEqualTo("\"a\"");
    assertThat(generation.probability(0, 3)).isBetween(0.0, 1.0);
    float[] logits = {1, 2, 3, Float.NaN};
    BitSet all = new BitSet();
    all.set(0, 3);
    assertThat(Sampler.probability(logits, all, 2)).isCloseTo(0.6652, within(1e-4));
  }

  private static org.assertj.core.data.Offset<Double> within(double most) {
    return org.assertj.core.data.Offset.offset(most);
  }
}
