package org.unabridged.inference.remote.scripted;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A server that works on so many requests at once, each for the same time, and lets others wait. It
 * reads bodies without keeping them and knows how busy it was.
 */
public final class BusyServer implements AutoCloseable {
  private static final HttpReply ANSWER =
      new HttpReply(
          200,
          Map.of("Content-Type", "text/event-stream"),
          List.of(
              "data:"
                  + " {\"choices\":[{\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}\n\n"
                  + "data:"
                  + " {\"choices\":[],\"usage\":{\"prompt_tokens\":10000,\"completion_tokens\":1}}\n\n"
                  + "data: [DONE]\n\n"));

  private final ServerSocket listening;
  private final Semaphore places;
  private final long nanoseconds;
  private int working;
  private long since = System.nanoTime();
  private double worked;
  private long bytes;

  private BusyServer(int capacity, long milliseconds) throws IOException {
    this.places = new Semaphore(capacity, true);
    this.nanoseconds = TimeUnit.MILLISECONDS.toNanos(milliseconds);
    this.listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  /** Starts a server on a free port. */
  public static BusyServer start(int capacity, long milliseconds) throws IOException {
    BusyServer server = new BusyServer(capacity, milliseconds);
    thread(server::listen);
    return server;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Nanoseconds of work so far, summed over all that worked at once. */
  public synchronized double worked() {
    add(0);
    return worked;
  }

  /** Bytes of bodies read so far. */
  public synchronized long bytes() {
    return bytes;
  }

  private synchronized void add(int change) {
    long now = System.nanoTime();
    worked += (double) working * (now - since);
    since = now;
    working += change;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(null, work, "busy-server", 256 << 10);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket connection = listening.accept();
        connection.setTcpNoDelay(true);
        thread(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection;
        BufferedInputStream in = new BufferedInputStream(connection.getInputStream(), 1 << 16)) {
      OutputStream out = connection.getOutputStream();
      for (long length = skipped(in); length >= 0; length = skipped(in)) {
        synchronized (this) {
          bytes += length;
        }
        work();
        ANSWER.write(out);
      }
    } catch (IOException | InterruptedException e) {
      // the client is gone
    }
  }

  private void work() throws InterruptedException {
    places.acquire();
    add(1);
    TimeUnit.NANOSECONDS.sleep(nanoseconds);
    add(-1);
    places.release();
  }

  /** Reads a request; how long its body was, or −1 if there is none. */
  private static long skipped(BufferedInputStream in) throws IOException {
    long length = 0;
    StringBuilder line = new StringBuilder();
    boolean begun = false;
    while (true) {
      int value = in.read();
      if (value < 0) {
        return -1;
      }
      if (value != '\n') {
        line.append((char) value);
        continue;
      }
      String header = line.toString().strip();
      line.setLength(0);
      if (header.isEmpty() && begun) {
        in.skipNBytes(length);
        return length;
      }
      begun = true;
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Long.parseLong(header.substring(15).strip());
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
