package org.unabridged.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

  private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.US_ASCII);

  /** Known from another implementation of SHA-256. */
  private static final String SHA256 =
      "9a129038d9a00aed0cf6a7ea059ca50a813449061ab87848cf1a13eafdf33b2c";

  @TempDir Path folder;

  private URL resource;

  @BeforeEach
  void packAnArchive() throws IOException {
    Files.write(folder.resolve("plain.gguf"), CONTENT);
    Path archive = folder.resolve("a folder with spaces.jar");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("model.gguf"));
      zip.write(CONTENT);
    }
    resource = URI.create("jar:" + archive.toUri() + "!/model.gguf").toURL();
  }

  @Test
  void usesAResourceThatIsAFileWhereItIs() throws IOException {
    Path plain = folder.resolve("plain.gguf");
    ModelFile file = ModelFile.ofResource(plain.toUri().toURL());
    assertThat(file.path()).isEqualTo(plain);
    assertThat(file.sha256()).isEqualTo(SHA256);
  }

  @Test
  void copiesAResourceOutOfAnArchiveOnce() throws IOException {
    Path cache = folder.resolve("cache");
    ModelFile first = ModelFile.copyOf(resource, List.of(cache));
    assertThat(first.path()).isEqualTo(cache.resolve(SHA256 + ".gguf")).hasBinaryContent(CONTENT);
    Object identity = Files.readAttributes(first.path(), "unix:ino").get("ino");
    ModelFile second = ModelFile.copyOf(resource, List.of(cache));
    assertThat(second).isEqualTo(first);
    assertThat(Files.readAttributes(first.path(), "unix:ino").get("ino")).isEqualTo(identity);
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files).containsExactly(first.path());
    }
  }

  @Test
  void replacesADamagedCopy() throws IOException {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    Files.writeString(cache.resolve(SHA256 + ".gguf"), "wei");
    ModelFile file = ModelFile.copyOf(resource, List.of(cache));
    assertThat(file.path()).hasBinaryContent(CONTENT);
  }

  @Test
  void goesOnToTheNextFolderWhereOneCannotBeWritten() throws IOException {
    Path blocked = Files.write(folder.resolve("blocked"), CONTENT).resolve("below a file");
    Path cache = folder.resolve("cache");
    assertThat(ModelFile.copyOf(resource, List.of(blocked, cache)).path()).hasParent(cache);
    assertThatThrownBy(() -> ModelFile.copyOf(resource, List.of(blocked)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot copy the model to " + blocked);
  }
}
