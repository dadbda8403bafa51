package org.unabridged.ingestion.tika;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Set;

/**
 * Refuses every connection, for all code in the parser's process: URLs that leave the machine and
 * sockets here, channels by {@link OfflineChannels}, and names by an empty table of hosts that
 * stands in for the resolver.
 */
final class OfflineNetwork {
  static final String REFUSAL = "a document asked for a network connection";

  private static final Set<String> REMOTE = Set.of("http", "https", "ftp", "mailto");

  private OfflineNetwork() {}

  @SuppressWarnings("deprecation") // the only hook that covers every socket of the platform
  static void install() {
    URL.setURLStreamHandlerFactory(protocol -> REMOTE.contains(protocol) ? new Refusal() : null);
    try {
      Socket.setSocketImplFactory(OfflineNetwork::refuse);
    } catch (IOException e) {
      throw new IllegalStateException("sockets of the parser's process have a factory already", e);
    }
  }

  private static SocketImpl refuse() {
    throw new UnsupportedOperationException(REFUSAL);
  }

  private static final class Refusal extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      throw new IOException(REFUSAL);
    }
  }
}
