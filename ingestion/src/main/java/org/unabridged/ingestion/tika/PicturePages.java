package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.sax.ContentHandlerDecorator;
import org.xml.sax.Attributes;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Writes a document that has its text in pictures. On a slide they are the text of the slide, but
 * for where it stands on it; elsewhere each is a page. Those to which nothing refers come last, in
 * the order in which the parser met them.
 */
final class PicturePages extends ContentHandlerDecorator {
  /** The kind of a page that is a picture. */
  static final String PICTURE = "picture";

  static final String NAME_OF_SHEET = "h1";

  /** How many pictures could not be read, or not in time. */
  static final String UNREAD_PICTURES = "unabridged:unread_pictures";

  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String DIVISION = "div";
  private static final String KIND = "class";
  private static final String REFERENCE = "embedded:";

  private final ContentHandler handler;
  private final Metadata metadata;
  private final TextRecognition recognition;
  private final List<PictureText.Picture> pictures;
  private final Set<PictureText.Picture> unread = new HashSet<>();
  private int page;
  private int slideDepth;
  private boolean inName;

  PicturePages(
      ContentHandler handler,
      Metadata metadata,
      TextRecognition recognition,
      List<PictureText.Picture> pictures) {
    super(handler);
    this.handler = handler;
    this.metadata = metadata;
    this.recognition = recognition;
    this.pictures = new ArrayList<>(pictures);
  }

  @Override
  public void startElement(String uri, String localName, String name, Attributes attributes)
      throws SAXException {
    super.startElement(uri, localName, name, attributes);
    inName |= localName.equals(NAME_OF_SHEET);
    if (localName.equals(DIVISION)) {
      beginDivision(String.valueOf(attributes.getValue(KIND)));
    } else if (localName.equals("img")) {
      writeReferred(String.valueOf(attributes.getValue("src")));
    }
  }

  private void beginDivision(String kind) {
    if (slideDepth > 0) {
      slideDepth++;
      return;
    }
    switch (kind) {
      case "slide", "slide-content" -> {
        slideDepth = 1;
        page++;
      }
      case "sheet", "page", EpubParts.PART -> page++;
      default -> {}
    }
  }

  @Override
  public void endElement(String uri, String localName, String name) throws SAXException {
    super.endElement(uri, localName, name);
    inName &= !localName.equals(NAME_OF_SHEET);
    if (localName.equals(DIVISION)) {
      slideDepth = Math.max(0, slideDepth - 1);
    }
  }

  /** There is nothing else than bullets and the names of pictures. */
  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (inName) {
      super.characters(characters, start, length);
    }
  }

  private void writeReferred(String source) throws SAXException {
    for (Iterator<PictureText.Picture> left = pictures.iterator(); left.hasNext(); ) {
      PictureText.Picture picture = left.next();
      if (source.equals(REFERENCE + picture.name())) {
        left.remove();
        write(picture);
        return;
      }
    }
  }

  /** Writes the pictures that are left, and notes which languages and failures there were. */
  void finish() throws SAXException {
    slideDepth = 0;
    for (PictureText.Picture picture : pictures) {
      write(picture);
    }
    recognition.report(metadata);
    if (!unread.isEmpty()) {
      metadata.set(UNREAD_PICTURES, Integer.toString(unread.size()));
    }
  }

  private void write(PictureText.Picture picture) throws SAXException {
    if (ForkProgress.isLate()) {
      fail(picture, "half of the time for the file was over before a picture");
      write(RecognisedPage.EMPTY, 1);
      return;
    }
    try (ImageFrames frames = ImageFrames.of(picture.file().toFile())) {
      if (frames == null) {
        throw new IOException("the kind of image is unknown");
      }
      for (int i = 0; i < frames.number(); i++) {
        ForkProgress.step();
        ImageFrames.Frame frame = frames.read(i);
        write(recognised(picture, frame), frame.resolution());
      }
    } catch (IOException | RuntimeException e) {
      fail(picture, "a picture cannot be read");
      write(RecognisedPage.EMPTY, 1);
    }
  }

  private RecognisedPage recognised(PictureText.Picture picture, ImageFrames.Frame frame) {
    int resolution = (int) Math.round(frame.resolution());
    try {
      return recognition.recognise(frame.image(), resolution, isOnSlide() ? page : page + 1);
    } catch (IOException e) {
      fail(picture, String.valueOf(e.getMessage()));
      return RecognisedPage.EMPTY;
    }
  }

  private void fail(PictureText.Picture picture, String why) {
    unread.add(picture);
    metadata.set(TextRecognition.FAILURE, why);
  }

  private boolean isOnSlide() {
    return slideDepth > 0;
  }

  private void write(RecognisedPage recognised, double resolution) throws SAXException {
    if (!isOnSlide()) {
      writePage(recognised, resolution);
    } else if (!recognised.isEmpty()) {
      RecognisedText.write(recognised, resolution, new Unplaced(handler));
      writeSource(Marks.SOURCE_RECOGNISED);
    }
  }

  private void writePage(RecognisedPage recognised, double resolution) throws SAXException {
    page++;
    AttributesImpl kind = new AttributesImpl();
    kind.addAttribute("", KIND, KIND, "CDATA", PICTURE);
    handler.startElement(XHTML, DIVISION, DIVISION, kind);
    RecognisedText.write(recognised, resolution, handler);
    writeSource(recognised.isEmpty() ? Marks.SOURCE_NONE : Marks.SOURCE_RECOGNISED);
    handler.endElement(XHTML, DIVISION, DIVISION);
  }

  private void writeSource(char source) throws SAXException {
    handler.processingInstruction(PdfPages.PAGE_SOURCE, String.valueOf(source));
  }

  /** Leaves out where words stand: it is not known where on a slide a picture does. */
  private static final class Unplaced extends ContentHandlerDecorator {
    Unplaced(ContentHandler handler) {
      super(handler);
    }

    @Override
    public void processingInstruction(String target, String data) throws SAXException {
      if (!target.equals(PlacedWord.INSTRUCTION)) {
        super.processingInstruction(target, data);
      }
    }
  }
}
