package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/** Does in the parser's process what the file says. */
public final class HostileParser implements Parser {
  private static final long serialVersionUID = 1;
  private static final int BLOCK = 1 << 20;

  @Override
  public Set<MediaType> getSupportedTypes(ParseContext context) {
    return Set.of(HostileDetector.TYPE);
  }

  @Override
  public void parse(
      InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
      throws IOException, SAXException, TikaException {
    String order = new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
    switch (order.substring(HostileDetector.MARK.length()).strip()) {
      case "hang" -> hang();
      case "chatter" -> chatter(handler);
      case "exit" -> Runtime.getRuntime().halt(42);
      case "allocate" -> allocate();
      case "overflow" -> overflow(0);
      case "connect" -> new URL("http://127.0.0.1/").openConnection().connect();
      default -> throw new TikaException("no such order");
    }
  }

  @SuppressWarnings("InfiniteLoopBody")
  private static void hang() {
    long spins = 0;
    while (spins >= 0) {
      spins = (spins + 1) & Long.MAX_VALUE;
    }
  }

  private static void chatter(ContentHandler handler) throws SAXException {
    handler.startDocument();
    while (!Thread.currentThread().isInterrupted()) {
      handler.startElement("", "span", "span", new AttributesImpl());
      handler.endElement("", "span", "span");
    }
  }

  private static void allocate() {
    List<byte[]> kept = new ArrayList<>();
    while (!Thread.currentThread().isInterrupted()) {
      kept.add(new byte[BLOCK]);
    }
  }

  private static int overflow(int depth) {
    return depth < 0 ? depth : overflow(depth + 1) + 1;
  }
}
