package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;

/** Refuses every URL that leaves the machine, for all code in the parser's process. */
final class OfflineUrls {
  private static final Set<String> REMOTE = Set.of("http", "https", "ftp", "mailto");

  private OfflineUrls() {}

  static void install() {
    URL.setURLStreamHandlerFactory(protocol -> REMOTE.contains(protocol) ? new Refusal() : null);
  }

  private static final class Refusal extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new IOException("a document asked for a network connection");
    }
  }
}
