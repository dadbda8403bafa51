package org.unabridged.inference.decoding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.decoding.JsonSchema.ArrayOf;
import org.unabridged.inference.decoding.JsonSchema.Choice;
import org.unabridged.inference.decoding.JsonSchema.ObjectOf;
import org.unabridged.inference.decoding.JsonSchema.Text;
import org.unabridged.inference.decoding.JsonSchema.TrueOrFalse;
import org.unabridged.inference.decoding.JsonSchema.WholeNumber;

/**
 * Where in a JSON text one stands: a push-down automaton over bytes. Immutable; equal states allow
 * the same continuations. The text is written without white space, and in UTF-8.
 *
 * @param goal what comes next
 * @param rest what comes after; null if nothing
 */
record JsonState(Goal goal, @Nullable JsonState rest) {

  /** A thing still to be written, or the rest of one. */
  sealed interface Goal {}

  /** These bytes from a place on. */
  record Literal(Bytes bytes, int from) implements Goal {}

  /** A whole value. */
  record Value(JsonSchema schema) implements Goal {}

  /** What follows so many items of an array; at 0 its bracket has just been opened. */
  record Items(ArrayOf array, int count) implements Goal {}

  /** The inside of a string. */
  record Inside(StringPlace place, int left) implements Goal {}

  /** A number of which some digits are there; at least a sign. */
  record Digits(WholeNumber range, boolean negative, long prefix, boolean any) implements Goal {}

  /** One of several literals that are the same so far. */
  record Literals(List<Bytes> choices, int from) implements Goal {}

