package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.imageio.IIOException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TemporaryResources;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.PagedText;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.jspecify.annotations.Nullable;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Recognises the text of images that are documents of their own: files, and what archives, mails
 * and PDFs hold. Each image of a TIFF is a page. Pictures in other documents are kept for those
 * that have no text.
 */
public final class ImagePages implements Parser {
  private static final long serialVersionUID = 1;

  private static final Set<MediaType> TYPES =
      Set.of(
          MediaType.image("png"),
          MediaType.image("jpeg"),
          MediaType.image("tiff"),
          MediaType.image("gif"),
          MediaType.image("bmp"),
          MediaType.image("x-ms-bmp"));

  /** Whether images of a type are looked at. */
  public static boolean reads(@Nullable String mediaType) {
    MediaType type = mediaType == null ? null : MediaType.parse(mediaType);
    return type != null && TYPES.contains(type.getBaseType());
  }

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return TYPES;
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    XHTMLContentHandler xhtml = new XHTMLContentHandler(handler, metadata);
    xhtml.startDocument();
    // What cameras write is a kind of TIFF to Tika, though its images are none.
    TextRecognition recognition =
        Holders.isDocument(metadata) && reads(metadata.get(Metadata.CONTENT_TYPE))
            ? TextRecognition.ofDocument()
            : null;
    if (!Holders.isDocument(metadata)) {
      PictureText.keep(stream, metadata);
    } else if (recognition != null) {
      if (Holders.isEmbedded(metadata) && ForkProgress.isLate()) {
        metadata.set(
            TextRecognition.FAILURE, "half of the time for the file was over before this image");
      } else {
        write(stream, metadata, recognition, xhtml);
      }
    }
    xhtml.endDocument();
  }

  private static void write(
      InputStream stream, Metadata metadata, TextRecognition recognition, XHTMLContentHandler xhtml)
      throws IOException, SAXException, TikaException {
    try (TemporaryResources temporary = new TemporaryResources()) {
      TikaInputStream file = TikaInputStream.get(stream, temporary, metadata);
      try (ImageFrames frames = frames(file)) {
        if (frames == null) {
          metadata.set(TextRecognition.FAILURE, "the kind of image is unknown");
          return;
        }
        metadata.set(PagedText.N_PAGES, frames.number());
        new Pages(frames, metadata, recognition, xhtml).write();
      }
    }
  }

  private static @Nullable ImageFrames frames(TikaInputStream file) throws TikaException {
    try {
      return ImageFrames.of(file.getFile());
    } catch (IOException | RuntimeException e) {
      throw new TikaException("the image cannot be read", e);
    }
  }

  private record Pages(
      ImageFrames frames,
      Metadata metadata,
      TextRecognition recognition,
      XHTMLContentHandler xhtml) {
    void write() throws SAXException, TikaException {
      Exception failure = null;
      for (int i = 0; i < frames.number(); i++) {
        xhtml.startElement("div", "class", "page");
        ForkProgress.step();
        char source = Marks.SOURCE_NONE;
        try {
          source = write(i, frames.read(i));
        } catch (IIOException | RuntimeException e) {
          failure = e;
        } catch (IOException e) {
          metadata.set(TextRecognition.FAILURE, String.valueOf(e.getMessage()));
        }
        xhtml.processingInstruction(PdfPages.PAGE_SOURCE, String.valueOf(source));
        xhtml.endElement("div");
      }
      recognition.report(metadata);
      if (failure != null) {
        throw new TikaException("a page cannot be read", failure);
      }
    }

    private char write(int page, ImageFrames.Frame frame) throws IOException, SAXException {
      ForkProgress.step();
      RecognisedPage recognised =
          recognition.recognise(frame.image(), (int) Math.round(frame.resolution()), page + 1);
      RecognisedText.write(recognised, frame.resolution(), xhtml);
      return recognised.isEmpty() ? Marks.SOURCE_NONE : Marks.SOURCE_RECOGNISED;
    }
  }
}
