package org.unabridged.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumpyArrayTest {

  private static final String HEADER =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }      \n";

  @TempDir Path folder;

  @Test
  void readsAMatrix() throws IOException {
    NumpyArray array = NumpyArray.open(write(1, HEADER, 6));
    assertThat(array.rows()).isEqualTo(2);
    assertThat(array.columns()).isEqualTo(3);
    assertThat(array.get(0, 0)).isEqualTo(0f);
    assertThat(array.get(1, 2)).isEqualTo(2.5f);
  }

  @Test
  void refusesEverythingElse() throws IOException {
    refuses(write(2, HEADER, 6), "no array of numpy's format, version 1");
    refuses(write(1, HEADER.replace("<f4", "<f8"), 12), "no matrix of little-endian float32");
    refuses(write(1, HEADER.replace("False", "True"), 6), "no matrix of little-endian float32");
    refuses(write(1, HEADER, 5), "is not 2 times 3 numbers long");
    refuses(Files.write(folder.resolve("empty"), new byte[0]), "no array of numpy's format");
  }

  private static void refuses(Path path, String message) {
    assertThatThrownBy(() -> NumpyArray.open(path))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private Path write(int version, String header, int values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    out.writeBytes(new byte[] {(byte) header.length(), 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer data = ByteBuffer.allocate(4 * values).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values; i++) {
      data.putFloat(i * 0.5f);
    }
    out.writeBytes(data.array());
    return Files.write(Files.createTempFile(folder, "array", ".npy"), out.toByteArray());
  }
}
