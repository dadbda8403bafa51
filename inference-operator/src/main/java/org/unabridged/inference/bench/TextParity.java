package org.unabridged.inference.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.unabridged.inference.chat.ChatTemplate;
import org.unabridged.inference.chat.Role;
import org.unabridged.inference.chat.Thinking;
import org.unabridged.inference.chat.Turn;
import org.unabridged.inference.tokenizer.ModelTokenizer;
import org.unabridged.inference.tokenizer.TokenKind;

/**
 * Compares tokens with those of another tokenizer on the same vocabulary, and conversations with
 * what the family's own template writes. Conversations with tools or pictures are left out.
 */
final class TextParity {

  /** The vocabulary. */
  static final String VOCABULARY = "tiny_tokenizer.json";

  private static final String TEXTS = "tiny_tokenizer_golden.json";
  private static final String CONVERSATIONS = "chat_golden.json";
  private static final String THOUGHT = "<think>";
  private static final String THOUGHT_END = "</think>";

  private final Path directory;
  private final PrintStream out;
  private final ModelTokenizer tokenizer;

  private TextParity(Path directory, PrintStream out) throws IOException {
    this.directory = directory;
    this.out = out;
    this.tokenizer = tokenizer(new ObjectMapper().readTree(directory.resolve(VOCABULARY).toFile()));
  }

  /** Checks what the directory has; everything must be the same. */
  static boolean run(Path directory, PrintStream out) throws IOException {
    TextParity parity = new TextParity(directory, out);
    boolean passed = true;
    if (Files.exists(directory.resolve(TEXTS))) {
      passed = parity.texts();
    }
    if (Files.exists(directory.resolve(CONVERSATIONS))) {
      passed &= parity.conversations();
    }
    return passed;
  }

  private static ModelTokenizer tokenizer(JsonNode root) {
    JsonNode model = root.get("model");
    JsonNode added = root.get("added_tokens");
    int size = model.get("vocab").size() + added.size();
    List<String> tokens = new ArrayList<>(Collections.nCopies(size, ""));
    List<TokenKind> kinds = new ArrayList<>(Collections.nCopies(size, TokenKind.TEXT));
    for (Map.Entry<String, JsonNode> entry : model.get("vocab").properties()) {
      tokens.set(entry.getValue().intValue(), entry.getKey());
    }
    for (JsonNode token : added) {
      int id = token.get("id").intValue();
      tokens.set(id, token.get("content").textValue());
      kinds.set(id, token.get("special").booleanValue() ? TokenKind.CONTROL : TokenKind.MARKUP);
    }
    List<String> merges =
        StreamSupport.stream(model.get("merges").spliterator(), false)
            .map(pair -> pair.get(0).textValue() + " " + pair.get(1).textValue())
            .toList();
    return new ModelTokenizer(tokens, kinds, merges);
  }

  private JsonNode cases(String file) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(file).toFile()).get("cases");
  }

  private boolean texts() throws IOException {
    JsonNode cases = cases(TEXTS);
    int same = 0;
    for (JsonNode each : cases) {
      int[] expected = new int[each.get("ids").size()];
      Arrays.setAll(expected, i -> each.get("ids").get(i).intValue());
      int[] actual = tokenizer.encodeTrusted(each.get("text").textValue());
      boolean decoded = tokenizer.decode(expected).equals(each.get("decoded").textValue());
      same += Arrays.equals(expected, actual) && decoded ? 1 : 0;
    }
    out.printf("texts: %d of %d to the same tokens and back%n", same, cases.size());
    return same == cases.size();
  }

  private boolean conversations() throws IOException {
    int same = 0;
    int compared = 0;
    JsonNode cases = cases(CONVERSATIONS);
    for (JsonNode each : cases) {
      if (!isOfTextAlone(each)) {
        continue;
      }
      compared++;
      if (asExpected(each)) {
        same++;
      } else {
        out.println("conversation " + each.get("name").asText() + ": FAILED");
      }
    }
    out.printf(
        "conversations: %d of %d as the template writes or refuses them; %d of tools, pictures or"
            + " other roles left out%n",
        same, compared, cases.size() - compared);
    return same == compared;
  }

  private static boolean isOfTextAlone(JsonNode conversation) {
    if (conversation.hasNonNull("tools")) {
      return false;
    }
    for (JsonNode message : conversation.get("messages")) {
      boolean known =
          Arrays.stream(Role.values()).anyMatch(role -> name(role).equals(roleOf(message)));
      if (!known || !message.get("content").isTextual()) {
        return false;
      }
    }
    return true;
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static String roleOf(JsonNode message) {
    return message.get("role").asText();
  }

  /** The template takes thoughts that stand in the text of a turn for its reasoning. */
  private static Turn turn(JsonNode message) {
    Role role = Role.valueOf(roleOf(message).toUpperCase(Locale.ROOT));
    String text = message.get("content").textValue();
    int end = role == Role.ASSISTANT ? text.lastIndexOf(THOUGHT_END) : -1;
    if (end < 0) {
      return new Turn(role, text, message.path("reasoning_content").asText(""));
    }
    String thought = text.substring(text.indexOf(THOUGHT) + THOUGHT.length(), end);
    return new Turn(role, text.substring(end + THOUGHT_END.length()), thought);
  }

  private boolean asExpected(JsonNode conversation) {
    List<Turn> turns = new ArrayList<>();
    for (JsonNode message : conversation.get("messages")) {
      turns.add(turn(message));
    }
    ChatTemplate template = new ChatTemplate(tokenizer);
    try {
      boolean thinking = conversation.path("kwargs").path("enable_thinking").asBoolean(true);
      int[] tokens =
          conversation.path("add_generation_prompt").asBoolean(true)
              ? template.prompt(turns, thinking ? Thinking.ON : Thinking.OFF)
              : template.transcript(turns);
      return tokenizer.decode(tokens).equals(conversation.path("rendered").asText(null));
    } catch (IllegalArgumentException e) {
      return conversation.has("error");
    }
  }
}
