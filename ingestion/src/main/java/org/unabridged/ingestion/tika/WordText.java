package org.unabridged.ingestion.tika;

import java.util.ArrayList;
import java.util.List;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.jspecify.annotations.Nullable;
import org.unabridged.ingestion.tika.NoteNumbers.Kind;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Tells Tika what it does not know of WordprocessingML, in elements that it does know: text boxes
 * come after the paragraph to which they are anchored instead of inside its sentence, hyphens that
 * do not break are hyphens, notes begin with the mark that refers to them, and comments with who
 * says so.
 */
final class WordText extends ContentHandlerDecorator {
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main";
  private static final String COMPATIBILITY =
      "http://schemas.openxmlformats.org/markup-compatibility/2006";
  private static final String NO_BREAK_HYPHEN = "\u2011";

  /** An event of the XML that waits. */
  @FunctionalInterface
  private interface Event {
    void send() throws SAXException;
  }

  private final WordXml file;
  private final List<Event> boxes = new ArrayList<>();
  private int paragraphDepth;
  private int boxDepth;
  private int fallbackDepth;
  private @Nullable String label;
  private @Nullable String comment;

  WordText(ContentHandler tika, WordXml file) {
    super(tika);
    this.file = file;
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    if (uri.equals(COMPATIBILITY) && localName.equals("Fallback")) {
      fallbackDepth++;
    }
    if (!isWord(uri)) {
      forward(uri, localName, name, attributes);
      return;
    }
    if (localName.equals("txbxContent")) {
      boxDepth++;
      return;
    }
    if (localName.equals("p") && boxDepth == 0) {
      paragraphDepth++;
    }
    forward(uri, localName, name, renumbered(localName, attributes));
    switch (localName) {
      case "noBreakHyphen" -> text(uri, NO_BREAK_HYPHEN);
      case "footnoteRef", "endnoteRef" -> say(uri, label);
      case "footnote" -> label = mark(Kind.FOOTNOTE, attributes);
      case "endnote" -> label = mark(Kind.ENDNOTE, attributes);
      case "ins", "del", "moveFrom", "moveTo" -> file.noteTrackedChange();
      case "comment" -> {
        file.noteComment();
        comment = comment(attributes);
      }
      case "r" -> {
        say(uri, comment);
        comment = null;
      }
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    if (uri.equals(COMPATIBILITY) && localName.equals("Fallback")) {
      fallbackDepth--;
    }
    if (isWord(uri) && localName.equals("txbxContent")) {
      boxDepth--;
      return;
    }
    Event event = () -> super.endElement(uri, localName, name);
    send(event);
    if (isWord(uri) && localName.equals("p") && boxDepth == 0) {
      paragraphDepth--;
      sendBoxes();
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (boxDepth == 0) {
      super.characters(characters, start, length);
    } else {
      char[] copy = new char[length];
      System.arraycopy(characters, start, copy, 0, length);
      send(() -> super.characters(copy, 0, length));
    }
  }

  private void forward(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    Attributes kept = boxDepth == 0 ? attributes : new AttributesImpl(attributes);
    send(() -> super.startElement(uri, localName, name, kept));
  }

  /** What is in a box waits; what is there for programs that know no boxes is in it twice. */
  private void send(Event event) throws SAXException {
    if (boxDepth == 0) {
      event.send();
    } else if (fallbackDepth == 0) {
      boxes.add(event);
    }
  }

  private void sendBoxes() throws SAXException {
    if (paragraphDepth == 0 && !boxes.isEmpty()) {
      List<Event> waiting = List.copyOf(boxes);
      boxes.clear();
      for (Event event : waiting) {
        event.send();
      }
    }
  }

  private Attributes renumbered(String localName, Attributes attributes) {
    Kind kind =
        switch (localName) {
          case "footnoteReference" -> Kind.FOOTNOTE;
          case "endnoteReference" -> Kind.ENDNOTE;
          default -> null;
        };
    int id = kind == null ? -1 : index(attributes, "id");
    if (kind == null || id < 0) {
      return attributes;
    }
    AttributesImpl numbered = new AttributesImpl(attributes);
    numbered.setValue(id, file.notes().refer(kind, attributes.getValue(id)));
    return numbered;
  }

  private @Nullable String mark(Kind kind, Attributes attributes) {
    int id = index(attributes, "id");
    String number = id < 0 ? null : file.notes().of(kind, attributes.getValue(id));
    return number == null ? null : "[" + number + "]";
  }

  private static String comment(Attributes attributes) {
    int author = index(attributes, "author");
    return author < 0 ? "[Comment] " : "[Comment by " + attributes.getValue(author) + "] ";
  }

  private static int index(Attributes attributes, String localName) {
    int index = attributes.getIndex(WORD, localName);
    return index < 0 ? attributes.getIndex(STRICT, localName) : index;
  }

  private void say(String uri, @Nullable String text) throws SAXException {
    if (text != null) {
      text(uri, text);
    }
  }

  private void text(String uri, String text) throws SAXException {
    Attributes none = new AttributesImpl();
    char[] characters = text.toCharArray();
    send(() -> super.startElement(uri, "t", "w:t", none));
    send(() -> super.characters(characters, 0, characters.length));
    send(() -> super.endElement(uri, "t", "w:t"));
  }

  private static boolean isWord(String uri) {
    return uri.equals(WORD) || uri.equals(STRICT);
  }
}
