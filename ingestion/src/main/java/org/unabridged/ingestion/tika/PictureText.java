package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Finds the text of a document that has it only in its pictures, such as a scan in a Word file.
 * Holds back what the parser says until there is a letter or a digit in it; if none comes, the
 * pictures are recognised and {@link PicturePages} writes them. Names of sheets and of pictures are
 * no text. Lives in the parser's process, which parses one file at a time.
 */
final class PictureText extends DefaultHandler {
  private static final Map<String, PictureText> OPEN = new ConcurrentHashMap<>();

  /** Without text there is little else; what has more is passed on as it is. */
  private static final int MOST_HELD = 100_000;

  private final ContentHandler handler;
  private final Metadata metadata;
  private final boolean hasSheets;
  private final List<Event> held = new ArrayList<>();
  private final List<Picture> pictures = new ArrayList<>();
  private boolean holding = true;
  private int silentDepth;
  private boolean afterPicture;

  /** What the parser said. */
  @FunctionalInterface
  private interface Event {
    void replay(ContentHandler target) throws SAXException;
  }

  /**
   * A picture.
   *
   * @param name by which the document refers to it; may be empty
   * @param file a copy
   */
  record Picture(String name, Path file) {}

  private PictureText(ContentHandler handler, Metadata metadata, boolean hasSheets) {
    this.handler = handler;
    this.metadata = metadata;
    this.hasSheets = hasSheets;
  }

  /** Begins a document; the handler itself if its pictures are not to be looked at. */
  static ContentHandler before(
      ContentHandler handler, Metadata metadata, MarkedTextHandler.Layout layout) {
    String path = Holders.path(metadata);
    if (path.isEmpty()) {
      OPEN.values().forEach(PictureText::forgetPictures);
      OPEN.clear();
    }
    String type = metadata.get(Metadata.CONTENT_TYPE);
    if (PartReader.holdsDocuments(type)
        || ImagePages.reads(type)
        || !TextRecognition.isPossible()) {
      return handler;
    }
    PictureText text =
        new PictureText(handler, metadata, layout == MarkedTextHandler.Layout.SHEETS);
    OPEN.put(path, text);
    return text;
  }

  /** Keeps a picture while the document that holds it has no text. */
  static void keep(InputStream stream, Metadata picture) throws IOException {
    PictureText holder = OPEN.get(Holders.pathOfHolder(picture));
    String role = picture.get(TikaCoreProperties.EMBEDDED_RESOURCE_TYPE);
    boolean shown =
        role == null || role.equals(TikaCoreProperties.EmbeddedResourceType.INLINE.toString());
    if (holder != null && holder.holding && shown) {
      holder.keep(stream, picture.get(TikaCoreProperties.RESOURCE_NAME_KEY));
    }
  }

  private void keep(InputStream stream, @Nullable String name) throws IOException {
    Path file = Files.createTempFile("picture", ".image");
    pictures.add(new Picture(name == null ? "" : name, file));
    Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
    ForkProgress.step();
  }

  @Override
  public void startDocument() throws SAXException {
    handler.startDocument();
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    ForkProgress.step();
    Attributes copy = holding ? new AttributesImpl(attributes) : attributes;
    say(target -> target.startElement(uri, localName, name, copy));
    if (silentDepth > 0 || isSilent(localName, attributes)) {
      silentDepth++;
    }
    afterPicture = localName.equals("img");
  }

  /** The name of a picture follows it in OpenDocument. */
  private boolean isSilent(String element, Attributes attributes) {
    return MarkedTextHandler.isSkipped(element, attributes.getValue("class"))
        || hasSheets && element.equals(PicturePages.NAME_OF_SHEET)
        || afterPicture && element.equals("span");
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    say(target -> target.endElement(uri, localName, name));
    silentDepth = Math.max(0, silentDepth - 1);
    afterPicture &= localName.equals("img");
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (holding) {
      String text = new String(characters, start, length);
      if (silentDepth > 0 || text.codePoints().noneMatch(Character::isLetterOrDigit)) {
        say(target -> target.characters(text.toCharArray(), 0, text.length()));
        return;
      }
      release();
    }
    handler.characters(characters, start, length);
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
    String text = holding ? new String(characters, start, length) : "";
    say(
        holding
            ? target -> target.ignorableWhitespace(text.toCharArray(), 0, text.length())
            : target -> target.ignorableWhitespace(characters, start, length));
  }

  @Override
  public void processingInstruction(String target, String data) throws SAXException {
    say(next -> next.processingInstruction(target, data));
  }

  @Override
  public void endDocument() throws SAXException {
    if (holding && !pictures.isEmpty()) {
      readPictures();
    } else {
      release();
    }
    handler.endDocument();
  }

  private void readPictures() throws SAXException {
    TextRecognition recognition = TextRecognition.ofDocument();
    if (recognition == null) {
      release();
      return;
    }
    PicturePages pages = new PicturePages(handler, metadata, recognition, pictures);
    for (Event event : held) {
      event.replay(pages);
    }
    pages.finish();
    forget();
  }

  private void say(Event event) throws SAXException {
    if (holding && held.size() < MOST_HELD) {
      held.add(event);
    } else {
      release();
      event.replay(handler);
    }
  }

  private void release() throws SAXException {
    if (holding) {
      holding = false;
      for (Event event : held) {
        event.replay(handler);
      }
      forget();
    }
  }

  private void forget() {
    holding = false;
    held.clear();
    forgetPictures();
  }

  private void forgetPictures() {
    for (Picture picture : pictures) {
      try {
        Files.deleteIfExists(picture.file());
      } catch (IOException e) {
        // It stays in the process's own folder, which goes with the process.
        continue;
      }
    }
    pictures.clear();
  }
}
