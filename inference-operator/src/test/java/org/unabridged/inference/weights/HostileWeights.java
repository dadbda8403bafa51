package org.unabridged.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.WeightMatrix;

/**
 * Weight files with something wrong in them, mutated from good ones. As a program it opens 100,000,
 * or as many as its argument says, and prints how many opened; to be run with a small heap.
 */
final class HostileWeights {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    31,
    32,
    255,
    1 << 16,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Formats whose values are looked up in tables by what a file says. */
  private static final Set<BlockFormat> LOOKED_UP =
      EnumSet.of(
          BlockFormat.IQ1_S,
          BlockFormat.IQ1_M,
          BlockFormat.IQ2_XXS,
          BlockFormat.IQ2_XS,
          BlockFormat.IQ2_S,
          BlockFormat.IQ3_XXS,
          BlockFormat.IQ3_S,
          BlockFormat.IQ4_NL,
          BlockFormat.IQ4_XS,
          BlockFormat.MXFP4);

  private static final String[] WORDS = {
    "0",
    "-1",
    "1e9",
    "2147483647",
    "4294967296",
    "9223372036854775807",
    "1e400",
    "null",
    "[]",
    "{}",
    "\"\"",
    "true",
    "[[[[",
    "\"\u0000\"",
    "99999999999999999999999"
  };

  private final Path folder;
  private final Random random;
  private final byte[] gguf;
  private final byte[] safetensors;
  private int opened;
  private int refused;

  HostileWeights(Path folder, long seed) throws IOException {
    this.folder = folder;
    this.random = new Random(seed);
    this.gguf = gguf();
    this.safetensors = new TinyCheckpoint(true).safetensors();
    new TinyCheckpoint(true).write(folder);
  }

  private static byte[] gguf() {
    GgufWriter writer = new GgufWriter();
    for (BlockFormat format : LOOKED_UP) {
      byte[] rows = new byte[2 * format.rowBytes(256)];
      writer.tensor("blk.1." + format + ".weight", format.id(), rows, 2, 256);
    }
    return writer
        .string("general.architecture", "qwen35")
        .uint32("general.alignment", 32)
        .uint32("qwen35.block_count", 2)
        .float32("qwen35.rope.freq_base", 1e7f)
        .strings("tokenizer.ggml.tokens", List.of("a", "b", "ab", "<|im_end|>"))
        .integers("tokenizer.ggml.token_type", 1, 1, 1, 3)
        .floats("scores", 1, 2, 3)
        .key("split.count", 2, new byte[] {1, 0})
        .tensor("token_embd.weight", new float[64], 8, 8)
        .tensor("blk.0.ffn_gate_exps.weight", 12, new byte[144 * 4], 2, 2, 256)
        .tensor("blk.0.attn_q.weight", 8, new byte[34 * 4], 4, 32)
        .toBytes();
  }

  int opened() {
    return opened;
  }

  int refused() {
    return refused;
  }

  /** Opens one more file and reads all of it; anything but a result or a clear refusal escapes. */
  void next() throws IOException {
    try {
      WeightFile file = WeightFile.open(mutated());
      for (String name : file.tensorNames()) {
        read(file.tensor(name));
      }
      opened++;
    } catch (WeightFormatException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
      refused++;
    }
  }

  private static void read(WeightTensor tensor) {
    float[] row = new float[tensor.width()];
    tensor.read(0, row, 0);
    tensor.read(tensor.rows() - 1, row, 0);
    if (tensor.shape().size() == 3) {
      for (WeightMatrix matrix : tensor.matrices()) {
        matrix.read(matrix.rows() - 1, row, 0);
      }
    }
  }

  private Path mutated() throws IOException {
    switch (random.nextInt(4)) {
      case 0, 1 -> {
        Path path = folder.resolve("model.gguf");
        // most of the header is in the first third
        int reach = random.nextBoolean() ? gguf.length / 3 : gguf.length;
        Files.write(path, binary(gguf, reach));
        return path;
      }
      case 2 -> {
        int header = 8 + headerLength(safetensors);
        byte[] bytes = random.nextBoolean() ? binary(safetensors, header) : headerText(safetensors);
        Files.write(folder.resolve("model.safetensors"), bytes);
        Files.writeString(folder.resolve("config.json"), TinyCheckpoint.CONFIGURATION);
        Files.writeString(folder.resolve("tokenizer.json"), TinyCheckpoint.TOKENIZER);
      }
      default -> {
        Files.write(folder.resolve("model.safetensors"), safetensors);
        Files.writeString(folder.resolve("config.json"), text(TinyCheckpoint.CONFIGURATION));
        Files.writeString(folder.resolve("tokenizer.json"), text(TinyCheckpoint.TOKENIZER));
      }
    }
    return folder;
  }

  /** Overwrites bytes or numbers near the start, cuts, or repeats. */
  private byte[] binary(byte[] good, int reach) {
    byte[] bytes = good.clone();
    for (int change = random.nextInt(4); change >= 0; change--) {
      int at = random.nextInt(Math.min(reach, bytes.length));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          byte[] number = GgufWriter.int64(NUMBERS[random.nextInt(NUMBERS.length)]);
          int length = random.nextBoolean() ? 4 : 8;
          System.arraycopy(number, 0, bytes, at, Math.min(length, bytes.length - at));
        }
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(64), bytes.length - Math.max(at, from));
          System.arraycopy(bytes, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  /** Changes the header as text and keeps its length right. */
  private byte[] headerText(byte[] good) {
    int length = headerLength(good);
    String header = new String(good, 8, length, StandardCharsets.UTF_8);
    byte[] changed = text(header).getBytes(StandardCharsets.UTF_8);
    byte[] data = Arrays.copyOfRange(good, 8 + length, good.length);
    return GgufWriter.join(GgufWriter.int64(changed.length), changed, data);
  }

  private static int headerLength(byte[] safetensors) {
    return ByteBuffer.wrap(safetensors).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** Puts a word in place of a number, or cuts, repeats or swaps parts. */
  private String text(String good) {
    StringBuilder text = new StringBuilder(good);
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(text.length());
      String word = WORDS[random.nextInt(WORDS.length)];
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(128));
        case 1 -> text.insert(at, word);
        case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
        default -> {
          while (at < text.length() && !Character.isDigit(text.charAt(at))) {
            at++;
          }
          int end = at;
          while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
          }
          text.replace(at, end, word);
        }
      }
      if (text.length() == 0) {
        return "";
      }
    }
    return text.toString();
  }

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    long seed = 41;
    Path folder = Files.createTempDirectory("hostile");
    HostileWeights hostile = new HostileWeights(folder, seed);
    long slowest = 0;
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      try {
        hostile.next();
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", file " + i, e);
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    System.out.printf(
        "%d files, seed %d, heap of %d MiB: %d opened and read, %d refused; slowest %.0f ms%n",
        count,
        seed,
        Runtime.getRuntime().maxMemory() >> 20,
        hostile.opened(),
        hostile.refused(),
        slowest / 1e6);
  }
}
