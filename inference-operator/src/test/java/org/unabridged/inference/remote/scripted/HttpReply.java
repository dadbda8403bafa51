package org.unabridged.inference.remote.scripted;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reply, in pieces that are sent one by one.
 *
 * @param status such as 200
 * @param headers beside those that frame the body
 * @param pieces of the body
 */
record HttpReply(int status, Map<String, String> headers, List<String> pieces) {

  static HttpReply json(int status, String body) {
    return new HttpReply(status, Map.of("Content-Type", "application/json"), List.of(body));
  }

  HttpReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new HttpReply(status, more, pieces);
  }

  void write(OutputStream out) throws IOException {
    out.write(head().getBytes(StandardCharsets.ISO_8859_1));
    for (String piece : pieces) {
      chunk(out, piece.getBytes(StandardCharsets.UTF_8));
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** All but the end: half of the pieces, and of the last of them half. */
  void writeHalf(OutputStream out) throws IOException {
    out.write(head().getBytes(StandardCharsets.ISO_8859_1));
    for (String piece : pieces.subList(0, pieces.size() / 2)) {
      chunk(out, piece.getBytes(StandardCharsets.UTF_8));
    }
    byte[] last = pieces.get(pieces.size() / 2).getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(last.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(last, 0, last.length / 2);
    out.flush();
  }

  String head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("Transfer-Encoding: chunked\r\n\r\n").toString();
  }

  static void chunk(OutputStream out, byte[] bytes) throws IOException {
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
