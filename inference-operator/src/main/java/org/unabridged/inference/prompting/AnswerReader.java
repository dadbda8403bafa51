package org.unabridged.inference.prompting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unabridged.inference.grounding.Anchor;

/** Reads a model's answer: an object of lists of places, and perhaps of texts. */
public final class AnswerReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final List<NamedPlace> places = new ArrayList<>();
  private final Map<String, Integer> listEnds = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private AnswerReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * What an answer says.
   *
   * @param places in order
   * @param listEnds by name of each list: the byte after its last
   * @param texts by name: what is no list
   */
  public record Answers(
      List<NamedPlace> places, Map<String, Integer> listEnds, Map<String, String> texts) {
    public Answers {
      places = List.copyOf(places);
      listEnds = Map.copyOf(listEnds);
      texts = Map.copyOf(texts);
    }
  }

  /**
   * Reads an answer.
   *
   * @param answer in UTF-8
   * @throws IOException if it is not JSON of the form asked for
   */
  public static Answers read(byte[] answer) throws IOException {
    try (JsonParser parser = JSON.createParser(answer)) {
      AnswerReader reader = new AnswerReader(parser);
      reader.expect(parser.nextToken(), JsonToken.START_OBJECT);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        reader.readMember(parser.currentName());
      }
      return new Answers(reader.places, reader.listEnds, reader.texts);
    }
  }

  private void readMember(String name) throws IOException {
    if (parser.nextToken() == JsonToken.VALUE_STRING) {
      texts.put(name, parser.getText());
    } else {
      readList(name);
    }
  }

  private void readList(String name) throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY);
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      readPlace(name);
    }
    expect(parser.currentToken(), JsonToken.END_ARRAY);
    listEnds.put(name, at());
  }

  private void readPlace(String list) throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    Map<String, String> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (!parser.nextToken().isScalarValue()) {
        throw new IOException("no value for " + name);
      }
      members.put(name, parser.getText());
    }
    places.add(
        new NamedPlace(
            list,
            members.getOrDefault(SummaryPrompt.SENTENCE, ""),
            new Anchor(
                line(members, ExtractionPrompt.FIRST_LINE),
                line(members, ExtractionPrompt.LAST_LINE),
                members.getOrDefault(ExtractionPrompt.FIRST_WORDS, ""),
                members.getOrDefault(ExtractionPrompt.LAST_WORDS, "")),
            from,
            at()));
  }

  private static int line(Map<String, String> members, String name) throws IOException {
    try {
      return Integer.parseInt(members.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      throw new IOException("no line number in " + name, e);
    }
  }

  private int at() {
    return (int) parser.currentLocation().getByteOffset();
  }

  private void expect(JsonToken token, JsonToken expected) throws IOException {
    if (token != expected) {
      throw new IOException(token + " where " + expected + " was expected");
    }
  }
}
