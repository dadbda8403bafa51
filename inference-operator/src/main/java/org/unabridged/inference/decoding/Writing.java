package org.unabridged.inference.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.Generation.End;

/** One answer being written, token by token. */
final class Writing {
  private final GenerationRequest request;
  private final Generator generator;
  private final Sampler sampler;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Generation.Token> tokens = new ArrayList<>();
  // tokens that come next whatever the model says
  private final Deque<Integer> forced = new ArrayDeque<>();
  private @Nullable JsonState state;
  private @Nullable End end;
  private final BitSet thoughtTokens;
  private boolean thinking;
  private boolean isCut;
  private int own;
  private int thoughts;

  Writing(Generator generator, GenerationRequest request) {
    this.generator = generator;
    this.request = request;
    this.sampler = new Sampler(request.sampling());
    this.thinking = request.thinking() != null;
    this.thoughtTokens = (BitSet) generator.anyToken().clone();
    if (request.thinking() != null) {
      thoughtTokens.set(request.thinking().closing().get(0));
    }
    this.state = request.schema() == null ? null : JsonState.start(request.schema());
  }

  /** Takes the model's expectations; gives the token to append next, or -1 at the end. */
  int next(float[] logits) {
    int token = thinking ? think(logits) : write(logits);
    return end == null ? token : -1;
  }

  boolean ended() {
    return end != null;
  }

  Generation result() {
    if (end == null) {
      throw new IllegalStateException("still writing");
    }
    byte[] written = bytes.toByteArray();
    return new Generation(written, tokens, isCut ? own : written.length, thoughts, end);
  }

  private int think(float[] logits) {
    Thinking leave = request.thinking();
    if (leave == null) {
      throw new IllegalStateException("no thinking");
    }
    if (forced.isEmpty()) {
      int token = sampler.choose(logits, thoughtTokens);
      boolean over =
          token == leave.closing().get(0)
              || generator.isStop(token)
              || thoughts + leave.closing().size() >= leave.budget();
      if (!over) {
        thoughts++;
        return token;
      }
      forced.addAll(leave.closing());
    }
    thoughts++;
    int token = forced.remove();
    thinking = !forced.isEmpty();
    return token;
  }

  private int write(float[] logits) {
    return state == null ? writeText(logits) : writeJson(logits, state);
  }

  private int writeText(float[] logits) {
    BitSet allowed = generator.anyToken();
    int token = sampler.choose(logits, allowed);
    if (generator.isStop(token)) {
      end = End.COMPLETE;
      return token;
    }
    add(token, Sampler.probability(logits, allowed, token));
    if (cutAtStopText()) {
      end = End.STOP_TEXT;
    } else if (tokens.size() == request.mostTokens()) {
      end = End.LIMIT;
    }
    return token;
  }

  private int writeJson(float[] logits, JsonState at) {
    BitSet allowed = generator.masks().allowed(at);
    int token = forced.isEmpty() ? chooseJson(logits, allowed, at) : forced.remove();
    add(token, Sampler.probability(logits, allowed, token));
    JsonState after = follow(at, token);
    state = after;
    if (after.canEnd() && (after == JsonState.DONE || forced.isEmpty() && isFull(after))) {
      end = isCut ? End.LIMIT : End.COMPLETE;
    }
    return token;
  }

  /** A number that nothing follows is over when the model stops or may write no more. */
  private boolean isFull(JsonState after) {
    return tokens.size() == request.mostTokens() || generator.masks().allowed(after).isEmpty();
  }

  private int chooseJson(float[] logits, BitSet allowed, JsonState at) {
    int left = request.mostTokens() - tokens.size();
    int token = sampler.choose(logits, allowed);
    // INVARIANT: the shortest completion has no more bytes than tokens are left, and every byte is
    // a token, so the answer can always be completed.
    if (follow(at, token).least() <= left - 1) {
      return token;
    }
    isCut = true;
    own = bytes.size();
    generator.tokensOf(at.completion()).forEach(forced::add);
    return forced.remove();
  }

  private JsonState follow(JsonState from, int token) {
    JsonState at = from;
    for (byte value : generator.bytes(token)) {
      JsonState next = JsonState.next(at, value);
      if (next == null) {
        throw new IllegalStateException("token " + token + " can not follow " + from);
      }
      at = next;
    }
    return at;
  }

  private void add(int token, double probability) {
    bytes.writeBytes(generator.bytes(token));
    tokens.add(new Generation.Token(token, bytes.size(), probability));
  }

  private boolean cutAtStopText() {
    if (request.stopTexts().isEmpty()) {
      return false;
    }
    String text = bytes.toString(StandardCharsets.UTF_8);
    int cut = -1;
    for (String stop : request.stopTexts()) {
      int at = text.indexOf(stop);
      cut = at >= 0 && (cut < 0 || at < cut) ? at : cut;
    }
    if (cut < 0) {
      return false;
    }
    bytes.reset();
    bytes.writeBytes(text.substring(0, cut).getBytes(StandardCharsets.UTF_8));
    return true;
  }
}
