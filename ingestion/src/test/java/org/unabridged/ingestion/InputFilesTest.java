package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    for (String name :
        List.of(
            "b.pdf",
            "a.pdf",
            "sub/c.pdf",
            "sub/deep/d.txt",
            ".hidden.pdf",
            ".git/e.pdf",
            "x y é.pdf")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @Test
  void readsAFolderWithAllBelowItButHiddenFiles() {
    assertThat(names(folder.toString()))
        .containsExactly("a.pdf", "b.pdf", "sub/c.pdf", "sub/deep/d.txt", "x y é.pdf");
  }

  @Test
  void givesSizesAndUris() {
    assertThat(InputFiles.discover(List.of(folder.resolve("a.pdf").toString())))
        .containsExactly(new InputFile(folder.resolve("a.pdf").toUri().toString(), 5));
  }

  @Test
  void acceptsUris() {
    assertThat(names(folder.resolve("x y é.pdf").toUri().toString())).containsExactly("x y é.pdf");
  }

  @Test
  void acceptsAHiddenFileThatIsNamed() {
    assertThat(names(folder.resolve(".hidden.pdf").toString())).containsExactly(".hidden.pdf");
  }

  @Test
  void expandsGlobs() {
    assertThat(names(folder + "/*.pdf")).containsExactly("a.pdf", "b.pdf", "x y é.pdf");
    assertThat(names(folder + "/**.pdf"))
        .containsExactly("a.pdf", "b.pdf", "sub/c.pdf", "x y é.pdf");
    assertThat(names(folder + "/sub/*/{c,d}.t?t")).containsExactly("sub/deep/d.txt");
  }

  @Test
  void takesANameWithGlobCharactersForAFileIfThereIsOne() throws IOException {
    Files.writeString(folder.resolve("[draft].pdf"), "x");

    assertThat(names(folder.resolve("[draft].pdf").toString())).containsExactly("[draft].pdf");
  }

  @Test
  void givesEachFileOnce() {
    assertThat(
            names(folder.resolve("a.pdf").toString(), folder.toString(), folder + "/sub/../a.pdf"))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void endsInALoopOfLinks() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
    Files.createSymbolicLink(folder.resolve("linked.pdf"), folder.resolve("a.pdf"));

    assertThat(names(folder.toString())).contains("linked.pdf", "sub/c.pdf").hasSize(6);
  }

  @Test
  void keepsALinkToNowhereSoThatReadingItSaysWhy() throws IOException {
    Files.createSymbolicLink(folder.resolve("dangling.pdf"), folder.resolve("nowhere"));

    assertThat(names(folder.toString())).contains("dangling.pdf");
  }

  @Test
  void rejectsWhatDoesNotExist() {
    String missing = folder.resolve("missing").toString();

    assertThatThrownBy(() -> InputFiles.discover(List.of(missing)))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining(missing)
        .hasMessageContaining("does not exist")
        .satisfies(e -> assertThat(((InputNotFoundException) e).input()).isEqualTo(missing));
  }

  @Test
  void rejectsAGlobThatMatchesNothing() {
    assertThatThrownBy(() -> InputFiles.discover(List.of(folder + "/*.docx")))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining("*.docx");
  }

  @Test
  void rejectsAFolderWithoutFiles() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThatThrownBy(() -> InputFiles.discover(List.of(empty.toString())))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining("no files");
  }

  @Test
  void rejectsAnUnknownFileSystem() {
    assertThatThrownBy(() -> InputFiles.discover(List.of("nosuch://bucket/a.pdf")))
        .isInstanceOf(InputNotFoundException.class)
        .hasMessageContaining("nosuch://bucket/a.pdf");
  }

  private List<String> names(String... inputs) {
    return InputFiles.discover(Arrays.asList(inputs)).stream()
        .map(file -> folder.relativize(Path.of(URI.create(file.uri()))).toString())
        .toList();
  }
}
