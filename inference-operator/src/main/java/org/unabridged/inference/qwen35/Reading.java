package org.unabridged.inference.qwen35;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.Forecast;
import org.unabridged.inference.PromptedPass;
import org.unabridged.inference.Question;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.TokenCount;
import org.unabridged.inference.decoding.Generation;
import org.unabridged.inference.decoding.GenerationRequest;
import org.unabridged.inference.decoding.JsonSchema;
import org.unabridged.inference.decoding.Sequence;
import org.unabridged.inference.grounding.NumberedLines;
import org.unabridged.inference.prompting.AnswerCollector;
import org.unabridged.inference.prompting.AnswerCollector.Written;
import org.unabridged.inference.prompting.ChatPrompt;
import org.unabridged.inference.prompting.ContextText;
import org.unabridged.inference.prompting.ExtractionPrompt;
import org.unabridged.inference.prompting.SummaryPrompt;

/**
 * One context being read and asked about: its text goes through the model once, and every prompt
 * continues from there. Owned by one thread.
 */
final class Reading {

  /** Tokens that a summary may have. */
  private static final int SUMMARY_TOKENS = 1_500;

  private final ContextText text;
  private final ReadingOptions options;
  private final ChatPrompt chat;
  private final AnswerCollector collector;
  private final int[] beginning;
  private final List<Ask> asks = new ArrayList<>();
  private long sent;
  private long seen;
  private long cached;
  private long out;
  private boolean asked;

  /** A prompt, and where its answer goes. */
  private record Ask(int[] tokens, GenerationRequest request, Taker taker) {
    long longest() {
      return (long) tokens.length + request.mostTokens();
    }
  }

  @FunctionalInterface
  private interface Taker {
    void take(Written written) throws IOException;
  }

  Reading(ContextText text, QuestionSet questions, ChatPrompt chat, ReadingOptions options) {
    this.text = text;
    this.options = options;
    this.chat = chat;
    this.collector = new AnswerCollector(text);
    this.beginning = chat.beginning(text.beginning());
    for (int document = 0; document < text.context().parts().size(); document++) {
      NumberedLines lines = text.index(document).lines();
      // A document without a line is read, too; there is nothing to ask about it.
      if (lines.lastNumber() >= lines.firstNumber()) {
        addQuestions(document, lines, questions.questions());
        addSummary(document, lines);
      }
    }
  }

  private void addQuestions(int document, NumberedLines lines, List<Question> questions) {
    for (int from = 0; from < questions.size(); from += options.questionsPerPrompt()) {
      int to = Math.min(questions.size(), from + options.questionsPerPrompt());
      ExtractionPrompt prompt = new ExtractionPrompt(document, lines, questions.subList(from, to));
      int limit = (to - from) * options.tokensPerQuestion();
      add(prompt.text(), prompt.schema(), limit, written -> collector.take(prompt, written));
    }
  }

  private void addSummary(int document, NumberedLines lines) {
    SummaryPrompt prompt = SummaryPrompt.of(document, lines, text.context().parts().get(document));
    add(prompt.text(), prompt.schema(), SUMMARY_TOKENS, written -> collector.take(prompt, written));
  }

  private void add(String question, JsonSchema schema, int limit, Taker taker) {
    asks.add(new Ask(chat.question(question), GenerationRequest.json(schema, limit), taker));
  }

  /** Tokens of the longest sequence that this will need, its answer included. */
  long longest() {
    return beginning.length + asks.stream().mapToLong(Ask::longest).max().orElse(0);
  }

  /** Tokens for which memory is needed at the same time. */
  long together() {
    long each = asks.stream().mapToLong(Ask::longest).max().orElse(0);
    return beginning.length + each * Math.min(options.promptsTogether(), asks.size());
  }

  /** Sequences that are open at the same time: the context's, and a fork for each prompt. */
  int sequences() {
    return 1 + Math.min(options.promptsTogether(), asks.size());
  }

  /** What this would take; as in {@link #sent()}, each prompt begins with the context. */
  Forecast forecast() {
    long questions = asks.stream().mapToLong(ask -> ask.tokens().length).sum();
    return new Forecast(
        beginning.length,
        longest(),
        (long) beginning.length * Math.max(1, asks.size()) + questions,
        asks.stream().mapToLong(ask -> ask.request().mostTokens()).sum(),
        null,
        TokenCount.EXACT);
  }

  /** Reads the context, then puts all prompts. */
  AnswerCollector run(Profile profile) {
    try (Sequence read = profile.model().start()) {
      read.append(beginning);
      if (asks.isEmpty()) {
        count(beginning.length, read.length());
      }
      for (int from = 0; from < asks.size(); from += options.promptsTogether()) {
        int to = Math.min(asks.size(), from + options.promptsTogether());
        ask(profile, read, asks.subList(from, to));
      }
    }
    return collector;
  }

  private void ask(Profile profile, Sequence read, List<Ask> batch) {
    List<Sequence> forks = new ArrayList<>();
    try {
      for (Ask ask : batch) {
        Sequence fork = read.fork();
        forks.add(fork);
        fork.append(ask.tokens());
        count((long) beginning.length + ask.tokens().length, fork.length());
        cached += asked ? read.length() : 0;
        asked = true;
      }
      List<GenerationRequest> requests = batch.stream().map(Ask::request).toList();
      List<Generation> generations = profile.generator().generateEach(forks, requests);
      for (int i = 0; i < batch.size(); i++) {
        take(batch.get(i), generations.get(i));
      }
    } finally {
      forks.forEach(Sequence::close);
    }
  }

  private void count(long given, long held) {
    sent += given;
    seen += held;
  }

  private void take(Ask ask, Generation generation) {
    out += generation.tokensOut();
    try {
      ask.taker().take(new Written(generation.bytes(), generation.own(), generation::probability));
    } catch (IOException e) {
      // The schema held while it was written, so this is a bug.
      throw new UncheckedIOException("an answer is not of its schema", e);
    }
  }

  /** What else there is to say about the pass. */
  PromptedPass pass() {
    return new PromptedPass(
        ContextText.VERSION, beginning.length, TokenCount.EXACT, null, text.addressed(), 0);
  }

  /** Tokens given to the model, over all prompts: each begins with the context. */
  long sent() {
    return sent;
  }

  /** Tokens that its sequences say they hold, answers left out. */
  long seen() {
    return seen;
  }

  /** Tokens of these that were not read again: the context, in every prompt but the first. */
  long cached() {
    return cached;
  }

  /** Tokens that it wrote. */
  long out() {
    return out;
  }
}
