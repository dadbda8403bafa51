package org.unabridged.inference.decoding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The JSON that a model may write. Every value is bounded, so every output ends. */
public sealed interface JsonSchema {

  /**
   * An object with all of these members in this order.
   *
   * @param members at least none, each name once
   */
  record ObjectOf(List<Member> members) implements JsonSchema {
    public ObjectOf {
      members = List.copyOf(members);
      Set<String> names = new HashSet<>();
      for (Member member : members) {
        if (!names.add(member.name())) {
          throw new IllegalArgumentException("member " + member.name() + " twice");
        }
      }
    }
  }

  /** A member of an object. */
  record Member(String name, JsonSchema value) {}

  /**
   * An array.
   *
   * @param item what it holds
   * @param fewest items, at least 0
   * @param most items, not fewer
   */
  record ArrayOf(JsonSchema item, int fewest, int most) implements JsonSchema {
    public ArrayOf {
      if (fewest < 0 || most < fewest) {
        throw new IllegalArgumentException("items from " + fewest + " to " + most);
      }
    }
  }

  /**
   * A string of any characters but controls that JSON can not name in one letter.
   *
   * @param most code points in it
   */
  record Text(int most) implements JsonSchema {
    public Text {
      if (most < 0) {
        throw new IllegalArgumentException("text of at most " + most + " characters");
      }
    }
  }

  /**
   * A whole number.
   *
   * @param least inclusive, not below −10¹⁵
   * @param most inclusive, not above 10¹⁵
   */
  record WholeNumber(long least, long most) implements JsonSchema {
    private static final long BOUND = 1_000_000_000_000_000L;

    public WholeNumber {
      if (most < least || least < -BOUND || most > BOUND) {
        throw new IllegalArgumentException("numbers from " + least + " to " + most);
      }
    }
  }

  /** True or false. */
  record TrueOrFalse() implements JsonSchema {}

  /**
   * One of some strings.
   *
   * @param values at least one
   */
  record Choice(List<String> values) implements JsonSchema {
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a choice of nothing");
      }
    }
  }

  /** A value or null. */
  record Nullable(JsonSchema value) implements JsonSchema {
    public Nullable {
      if (value instanceof Nullable) {
        throw new IllegalArgumentException("null twice");
      }
    }
  }
}
