package org.unabridged.inference.decoding;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.JsonState.Inside;

/**
 * Which tokens can come next, by the state of a JSON text. Inside a string that is nearly all of
 * the vocabulary: those tokens are sorted out once, by how many characters they hold, and what may
 * follow a closing quotation mark, once for all tokens that have the same behind it. Thread-safe.
 */
final class TokenMasks {
  private static final int CACHED = 512;

  private final TokenTrie trie;
  // by characters in them: tokens that stay inside a string they continue
  private final List<BitSet> inside = new ArrayList<>();
  // tokens that close the string they continue, by what stands behind the quotation mark
  private final Map<ByteBuffer, List<Closing>> closings = new LinkedHashMap<>();
  private final List<List<Closing>> closingsBySuffix;
  // the same, of those behind whose quotation mark something stands, by numbers in that list
  private final TokenTrie suffixes;
  private final Map<JsonState, BitSet> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JsonState, BitSet> eldest) {
          return size() > CACHED;
        }
      };

  /**
   * A token that closes the string it continues.
   *
   * @param characters of the string in it
   */
  private record Closing(int token, int characters) {}

  TokenMasks(TokenTrie trie) {
    this.trie = trie;
    sort(0, StringPlace.BODY, 0);
    for (int i = 1; i < inside.size(); i++) {
      inside.get(i).or(inside.get(i - 1));
    }
    this.closingsBySuffix = List.copyOf(closings.values());
    this.suffixes = new TokenTrie(closings.keySet().stream().map(ByteBuffer::array).toList());
  }

  private void sort(int parent, StringPlace place, int characters) {
    for (int node = trie.firstChild(parent);
        node < trie.end(parent);
        node = trie.nextSibling(node)) {
      byte value = trie.value(node);
      if (place == StringPlace.BODY && value == '"') {
        collect(node, new byte[0], characters);
        continue;
      }
      StringPlace next = place.next(value);
      if (next == null) {
        continue;
      }
      int after = characters + (place == StringPlace.BODY ? 1 : 0);
      if (trie.token(node) >= 0) {
        while (inside.size() <= after) {
          inside.add(new BitSet(trie.vocabulary()));
        }
        inside.get(after).set(trie.token(node));
      }
      sort(node, next, after);
    }
  }

  /** Sorts the tokens at and below a node by what they have after a quotation mark. */
  private void collect(int node, byte[] suffix, int characters) {
    if (trie.token(node) >= 0) {
      closings
          .computeIfAbsent(ByteBuffer.wrap(suffix), key -> new ArrayList<>())
          .add(new Closing(trie.token(node), characters));
    }
    for (int child = trie.firstChild(node);
        child < trie.end(node);
        child = trie.nextSibling(child)) {
      byte[] longer = Arrays.copyOf(suffix, suffix.length + 1);
      longer[suffix.length] = trie.value(child);
      collect(child, longer, characters);
    }
  }

  /** The tokens that can come next. The set must not be changed. */
  BitSet allowed(JsonState state) {
    synchronized (cache) {
      BitSet found = cache.get(state);
      if (found != null) {
        return found;
      }
    }
    BitSet mask = compute(state);
    synchronized (cache) {
      cache.put(state, mask);
    }
    return mask;
  }

  /** Without the cache. */
  BitSet compute(JsonState state) {
    if (state.goal() instanceof Inside text && text.place() == StringPlace.BODY) {
      return computeInside(text, state.rest());
    }
    BitSet mask = new BitSet(trie.vocabulary());
    below(trie, 0, state, mask);
    return mask;
  }

  private BitSet computeInside(Inside text, @Nullable JsonState rest) {
    int longest = Math.min(text.left(), inside.size() - 1);
    BitSet mask = longest < 0 ? new BitSet() : (BitSet) inside.get(longest).clone();
    JsonState after = rest == null ? JsonState.DONE : rest;
    add(closings.getOrDefault(ByteBuffer.wrap(new byte[0]), List.of()), text.left(), mask);
    BitSet possible = new BitSet();
    below(suffixes, 0, after, possible);
    possible.stream().forEach(suffix -> add(closingsBySuffix.get(suffix), text.left(), mask));
    return mask;
  }

  private static void add(List<Closing> tokens, int mostCharacters, BitSet mask) {
    for (Closing closing : tokens) {
      if (closing.characters() <= mostCharacters) {
        mask.set(closing.token());
      }
    }
  }

  /** The slow twin of {@link #compute}: the whole trie. */
  BitSet computeByWalking(JsonState state) {
    BitSet mask = new BitSet(trie.vocabulary());
    below(trie, 0, state, mask);
    return mask;
  }

  /** Which tokens at and below a node's children can follow. */
  private static void below(TokenTrie trie, int parent, JsonState state, BitSet mask) {
    if (state == JsonState.DONE) {
      return;
    }
    for (int node = trie.firstChild(parent);
        node < trie.end(parent);
        node = trie.nextSibling(node)) {
      JsonState next = JsonState.next(state, trie.value(node));
      if (next != null) {
        if (trie.token(node) >= 0) {
          mask.set(trie.token(node));
        }
        below(trie, node, next, mask);
      }
    }
  }
}
