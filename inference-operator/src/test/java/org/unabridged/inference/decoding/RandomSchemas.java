package org.unabridged.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Schemas, and the plain check that a value is of one. */
final class RandomSchemas {
  private static final String NAME_LETTERS = "ab\"\\é中 _\n";

  private RandomSchemas() {}

  static JsonSchema schema(Random random, int depth) {
    int kind = random.nextInt(depth > 3 ? 4 : 8);
    return switch (kind) {
      case 0 -> new JsonSchema.Text(random.nextInt(random.nextBoolean() ? 3 : 60));
      case 1 -> range(random);
      case 2 -> new JsonSchema.TrueOrFalse();
      case 3 -> choice(random);
      case 4 -> nullable(schema(random, depth + 1));
      case 5 -> array(random, depth);
      default -> object(random, depth);
    };
  }

  private static JsonSchema nullable(JsonSchema schema) {
    return schema instanceof JsonSchema.Nullable ? schema : new JsonSchema.Nullable(schema);
  }

  private static JsonSchema range(Random random) {
    long bound = (long) Math.pow(10, random.nextInt(14));
    long first = (long) ((random.nextDouble() * 2 - 1) * bound);
    long second = (long) ((random.nextDouble() * 2 - 1) * bound);
    return new JsonSchema.WholeNumber(Math.min(first, second), Math.max(first, second));
  }

  private static JsonSchema choice(Random random) {
    List<String> values = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      values.add(name(random));
    }
    return new JsonSchema.Choice(values);
  }

  private static JsonSchema array(Random random, int depth) {
    int fewest = random.nextInt(3);
    return new JsonSchema.ArrayOf(schema(random, depth + 1), fewest, fewest + random.nextInt(4));
  }

  private static JsonSchema object(Random random, int depth) {
    List<JsonSchema.Member> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(new JsonSchema.Member(i + name(random), schema(random, depth + 1)));
    }
    return new JsonSchema.ObjectOf(members);
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      name.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
    }
    return name.toString();
  }

  static void assertHolds(JsonSchema schema, JsonNode value) {
    if (schema instanceof JsonSchema.Nullable nullable) {
      if (!value.isNull()) {
        assertHolds(nullable.value(), value);
      }
    } else if (schema instanceof JsonSchema.Text text) {
      assertThat(value.isTextual()).isTrue();
      String content = value.textValue();
      assertThat(content.codePointCount(0, content.length())).isLessThanOrEqualTo(text.most());
    } else if (schema instanceof JsonSchema.WholeNumber range) {
      assertThat(value.isIntegralNumber()).isTrue();
      assertThat(value.longValue()).isBetween(range.least(), range.most());
    } else if (schema instanceof JsonSchema.TrueOrFalse) {
      assertThat(value.isBoolean()).isTrue();
    } else if (schema instanceof JsonSchema.Choice choice) {
      assertThat(choice.values()).contains(value.textValue());
    } else if (schema instanceof JsonSchema.ArrayOf array) {
      assertThat(value.isArray()).isTrue();
      assertThat(value.size()).isBetween(array.fewest(), array.most());
      value.forEach(item -> assertHolds(array.item(), item));
    } else if (schema instanceof JsonSchema.ObjectOf object) {
      assertThat(value.isObject()).isTrue();
      Iterator<String> names = value.fieldNames();
      for (JsonSchema.Member member : object.members()) {
        assertThat(names.next()).isEqualTo(member.name());
        assertHolds(member.value(), value.get(member.name()));
      }
      assertThat(names.hasNext()).isFalse();
    }
  }
}
