package org.unabridged.inference.weights;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unabridged.inference.weights.GgufWriter.int32;
import static org.unabridged.inference.weights.GgufWriter.int64;
import static org.unabridged.inference.weights.GgufWriter.join;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {

  @TempDir Path folder;

  @Test
  void readsValuesOfEveryType() throws IOException {
    GgufFile file =
        open(
            new GgufWriter()
                .key("u8", 0, new byte[] {(byte) 200})
                .key("i8", 1, new byte[] {100})
                .key("u16", 2, new byte[] {(byte) 0xff, (byte) 0xff})
                .key("i16", 3, new byte[] {1, 1})
                .uint32("u32", 7)
                .key("i32", 5, int32(9))
                .float32("f32", 0.5f)
                .key("bool", 7, new byte[] {1})
                .string("string", "Straße")
                .key("u64", 10, int64(11))
                .key("i64", 11, int64(12))
                .key("f64", 12, int64(Double.doubleToLongBits(0.25)))
                .strings("strings", List.of("a", "", "ü"))
                .floats("floats", 1f, -2f)
                .integers("integers", 3, -4)
                .toBytes());
    assertThat(file.count("u8")).isEqualTo(200);
    assertThat(file.count("i8")).isEqualTo(100);
    assertThat(file.count("u16")).isEqualTo(65535);
    assertThat(file.count("i16")).isEqualTo(257);
    assertThat(file.count("u32")).isEqualTo(7);
    assertThat(file.count("i32")).isEqualTo(9);
    assertThat(file.count("u64")).isEqualTo(11);
    assertThat(file.count("i64")).isEqualTo(12);
    assertThat(file.real("f32")).isEqualTo(0.5f);
    assertThat(file.real("f64")).isEqualTo(0.25f);
    assertThat(file.string("string")).isEqualTo("Straße");
    assertThat(file.strings("strings")).containsExactly("a", "", "ü");
    assertThat(file.reals("floats")).containsExactly(1f, -2f);
    assertThat(file.integers("integers")).containsExactly(3, -4);
    assertThat(file.stringOrNull("none")).isNull();
  }

  @Test
  void namesTheKeyThatIsMissingOrOfAnotherType() throws IOException {
    GgufFile file = open(new GgufWriter().string("name", "x").key("minus", 5, int32(-1)).toBytes());
    assertThatThrownBy(() -> file.count("layers"))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("no key layers");
    assertThatThrownBy(() -> file.count("name"))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("name is String, not Long");
    assertThatThrownBy(() -> file.count("minus"))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("minus is -1");
  }

  @Test
  void decodesEveryBlockFormat() throws IOException {
    byte[] half = join(shorts(0x3c00, 0xc000, 0x0001, 0x7bff), shorts(0x8000, 0x3555, 0, 0xfc00));
    byte[] brain = shorts(0x3f80, 0xc000, 0x0000, 0x7f7f);
    byte[] block = new byte[34];
    block[1] = 0x38; // the half-precision number 0.5
    for (int i = 0; i < 32; i++) {
      block[2 + i] = (byte) (i * 8 - 128);
    }
    GgufFile file =
        open(
            new GgufWriter()
                .tensor("float", new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
                .tensor("half", 1, half, 2, 4)
                .tensor("brain", 30, brain, 4)
                .tensor("block", 8, join(block, block), 2, 32)
                .toBytes());
    assertThat(file.tensor("float", 3, 2).toArray()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(file.tensor("half").toArray())
        .containsExactly(1f, -2f, 0x1p-24f, 65504f, -0f, 0.33325195f, 0f, Float.NEGATIVE_INFINITY);
    assertThat(file.tensor("brain").toArray()).containsExactly(1f, -2f, 0f, 0x1.fep127f);
    float[] row = new float[33];
    file.tensor("block").read(1, row, 1);
    for (int i = 0; i < 32; i++) {
      assertThat(row[1 + i]).isEqualTo(0.5f * (i * 8 - 128));
    }
  }

  @Test
  void cutsAThreeDimensionalTensorIntoMatrices() throws IOException {
    float[] values = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    GgufFile file = open(new GgufWriter().tensor("experts", values, 2, 3, 2).toBytes());
    assertThat(file.tensor("experts").matrices()).hasSize(2);
    assertThat(file.tensor("experts").matrices().get(1).toArray())
        .containsExactly(6, 7, 8, 9, 10, 11);
  }

  /** Small mappings stand for the largest a buffer can hold: what lies in them does not matter. */
  @Test
  void readsTheSameHoweverItIsMapped() throws IOException {
    float[] experts = sequence(4 * 3 * 8);
    float[] tall = sequence(50 * 8);
    byte[] bytes =
        new GgufWriter()
            .tensor("vector", sequence(8), 8)
            .tensor("experts", experts, 4, 3, 8)
            .tensor("tall", tall, 50, 8)
            .tensor("last", sequence(8), 8)
            .toBytes();
    Path path = folder.resolve("mapped.gguf");
    Files.write(path, bytes);
    for (long largest : new long[] {32, 64, 96, 100, 192, 200, 1000, 1 << 20}) {
      GgufFile file = GgufFile.open(path, largest);
      assertThat(file.tensor("vector").toArray()).isEqualTo(sequence(8));
      assertThat(file.tensor("last").toArray()).isEqualTo(sequence(8));
      assertThat(file.tensor("experts").toArray()).isEqualTo(experts);
      assertThat(file.tensor("tall").toArray()).isEqualTo(tall);
      if (largest >= 96) {
        for (int i = 0; i < 4; i++) {
          assertThat(file.tensor("experts").matrices().get(i).toArray())
              .isEqualTo(Arrays.copyOfRange(experts, i * 24, (i + 1) * 24));
        }
      }
    }
    assertThatThrownBy(() -> GgufFile.open(path, 200).tensor("tall").matrix())
        .isInstanceOf(WeightFormatException.class)
        .hasMessage("tall of shape [50, 8] does not lie in one piece of at most 2 GiB");
  }

  /** A sparse file: tensors beyond what an int addresses, one of them larger than any buffer. */
  @Test
  void readsAFileOfManyGigabytes() throws IOException {
    int rows = 1 << 20;
    int width = 1 << 10;
    long start = 1024;
    long experts = (long) rows * width * Float.BYTES;
    byte[] header =
        join(
            magic(),
            int32(3),
            int64(2),
            int64(0),
            entry("experts", 0, 4, rows / 4, width),
            entry("end", experts, 8));
    header = join(header, new byte[-header.length & 31]);
    Path path = folder.resolve("large.gguf");
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      start = header.length;
      channel.write(ByteBuffer.wrap(header), 0);
      channel.write(ByteBuffer.wrap(floats(1, 2)), start + experts - 8);
      channel.write(ByteBuffer.wrap(floats(3, 4, 5, 6, 7, 8, 9, 10)), start + experts);
    }
    assertThat(Files.size(path)).isGreaterThan(4L << 30);
    GgufFile file = GgufFile.open(path);
    assertThat(file.tensor("end").toArray()).containsExactly(3, 4, 5, 6, 7, 8, 9, 10);
    float[] last = new float[width];
    file.tensor("experts").read(rows - 1, last, 0);
    assertThat(last).endsWith(0, 1, 2).startsWith(0, 0);
    Arrays.fill(last, -1);
    file.tensor("experts").matrices().get(3).read(rows / 4 - 1, last, 0);
    assertThat(last).endsWith(0, 1, 2).startsWith(0, 0);
  }

  @Test
  void readsAModelThatIsSplit() throws IOException {
    split("model", 0, 3, 4, new GgufWriter().string("name", "x").tensor("a", sequence(4), 4));
    split("model", 1, 3, 4, new GgufWriter().tensor("b", sequence(5), 5));
    Path first = folder.resolve("model-00001-of-00003.gguf");
    assertThatThrownBy(() -> GgufFile.open(first))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("model-00003-of-00003.gguf is missing");
    split("model", 2, 3, 4, new GgufWriter().tensor("c", sequence(6), 6));
    assertThatThrownBy(() -> GgufFile.open(first))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("3 tensors in all parts, not 4");
    split(
        "model", 2, 3, 4, new GgufWriter().tensor("c", sequence(6), 6).tensor("d", sequence(2), 2));
    GgufFile file = GgufFile.open(first);
    assertThat(file.tensorNames()).containsExactly("a", "b", "c", "d");
    assertThat(file.string("name")).isEqualTo("x");
    assertThat(file.tensor("c").toArray()).isEqualTo(sequence(6));
    assertThatThrownBy(() -> GgufFile.open(folder.resolve("model-00002-of-00003.gguf")))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("part 2 of 3; open the first part");
  }

  @Test
  void refusesPartsThatDoNotBelongTogether() throws IOException {
    Path first = folder.resolve("model-00001-of-00002.gguf");
    split("model", 0, 2, 2, new GgufWriter().tensor("a", sequence(4), 4));
    split("model", 1, 2, 2, new GgufWriter().tensor("a", sequence(4), 4));
    assertThatThrownBy(() -> GgufFile.open(first)).hasMessageEndingWith("tensor a twice");
    Files.copy(first, folder.resolve("model-00002-of-00002.gguf"), REPLACE_EXISTING);
    assertThatThrownBy(() -> GgufFile.open(first)).hasMessageEndingWith("says it is part 1 of 2");
    Path renamed = folder.resolve("renamed.gguf");
    Files.copy(first, renamed);
    assertThatThrownBy(() -> GgufFile.open(renamed))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("its name does not end in");
    Path misnamed = folder.resolve("model-00001-of-00005.gguf");
    Files.copy(first, misnamed);
    assertThatThrownBy(() -> GgufFile.open(misnamed)).hasMessageEndingWith("by another name");
  }

  private void split(String name, int number, int count, int tensors, GgufWriter writer)
      throws IOException {
    writer.key("split.no", 2, shorts(number)).key("split.count", 2, shorts(count));
    writer.key("split.tensors.count", 5, int32(tensors));
    String file = String.format("%s-%05d-of-%05d.gguf", name, number + 1, count);
    Files.write(folder.resolve(file), writer.toBytes());
  }

  @Test
  void readsVersion2() throws IOException {
    byte[] bytes = new GgufWriter().tensor("x", sequence(4), 4).toBytes();
    bytes[4] = 2;
    assertThat(open(bytes).tensor("x").toArray()).isEqualTo(sequence(4));
  }

  private static float[] sequence(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i + 1;
    }
    return values;
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  private static byte[] entry(String name, long offset, long... extents) {
    byte[] shape = new byte[0];
    for (int i = extents.length - 1; i >= 0; i--) {
      shape = join(shape, int64(extents[i]));
    }
    return join(GgufWriter.string(name), int32(extents.length), shape, int32(0), int64(offset));
  }

  @Test
  void refusesAShapeOtherThanExpected() throws IOException {
    GgufFile file = open(new GgufWriter().tensor("x", new float[6], 3, 2).toBytes());
    assertThatThrownBy(() -> file.tensor("x", 2, 3))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("x has shape [3, 2], not [2, 3]");
    assertThatThrownBy(() -> file.tensor("y"))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageEndingWith("no tensor y");
  }

  @Test
  void refusesAFileThatEndsAnywhereBeforeItsEnd() throws IOException {
    byte[] whole =
        new GgufWriter()
            .string("name", "value")
            .strings("list", List.of("a", "b"))
            .floats("numbers", 1, 2, 3)
            .tensor("x", new float[16], 4, 4)
            .toBytes();
    open(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(cut))
          .as("first %d bytes", length)
          .isInstanceOf(WeightFormatException.class);
    }
  }

  @Test
  void refusesCountsThatTheFileHasNoRoomFor() {
    byte[] huge = int64(Long.MAX_VALUE);
    byte[] negative = int64(-1);
    for (byte[] count : List.of(huge, negative, int64(1L << 40))) {
      refuses(join(magic(), int32(3), count, int64(0)), "tensors in");
      refuses(join(magic(), int32(3), int64(0), count), "keys in");
      refuses(
          join(magic(), int32(3), int64(0), int64(1), count, new byte[32]), "bytes of a string");
      byte[] array = join(int32(8), count, new byte[64]);
      refuses(new GgufWriter().key("list", 9, array).toBytes(), "elements of list");
    }
  }

  @Test
  void refusesArraysThatGrowInMemoryBeyondAnyVocabulary() {
    byte[] bytes = join(int32(0), int64(3 << 20), new byte[3 << 20]);
    refuses(
        new GgufWriter().key("a", 9, bytes).key("b", 9, bytes).toBytes(),
        "more than 4194304 elements in arrays");
  }

  @Test
  void refusesWhatIsNoGgufFileOfThisVersion() {
    refuses(new byte[0], "not a GGUF file");
    refuses(
        "%PDF-1.7 and so on".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "not a GGUF file");
    refuses(join(magic(), int32(4), int64(0), int64(0)), "version 4, only 2 and 3 are read");
    refuses(join(magic(), new byte[] {0, 0, 0, 3}, int64(0), int64(0)), "big-endian");
  }

  @Test
  void refusesHostileValues() {
    refuses(new GgufWriter().key("x", 13, new byte[64]).toBytes(), "value type 13");
    refuses(new GgufWriter().key("x", -1, new byte[64]).toBytes(), "value type -1");
    byte[] nested = join(int32(9), int64(1), new byte[64]);
    refuses(new GgufWriter().key("x", 9, nested).toBytes(), "x is an array of arrays");
    refuses(new GgufWriter().uint32("x", 1).uint32("x", 2).toBytes(), "key x twice");
    for (int alignment : new int[] {0, 24, 1 << 30}) {
      refuses(
          new GgufWriter().uint32("general.alignment", alignment).toBytes(),
          "general.alignment is " + alignment);
    }
    refuses(
        new GgufWriter().string("general.alignment", "64").toBytes(), "general.alignment is 64");
  }

  @Test
  void refusesHostileTensors() {
    refuses(tensor("x", 0, int64(0), 1), "x has 0 dimensions");
    refuses(tensor("x", 5, int64(0), 1, 1, 1, 1, 1), "x has 5 dimensions");
    refuses(tensor("x", 1, int64(0), 0), "x has a dimension of 0");
    refuses(tensor("x", 1, int64(0), -4), "x has a dimension of -4");
    int most = Integer.MAX_VALUE;
    refuses(tensor("x", 3, int64(0), 1, most, 2), "x has too many rows");
    refuses(tensor("x", 4, int64(0), 1, most, most, most), "x has too many rows");
    refuses(tensor("x", 2, int64(0), most, most), "x has a row of 8589934588 bytes");
    refuses(tensor("x", 2, int64(0), 1 << 20, 1 << 20), "x lies outside the file");
    refuses(tensor("x", 1, int64(0), 1 << 20), "x lies outside the file");
    refuses(tensor("x", 1, int64(-32), 4), "x lies outside the file");
    refuses(tensor("x", 1, int64(Long.MAX_VALUE - 31), 4), "x lies outside the file");
    refuses(tensor("x", 1, int64(8), 4), "off its alignment");
    refuses(
        new GgufWriter().tensor("x", 99, new byte[64], 4).toBytes(),
        "x has type 99, which is not supported");
    refuses(
        new GgufWriter().tensor("x", 8, new byte[64], 33).toBytes(),
        "x has rows that are no whole blocks of Q8_0");
    refuses(
        new GgufWriter().tensor("x", new float[4], 4).tensor("x", new float[4], 4).toBytes(),
        "tensor x twice");
  }

  /** A file with one float32 tensor entry and 64 bytes of data. */
  private static byte[] tensor(String name, int dimensions, byte[] offset, long... extents) {
    byte[] header = join(magic(), int32(3), int64(1), int64(0), GgufWriter.string(name));
    byte[] shape = new byte[0];
    for (long extent : extents) {
      shape = join(shape, int64(extent));
    }
    byte[] entry = join(header, int32(dimensions), shape, int32(0), offset);
    return join(entry, new byte[-entry.length & 31], new byte[64]);
  }

  private static byte[] magic() {
    return new byte[] {'G', 'G', 'U', 'F'};
  }

  private static byte[] shorts(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      buffer.putShort((short) value);
    }
    return buffer.array();
  }

  private void refuses(byte[] bytes, String message) {
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(message);
  }

  private GgufFile open(byte[] bytes) throws IOException {
    Path path = Files.createTempFile(folder, "model", ".gguf");
    Files.write(path, bytes);
    return GgufFile.open(path);
  }
}
