package org.unabridged.outputs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the page: the shell and the index first, then one content at a time, so that only one has
 * to be in memory.
 *
 * <p>INVARIANT: nothing of a document reaches the markup as it is. All of it travels as base64, in
 * blocks that no browser executes; the page's policy allows its own script and style by their
 * hashes, and nothing else.
 */
public final class ReportFile implements Closeable {
  private static final String[] SCRIPTS = {
    "elements.js", "data.js", "charts.js", "overview.js", "matrix.js", "reader.js", "main.js"
  };
  private static final ObjectMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private final OutputStream out;
  private final String end;

  private ReportFile(OutputStream out, String end) {
    this.out = out;
    this.end = end;
  }

  /**
   * Starts the file.
   *
   * @param file is replaced when it exists
   * @param index what is shown of all documents
   * @throws IOException when it cannot be written
   */
  public static ReportFile create(Path file, ReportIndex index) throws IOException {
    String page = page();
    String[] aroundIndex = split(page, "{{index}}");
    String[] aroundDocuments = split(aroundIndex[1], "{{documents}}");
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    try {
      out.write(aroundIndex[0].getBytes(UTF_8));
      compressed(index, out);
      out.write(aroundDocuments[0].getBytes(UTF_8));
      return new ReportFile(out, aroundDocuments[1]);
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  /**
   * Appends a content.
   *
   * @param number its index in {@link ReportIndex#contents()}; each at most once
   */
  public void write(int number, ReportContent content) throws IOException {
    out.write(("<script type=\"application/gzip\" id=\"content-" + number + "\">").getBytes(UTF_8));
    compressed(content, out);
    out.write("</script>\n".getBytes(UTF_8));
  }

  /** Ends the page. */
  @Override
  public void close() throws IOException {
    try (out) {
      out.write(end.getBytes(UTF_8));
    }
  }

  private static String page() throws IOException {
    StringBuilder scripts = new StringBuilder("'use strict';\n");
    for (String name : SCRIPTS) {
      scripts.append(resource(name));
    }
    String script = scripts.toString();
    String style = resource("report.css");
    return resource("report.html")
        .replace("{{script-hash}}", hash(script))
        .replace("{{style-hash}}", hash(style))
        .replace("{{style}}", style)
        .replace("{{script}}", script);
  }

  private static String[] split(String page, String mark) {
    int at = page.indexOf(mark);
    return new String[] {page.substring(0, at), page.substring(at + mark.length())};
  }

  private static void compressed(Object value, OutputStream out) throws IOException {
    OutputStream base64 = Base64.getEncoder().wrap(new Uncloseable(out));
    try (GZIPOutputStream gzip = new GZIPOutputStream(base64, 1 << 13)) {
      JSON.writeValue(gzip, value);
    }
  }

  /** Lets the end of a block be written without the end of the file. */
  private static final class Uncloseable extends FilterOutputStream {
    Uncloseable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      // A block is no reason to touch the disk.
    }

    @Override
    public void close() {
      // What is underneath goes on.
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is not on the class path");
      }
      // The browser hashes the text after it has made all ends of lines the same.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
