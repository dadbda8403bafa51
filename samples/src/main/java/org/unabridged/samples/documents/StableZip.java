package org.unabridged.samples.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** An archive whose entries stand in the order they were added and all carry the same date. */
final class StableZip {

  private static final LocalDateTime DATE = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** Reads the entries of an archive that something else wrote. */
  static StableZip of(byte[] archive) throws IOException {
    StableZip zip = new StableZip();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.add(entry.getName(), in.readAllBytes());
      }
    }
    return zip;
  }

  StableZip add(String name, String content) {
    return add(name, content.getBytes(UTF_8));
  }

  StableZip add(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  Map<String, byte[]> entries() {
    return entries;
  }

  byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, UTF_8)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(header(entry.getKey(), entry.getValue()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** OpenDocument and EPUB want their first entry, {@code mimetype}, uncompressed. */
  private static ZipEntry header(String name, byte[] content) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    if (name.equals("mimetype")) {
      CRC32 checksum = new CRC32();
      checksum.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }
}