  /** Bytes with equality. */
  record Bytes(byte[] bytes) {
    static Bytes of(String text) {
      return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private static final Bytes NULL = Bytes.of("null");
  private static final List<Bytes> TRUTHS = List.of(Bytes.of("true"), Bytes.of("false"));

  /** The beginning of a text of this schema. */
  static JsonState start(JsonSchema schema) {
    return new JsonState(new Value(schema), null);
  }

  /**
   * The state behind one more byte.
   *
   * @param state null if the text is complete
   * @return null if the byte can not come next; {@link #DONE} if the text is complete with it
   */
  static @Nullable JsonState next(JsonState state, byte value) {
    JsonState rest = state.rest();
    Goal goal = state.goal();
    if (goal instanceof Literal literal) {
      return literal.bytes().bytes()[literal.from()] != value
          ? null
          : advance(literal.bytes(), literal.from() + 1, rest);
    }
    if (goal instanceof Value whole) {
      return begin(whole.schema(), value, rest);
    }
    if (goal instanceof Items items) {
      return item(items, value, rest);
    }
    if (goal instanceof Inside inside) {
      return inside(inside, value, rest);
    }
    if (goal instanceof Digits digits) {
      return digit(digits, value, rest);
    }
    return goal instanceof Literals literals
        ? choose(literals.choices(), literals.from(), value, rest)
        : null;
  }

  /** The state of a text that is complete. */
  static final JsonState DONE = new JsonState(new Literal(new Bytes(new byte[0]), 0), null);

  /** Whether nothing more must follow. */
  boolean canEnd() {
    return this == DONE || rest == null && goal instanceof Digits digits && isComplete(digits);
  }

  private static JsonState orDone(@Nullable JsonState state) {
    return state == null ? DONE : state;
  }

  private static JsonState push(Goal goal, @Nullable JsonState rest) {
    return new JsonState(goal, rest);
  }

  private static JsonState advance(Bytes bytes, int from, @Nullable JsonState rest) {
    return from == bytes.bytes().length ? orDone(rest) : push(new Literal(bytes, from), rest);
  }

  private static @Nullable JsonState begin(
      JsonSchema schema, byte value, @Nullable JsonState rest) {
    if (schema instanceof JsonSchema.Nullable nullable) {
      return value == 'n' ? advance(NULL, 1, rest) : begin(nullable.value(), value, rest);
    }
    if (schema instanceof ObjectOf object) {
      return value == '{' ? members(object, rest) : null;
    }
    if (schema instanceof ArrayOf array) {
      return value == '[' ? push(new Items(array, 0), rest) : null;
    }
    if (schema instanceof Text text) {
      return value == '"' ? push(new Inside(StringPlace.BODY, text.most()), rest) : null;
    }
    if (schema instanceof WholeNumber range) {
      return value == '-'
          ? reachable(new Digits(range, true, 0, false), rest)
          : digit(new Digits(range, false, 0, false), value, rest);
    }
    if (schema instanceof TrueOrFalse) {
      return choose(TRUTHS, 0, value, rest);
    }
    return choose(literals((Choice) schema), 0, value, rest);
  }

  private static List<Bytes> literals(Choice choice) {
    return choice.values().stream().map(text -> new Bytes(JsonText.literal(text))).toList();
  }

  private static JsonState members(ObjectOf object, @Nullable JsonState rest) {
    JsonState state = push(new Literal(Bytes.of("}"), 0), rest);
    for (int i = object.members().size() - 1; i >= 0; i--) {
      JsonSchema.Member member = object.members().get(i);
      state = push(new Value(member.value()), state);
      state = push(new Literal(name(member, i), 0), state);
    }
    return state;
  }

  private static Bytes name(JsonSchema.Member member, int index) {
    String name = new String(JsonText.literal(member.name()), StandardCharsets.UTF_8) + ":";
    return Bytes.of(index == 0 ? name : "," + name);
  }

  private static @Nullable JsonState item(Items items, byte value, @Nullable JsonState rest) {
    ArrayOf array = items.array();
    if (value == ']') {
      return items.count() >= array.fewest() ? orDone(rest) : null;
    }
    if (items.count() == array.most()) {
      return null;
    }
    JsonState after = push(new Items(array, items.count() + 1), rest);
    if (items.count() == 0) {
      return begin(array.item(), value, after);
    }
    return value == ',' ? push(new Value(array.item()), after) : null;
  }

  private static @Nullable JsonState inside(Inside inside, byte value, @Nullable JsonState rest) {
    if (inside.place() == StringPlace.BODY && value == '"') {
      return orDone(rest);
    }
    StringPlace place = inside.place().next(value);
    int left = inside.left() - (inside.place() == StringPlace.BODY ? 1 : 0);
    return place == null || left < 0 ? null : push(new Inside(place, left), rest);
  }

  private static @Nullable JsonState digit(Digits digits, byte value, @Nullable JsonState rest) {
    if (value >= '0' && value <= '9') {
      boolean afterZero = digits.any() && digits.prefix() == 0;
      boolean minusZero = digits.negative() && !digits.any() && value == '0';
      if (afterZero || minusZero || digits.prefix() > Long.MAX_VALUE / 100) {
        return null;
      }
      long prefix = digits.prefix() * 10 + (value - '0');
      return reachable(new Digits(digits.range(), digits.negative(), prefix, true), rest);
    }
    return rest != null && isComplete(digits) ? next(rest, value) : null;
  }

  private static @Nullable JsonState reachable(Digits digits, @Nullable JsonState rest) {
    return moreDigits(digits) < 0 ? null : push(digits, rest);
  }

  private static boolean isComplete(Digits digits) {
    return digits.any() && moreDigits(digits) == 0;
  }

  /** Fewest digits that make the number one of the range; -1 if none do. */
  private static int moreDigits(Digits digits) {
    WholeNumber range = digits.range();
    long least = digits.negative() ? Math.max(1, -range.most()) : Math.max(0, range.least());
    long most = digits.negative() ? -range.least() : range.most();
    if (most < least) {
      return -1;
    }
    if (!digits.any()) {
      return String.valueOf(least).length();
    }
    long from = digits.prefix();
    long width = 1;
    for (int more = 0; from <= most; more++) {
      if (from + width - 1 >= least) {
        return more;
      }
      if (digits.prefix() == 0) {
        return -1;
      }
      from *= 10;
      width *= 10;
    }
    return -1;
  }

  private static @Nullable JsonState choose(
      List<Bytes> choices, int from, byte value, @Nullable JsonState rest) {
    List<Bytes> left = new ArrayList<>();
    for (Bytes choice : choices) {
      if (choice.bytes()[from] == value) {
        left.add(choice);
      }
    }
    if (left.isEmpty()) {
      return null;
    }
    // Literals end in a quotation mark or are no prefix of each other, so all end or none.
    return left.size() == 1 || left.get(0).bytes().length == from + 1
        ? advance(left.get(0), from + 1, rest)
        : push(new Literals(left, from + 1), rest);
  }

  /** Fewest bytes that complete the text. */
  int least() {
    int least = 0;
    for (JsonState state = this; state != null; state = state.rest()) {
      least = Math.addExact(least, least(state.goal()));
    }
    return least;
  }

  private static int least(Goal goal) {
    if (goal instanceof Literal literal) {
      return literal.bytes().bytes().length - literal.from();
    }
    if (goal instanceof Value value) {
      return least(value.schema());
    }
    if (goal instanceof Items items) {
      int missing = Math.max(0, items.array().fewest() - items.count());
      int commas = items.count() == 0 ? Math.max(0, missing - 1) : missing;
      int each = missing == 0 ? 0 : least(items.array().item());
      return Math.addExact(1 + commas, Math.multiplyExact(missing, each));
    }
    if (goal instanceof Inside inside) {
      return 1 + inside.place().least();
    }
    if (goal instanceof Digits digits) {
      return moreDigits(digits);
    }
    Literals literals = (Literals) goal;
    return shortest(literals.choices()) - literals.from();
  }

  private static int shortest(List<Bytes> choices) {
    return choices.stream().mapToInt(choice -> choice.bytes().length).min().orElseThrow();
  }

  private static int least(JsonSchema schema) {
    if (schema instanceof JsonSchema.Nullable nullable) {
      return Math.min(4, least(nullable.value()));
    }
    if (schema instanceof ObjectOf object) {
      int least = 1;
      for (JsonState state = members(object, null); state != null; state = state.rest()) {
        least = Math.addExact(least, least(state.goal()));
      }
      return least;
    }
    if (schema instanceof ArrayOf array) {
      return Math.addExact(1, least(new Items(array, 0)));
    }
    if (schema instanceof Text) {
      return 2;
    }
    if (schema instanceof WholeNumber range) {
      int positive = moreDigits(new Digits(range, false, 0, false));
      int negative = moreDigits(new Digits(range, true, 0, false));
      return positive < 0
          ? 1 + negative
          : negative < 0 ? positive : Math.min(positive, 1 + negative);
    }
    return schema instanceof Choice choice ? shortest(literals(choice)) : 4;
  }

  /** The bytes of a shortest completion. */
  byte[] completion() {
    byte[] bytes = new byte[least()];
    JsonState state = this;
    for (int i = 0; i < bytes.length; i++) {
      state = shorten(state, bytes, i);
    }
    return bytes;
  }

  private static JsonState shorten(JsonState state, byte[] bytes, int at) {
    int wanted = bytes.length - at - 1;
    if (state.goal() instanceof Literal literal) {
      bytes[at] = literal.bytes().bytes()[literal.from()];
      return advance(literal.bytes(), literal.from() + 1, state.rest());
    }
    for (int value = 0; value < 256; value++) {
      JsonState next = next(state, (byte) value);
      if (next != null && next.least() == wanted) {
        bytes[at] = (byte) value;
        return next;
      }
    }
    throw new IllegalStateException("no byte shortens " + state);
  }
}
