package org.unabridged.inference.clausemoe;

import java.util.ArrayList;
import java.util.List;
import org.unabridged.inference.Context;
import org.unabridged.inference.Part;
import org.unabridged.inference.clausemoe.SpanDecoder.DocumentDecoder;
import org.unabridged.inference.clausemoe.SpanDecoder.Span;
import org.unabridged.inference.tensor.Activations;
import org.unabridged.inference.tokenizer.TokenSequence;

/**
 * Takes the scores of a context's tokens in order and shares them out among the documents in it, so
 * that no span leaves its document. Used once.
 */
final class ContextReader implements Classifier.LogitSink {

  private final TokenSequence tokens;
  private final List<Part> parts;
  private final List<DocumentDecoder> decoders = new ArrayList<>();
  private final float[] probabilities;
  private int part;
  private int seen;

  ContextReader(Context context, TokenSequence tokens, SpanDecoder decoder, int types) {
    this.tokens = tokens;
    this.parts = context.parts();
    this.probabilities = new float[types];
    for (Part document : parts) {
      decoders.add(decoder.begin(context.text(), document.start(), document.end(), tokens));
    }
  }

  @Override
  public void accept(int token, float[] logits, int offset) {
    seen++;
    while (part < parts.size() && tokens.start(token) >= parts.get(part).end()) {
      part++;
    }
    // a token that reaches into the document from before it counts as its first
    if (part == parts.size() || tokens.end(token) <= parts.get(part).start()) {
      return;
    }
    for (int type = 0; type < probabilities.length; type++) {
      probabilities[type] = Activations.sigmoid(logits[offset + type]);
    }
    decoders.get(part).accept(token, probabilities);
  }

  /** How many tokens have been scored. */
  int seen() {
    return seen;
  }

  /**
   * The spans of one of the context's documents, by type, then by place, in offsets of the context.
   */
  List<Span> spans(int document) {
    return decoders.get(document).finish();
  }
}
