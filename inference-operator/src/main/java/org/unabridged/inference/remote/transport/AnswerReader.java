package org.unabridged.inference.remote.transport;

import java.nio.ByteBuffer;
import org.unabridged.inference.remote.dialect.AnswerStream;
import org.unabridged.inference.remote.dialect.ChatAnswer;

/** Reads an answer of the model. */
record AnswerReader(AnswerStream stream) implements ReplyReader<ChatAnswer> {

  @Override
  public void begin(String contentType) {
    stream.begin(contentType);
  }

  @Override
  public void accept(ByteBuffer bytes) {
    stream.accept(bytes);
  }

  @Override
  public long events() {
    return stream.events();
  }

  @Override
  public boolean hasText() {
    return stream.hasText();
  }

  @Override
  public ChatAnswer finish() {
    return stream.finish();
  }
}
