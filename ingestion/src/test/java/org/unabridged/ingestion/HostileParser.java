package org.unabridged.ingestion;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  private static final byte[] LOCAL = {127, 0, 0, 1};
  private static final String STRANGER = "stranger";

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
      case "spawn" -> spawn(Integer.MAX_VALUE);
      case "leave threads" -> spawn(5);
      case "count" -> text(handler, strangers() + " threads of strangers");
      case "who" -> text(handler, String.valueOf(ProcessHandle.current().pid()));
      case "print" -> print();
      case "page and hang" -> {
        page(handler, "The first page.");
        hang();
      }
      case "end and linger" -> {
        text(handler, "All of the text.");
        linger();
      }
      case "socket" -> socket();
      case "channel" ->
          SocketChannel.open(new InetSocketAddress(InetAddress.getByAddress(LOCAL), 9));
      case "resolve" -> InetAddress.getByName("localhost.localdomain.example.org");
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

  private static void socket() throws IOException {
    try (Socket socket = new Socket(InetAddress.getByAddress(LOCAL), 9)) {
      throw new IllegalStateException("connected to " + socket);
    }
  }

  private static void spawn(int threads) {
    for (int i = 0; i < threads; i++) {
      new Thread(HostileParser::linger, STRANGER).start();
    }
  }

  private static void linger() {
    try {
      TimeUnit.DAYS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long strangers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(STRANGER))
        .count();
  }

  @SuppressWarnings("SystemOut")
  private static void print() {
    System.out.println("printed by a parser ".repeat(1_000));
    System.err.println("printed by a parser ".repeat(1_000));
  }

  private static void text(ContentHandler handler, String text) throws SAXException {
    handler.startDocument();
    handler.characters(text.toCharArray(), 0, text.length());
    handler.endDocument();
  }

  private static void page(ContentHandler handler, String text) throws SAXException {
    AttributesImpl page = new AttributesImpl();
    page.addAttribute("", "class", "class", "CDATA", "page");
    handler.startElement("", "div", "div", page);
    handler.characters(text.toCharArray(), 0, text.length());
  }

  private static void chatter(ContentHandler handler) throws SAXException {
    handler.startDocument();
    page(handler, "The first page.");
    handler.endElement("", "div", "div");
    page(handler, "The second");
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
