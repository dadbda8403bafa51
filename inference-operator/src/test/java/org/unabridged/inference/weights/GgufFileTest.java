package org.unabridged.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unabridged.inference.weights.GgufWriter.int32;
import static org.unabridged.inference.weights.GgufWriter.int64;
import static org.unabridged.inference.weights.GgufWriter.join;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .isInstanceOf(GgufFormatException.class)
        .hasMessageEndingWith("no key layers");
    assertThatThrownBy(() -> file.count("name"))
        .isInstanceOf(GgufFormatException.class)
        .hasMessageEndingWith("name is String, not Long");
    assertThatThrownBy(() -> file.count("minus"))
        .isInstanceOf(GgufFormatException.class)
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

  @Test
  void refusesAShapeOtherThanExpected() throws IOException {
    GgufFile file = open(new GgufWriter().tensor("x", new float[6], 3, 2).toBytes());
    assertThatThrownBy(() -> file.tensor("x", 2, 3))
        .isInstanceOf(GgufFormatException.class)
        .hasMessageEndingWith("x has shape [3, 2], not [2, 3]");
    assertThatThrownBy(() -> file.tensor("y"))
        .isInstanceOf(GgufFormatException.class)
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
          .isInstanceOf(GgufFormatException.class);
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
  void refusesWhatIsNoGgufFileOfThisVersion() {
    refuses(new byte[0], "not a GGUF file");
    refuses(
        "%PDF-1.7 and so on".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        "not a GGUF file");
    refuses(join(magic(), int32(2), int64(0), int64(0)), "version 2, only 3 is read");
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
    refuses(tensor("x", 2, int64(0), 1 << 20, 1 << 20), "x has too many elements");
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
        .isInstanceOf(GgufFormatException.class)
        .hasMessageContaining(message);
  }

  private GgufFile open(byte[] bytes) throws IOException {
    Path path = Files.createTempFile(folder, "model", ".gguf");
    Files.write(path, bytes);
    return GgufFile.open(path);
  }
}
