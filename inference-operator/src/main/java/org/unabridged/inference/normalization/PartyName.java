package org.unabridged.inference.normalization;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A name, ready to be compared with others.
 *
 * @param text the name as written
 * @param words its words in lower case
 * @param initials of its words
 */
record PartyName(String text, List<String> words, String initials) {

  static PartyName of(String text) {
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    return new PartyName(
        text,
        words,
        words.stream().map(word -> word.substring(0, 1)).collect(Collectors.joining()));
  }

  /** Whether it is part of another, word by word or by the words' beginnings, or its initials. */
  boolean isShortFor(PartyName full) {
    boolean abbreviation =
        words.size() == 1 && words.get(0).length() > 1 && full.initials.startsWith(words.get(0));
    return abbreviation
        || IntStream.rangeClosed(0, full.words.size() - words.size())
            .anyMatch(at -> abbreviates(full.words.subList(at, at + words.size())));
  }

  private boolean abbreviates(List<String> fullWords) {
    return IntStream.range(0, words.size())
        .allMatch(
            i -> {
              String word = words.get(i);
              return word.equals(fullWords.get(i))
                  || (word.length() > 2 && fullWords.get(i).startsWith(word));
            });
  }
}
