package org.unabridged.inference.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unabridged.inference.remote.scripted.ScriptedModel;

/**
 * Reads what it is shown and nothing else: copies the marks that it finds, and names each numbered
 * line in which the words of a question's id stand.
 */
final class PatternReader implements ScriptedModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern START = Pattern.compile("The start mark is ([A-Z]+)\\.");
  private static final Pattern END = Pattern.compile("The end mark is ([A-Z]+)\\.");
  private static final Pattern LINE = Pattern.compile("(?m)^(\\d+)\\| (.+)$");
  private static final Pattern ITEM = Pattern.compile("(?m)^- ([a-z0-9-]+): ");
  private static final Pattern RANGE = Pattern.compile("ocument \\d+ \\(lines (\\d+) to (\\d+)\\)");

  private record Line(int number, String text) {}

  @Override
  public String answer(String prompt) {
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put(Marks.START, first(START, prompt));
    answer.put(Marks.END, first(END, prompt));
    List<Line> lines = lines(prompt);
    if (prompt.contains("Summarise document")) {
      ArrayNode sentences = answer.putArray("sentences");
      if (!lines.isEmpty()) {
        place(sentences.addObject().put("sentence", "It begins here."), lines.get(0));
      }
      return answer.toString();
    }
    String asked = prompt.substring(Math.max(0, prompt.lastIndexOf("About document")));
    for (Matcher item = ITEM.matcher(asked); item.find(); ) {
      ArrayNode list = answer.putArray(item.group(1));
      String words = item.group(1).replace('-', ' ');
      lines.stream()
          .filter(line -> line.text().toLowerCase(Locale.ROOT).contains(words))
          .limit(12)
          .forEach(line -> place(list.addObject(), line));
    }
    return answer.toString();
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static List<Line> lines(String prompt) {
    Matcher range = RANGE.matcher(prompt);
    List<Line> lines = new ArrayList<>();
    if (range.find()) {
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      for (Matcher line = LINE.matcher(prompt); line.find(); ) {
        int number = Integer.parseInt(line.group(1));
        if (number >= from && number <= to) {
          lines.add(new Line(number, line.group(2)));
        }
      }
    }
    return lines;
  }

  private static void place(ObjectNode item, Line line) {
    String[] words = line.text().split(" ");
    int count = Math.min(4, words.length);
    item.put("first_line", line.number()).put("last_line", line.number());
    item.put("first_words", String.join(" ", List.of(words).subList(0, count)));
    item.put(
        "last_words", String.join(" ", List.of(words).subList(words.length - count, words.length)));
  }
}
