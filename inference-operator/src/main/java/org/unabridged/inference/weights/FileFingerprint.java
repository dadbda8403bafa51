package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells files of weights apart without reading all of them. Of a file up to {@value #WHOLE} bytes
 * it is a hash of all its bytes; of a larger one, of its size, its first and last {@value #END}
 * bytes, which hold the header of all formats, and of {@value #SAMPLES} blocks of {@value #BLOCK}
 * bytes at even distances between. Two large files that agree in all of these pass for the same. Of
 * a model split over several files it covers all of them.
 */
public final class FileFingerprint {
  private static final long WHOLE = 64L << 20;
  private static final int END = 16 << 20;
  private static final int SAMPLES = 256;
  private static final int BLOCK = 64 << 10;

  private static final Pattern SPLIT = Pattern.compile("(.*)-\\d{5}-of-(\\d{5})\\.gguf");

  private FileFingerprint() {}

  /**
   * The fingerprint, in hexadecimal, of a model by its file, the first of its files, or the folder
   * of a checkpoint.
   */
  public static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    for (Path part : parts(file)) {
      add(digest, part);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> parts(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      try (Stream<Path> inside = Files.list(file)) {
        return inside.filter(FileFingerprint::isOfCheckpoint).sorted().toList();
      }
    }
    Matcher name = SPLIT.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      return List.of(file);
    }
    String start = name.group(1) + "-";
    String end = "-of-" + name.group(2) + ".gguf";
    try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
      return siblings.filter(path -> isPart(path, start, end)).sorted().toList();
    }
  }

  private static boolean isOfCheckpoint(Path path) {
    String name = path.getFileName().toString();
    return name.equals("config.json")
        || name.equals("tokenizer.json")
        || name.endsWith(".safetensors");
  }

  private static boolean isPart(Path path, String start, String end) {
    String name = path.getFileName().toString();
    return name.startsWith(start) && name.endsWith(end);
  }

  private static void add(MessageDigest digest, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      digest.update((size + "\n").getBytes(StandardCharsets.US_ASCII));
      if (size <= WHOLE) {
        add(digest, channel, 0, size);
        return;
      }
      add(digest, channel, 0, END);
      long step = (size - 2L * END - BLOCK) / SAMPLES;
      for (int i = 0; i < SAMPLES; i++) {
        add(digest, channel, END + i * step, BLOCK);
      }
      add(digest, channel, size - END, END);
    }
  }

  private static void add(MessageDigest digest, FileChannel channel, long from, long count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 1 << 20));
    for (long at = from; at < from + count; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), from + count - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("the file became shorter while it was read");
      }
      digest.update(buffer.flip());
      at += read;
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
