package org.unabridged.inference.remote.scripted;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A proxy on loopback that tunnels to anywhere on it, for those who know its password. */
public final class TunnellingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final String authorization;
  private final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();

  private TunnellingProxy(String authorization) throws IOException {
    this.authorization = authorization;
    this.listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
  }

  /**
   * Starts one.
   *
   * @param authorization the header that it wants
   */
  public static TunnellingProxy start(String authorization) throws IOException {
    TunnellingProxy proxy = new TunnellingProxy(authorization);
    thread(proxy::listen);
    return proxy;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** The heads of all requests. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "tunnelling-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        thread(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedInputStream in = new BufferedInputStream(client.getInputStream())) {
      String head = head(in);
      heads.add(head);
      if (!head.startsWith("CONNECT ") || !isAllowed(head)) {
        answer(
            client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"");
        return;
      }
      int port = Integer.parseInt(head.split("[: ]", 4)[2]);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        answer(client, "200 OK");
        thread(() -> copy(server, client));
        in.transferTo(server.getOutputStream());
      }
    } catch (IOException e) {
      // one of the two is gone
    }
  }

  private boolean isAllowed(String head) {
    return head.lines()
        .anyMatch(
            line ->
                line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: ")
                    && line.endsWith(authorization));
  }

  private static void answer(Socket client, String status) throws IOException {
    client
        .getOutputStream()
        .write(
            ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // one of the two is gone
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int value = in.read();
      if (value < 0) {
        throw new IOException("no request");
      }
      head.write(value);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
