package org.unabridged.inference.decoding;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The tokens of a vocabulary by their bytes: each node a prefix of some. Immutable and thread-safe.
 * Nodes are numbers; the root is 0. Tokens without bytes are in none.
 */
final class TokenTrie {
  private final int vocabulary;
  private byte[] values;
  // the tree in preorder: a node's first child follows it, and skips[n] is the node after its
  // subtree
  private int[] skips;
  private int[] tokens;
  private int size;

  /**
   * Builds the trie.
   *
   * @param bytes of every token, by id; empty where a token is no text. Of tokens with the same
   *     bytes the first counts.
   */
  TokenTrie(List<byte[]> bytes) {
    vocabulary = bytes.size();
    Integer[] order = new Integer[vocabulary];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer, byte[]>comparing(bytes::get, Arrays::compareUnsigned)
            .thenComparing(Comparator.naturalOrder()));
    int capacity = 1 + bytes.stream().mapToInt(token -> token.length).sum();
    values = new byte[capacity];
    skips = new int[capacity];
    tokens = new int[capacity];
    Arrays.fill(tokens, -1);
    size = 1;
    build(bytes, order);
    values = Arrays.copyOf(values, size);
    skips = Arrays.copyOf(skips, size);
    tokens = Arrays.copyOf(tokens, size);
  }

  private void build(List<byte[]> bytes, Integer[] order) {
    int longest = bytes.stream().mapToInt(token -> token.length).max().orElse(0);
    int[] path = new int[longest + 1];
    int depth = 0;
    byte[] previous = new byte[0];
    for (int id : order) {
      byte[] token = bytes.get(id);
      int shared = Arrays.mismatch(previous, token);
      if (token.length == 0 || shared < 0) {
        continue;
      }
      for (; depth > shared; depth--) {
        skips[path[depth]] = size;
      }
      for (; depth < token.length; depth++) {
        path[depth + 1] = size;
        values[size++] = token[depth];
      }
      tokens[path[depth]] = id;
      previous = token;
    }
    for (; depth >= 0; depth--) {
      skips[path[depth]] = size;
    }
  }

  /** Number of token ids. */
  int vocabulary() {
    return vocabulary;
  }

  /** The byte that leads to a node. */
  byte value(int node) {
    return values[node];
  }

  /** The token that ends at a node, or -1. */
  int token(int node) {
    return tokens[node];
  }

  /** The first child of a node, or, if it is not below {@link #end}, none. */
  int firstChild(int node) {
    return node + 1;
  }

  /** The next child of the same parent, or, if it is not below the parent's end, none. */
  int nextSibling(int node) {
    return skips[node];
  }

  /** The node after the last below a node. */
  int end(int node) {
    return skips[node];
  }

  /** The longest token that some bytes start with; -1 if none does. */
  int longest(byte[] bytes, int from) {
    int node = 0;
    int found = -1;
    for (int at = from; at < bytes.length; at++) {
      node = child(node, bytes[at]);
      if (node < 0) {
        break;
      }
      found = tokens[node] >= 0 ? tokens[node] : found;
    }
    return found;
  }

  private int child(int node, byte value) {
    for (int child = firstChild(node); child < end(node); child = nextSibling(child)) {
      if (values[child] == value) {
        return child;
      }
    }
    return -1;
  }
}
