package org.unabridged.inference.remote.dialect;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * The body of a request. Texts in it are encoded while it is read and held nowhere but where they
 * came from. Immutable; it can be read as often as a request is repeated.
 */
public final class JsonBody {
  private final List<Piece> pieces;
  private final long length;

  /** A stretch of a body. */
  sealed interface Piece {
    long length();

    InputStream open();
  }

  /** JSON as it is. Owns the bytes. */
  record Literal(byte[] bytes, int from, int to) implements Piece {
    @Override
    public long length() {
      return to - from;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes, from, to - from);
    }
  }

  /** A string of these parts. */
  record Text(List<String> parts, long length) implements Piece {
    @Override
    public InputStream open() {
      return new JsonTextStream(parts);
    }
  }

  JsonBody(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
    this.length = pieces.stream().mapToLong(Piece::length).sum();
  }

  /** Bytes, at least one. */
  public long length() {
    return length;
  }

  /** The bytes from the start. */
  public InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(Piece::open).toList()));
  }
}
