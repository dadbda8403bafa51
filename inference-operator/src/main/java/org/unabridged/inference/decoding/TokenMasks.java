package org.unabridged.inference.decoding;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.JsonState.Inside;

/**
 * Which tokens can come next, by the state of a JSON text. Inside a string that is nearly all of
 * the vocabulary: those tokens are sorted out once, by how many characters they hold, and only what
 * follows a closing quotation mark is looked at anew. Thread-safe.
 */
final class TokenMasks {
  private static final int CACHED = 512;

  private final TokenTrie trie;
  // by characters in them: tokens that stay inside a string they continue
  private final List<BitSet> inside = new ArrayList<>();
  // places just behind a closing quotation mark: node, characters before it
  private final List<int[]> closings = new ArrayList<>();
  private final Map<JsonState, BitSet> cache =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JsonState, BitSet> eldest) {
          return size() > CACHED;
        }
      };

  TokenMasks(TokenTrie trie) {
    this.trie = trie;
    sort(0, StringPlace.BODY, 0);
    for (int i = 1; i < inside.size(); i++) {
      inside.get(i).or(inside.get(i - 1));
    }
  }

  private void sort(int parent, StringPlace place, int characters) {
    for (int node = trie.firstChild(parent);
        node < trie.end(parent);
        node = trie.nextSibling(node)) {
      byte value = trie.value(node);
      if (place == StringPlace.BODY && value == '"') {
        closings.add(new int[] {node, characters});
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
    below(0, state, mask);
    return mask;
  }

  private BitSet computeInside(Inside text, @Nullable JsonState rest) {
    int longest = Math.min(text.left(), inside.size() - 1);
    BitSet mask = longest < 0 ? new BitSet() : (BitSet) inside.get(longest).clone();
    for (int[] closing : closings) {
      if (closing[1] <= text.left()) {
        take(closing[0], rest == null ? JsonState.DONE : rest, mask);
      }
    }
    return mask;
  }

  /** The slow twin of {@link #compute}: the whole trie. */
  BitSet computeByWalking(JsonState state) {
    BitSet mask = new BitSet(trie.vocabulary());
    below(0, state, mask);
    return mask;
  }

  private void below(int parent, JsonState state, BitSet mask) {
    if (state == JsonState.DONE) {
      return;
    }
    for (int node = trie.firstChild(parent);
        node < trie.end(parent);
        node = trie.nextSibling(node)) {
      JsonState next = JsonState.next(state, trie.value(node));
      if (next != null) {
        take(node, next, mask);
      }
    }
  }

  private void take(int node, JsonState state, BitSet mask) {
    if (trie.token(node) >= 0) {
      mask.set(trie.token(node));
    }
    below(node, state, mask);
  }
}
