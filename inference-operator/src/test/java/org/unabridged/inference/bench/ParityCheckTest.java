package org.unabridged.inference.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unabridged.inference.qwen35.TinyQwen35;
import org.unabridged.inference.tensor.BlockFormat;
import org.unabridged.inference.tensor.TensorKernels;
import org.unabridged.inference.tokenizer.TinyVocabulary;
import org.unabridged.inference.tokenizer.TokenKind;

/** The expected logits were computed in double precision by an implementation in NumPy. */
class ParityCheckTest {

  private static final List<BlockFormat> FLOATS = List.of(BlockFormat.F32);

  @TempDir private Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void readsTokensInEveryWayLikeTheReference() throws IOException {
    write(TinyQwen35.ALL);
    assertThat(ParityCheck.run(directory, TensorKernels.best(), FLOATS, out))
        .as(printed())
        .isTrue();
    assertThat(printed()).contains("moe, ", "dense, ", "yarn, ", "real, ", "realyarn, ", "passed");
    assertThat(printed()).doesNotContain("skipped");
  }

  @Test
  void readsTokensInPlainJavaLikeTheReference() throws IOException {
    write(List.of(TinyQwen35.DENSE));
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out))
        .as(printed())
        .isTrue();
    assertThat(printed()).contains("yarn: skipped, there is no ");
  }

  @Test
  void saysThatAModelDiffers() throws IOException {
    write(List.of());
    // the same weights, other frequencies
    TinyQwen35.MOE.write(directory.resolve("gguf/yarn.gguf"));
    assertThat(ParityCheck.run(directory, TensorKernels.best(), FLOATS, out)).isFalse();
    assertThat(printed()).contains("FAILED");
  }

  @Test
  void comparesBlocksToTheBit() throws IOException {
    // a scale of one half, then 32 bytes
    String block = "0038" + "02".repeat(32);
    String right = "1.0, ".repeat(31) + "1.0";
    blocks(block, right);
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out)).isTrue();
    assertThat(printed()).contains("blocks: 1 of 1 the same to the bit");
    blocks(block, right.replaceFirst("1.0", "1.0000002"));
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out)).isFalse();
    assertThat(printed()).contains("q8_0, by hand: values differ: FAILED");
  }

  private void blocks(String hex, String values) throws IOException {
    Files.writeString(
        directory.resolve("dequant_golden.json"),
        "{\"cases\": [{\"name\": \"q8_0\", \"source\": \"by hand\", \"hex\": \"%s\",".formatted(hex)
            + " \"values\": [%s]}]}".formatted(values));
  }

  @Test
  void comparesTokens() throws IOException {
    writeVocabulary();
    String text = "The party<|im_end|>";
    int[] right = TinyVocabulary.tokenizer().encodeTrusted(text);
    writeText(text, right);
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out)).isTrue();
    right[0]++;
    writeText(text, right);
    assertThat(ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out)).isFalse();
    assertThat(printed()).contains("texts: 1 of 1 to", "texts: 0 of 1 to");
  }

  private void writeVocabulary() throws IOException {
    Map<String, Integer> ids = new LinkedHashMap<>();
    List<Map<String, Object>> added = new ArrayList<>();
    for (String token : TinyVocabulary.tokens()) {
      int id = ids.size() + added.size();
      TokenKind kind = TinyVocabulary.kinds().get(id);
      if (kind == TokenKind.TEXT) {
        ids.put(token, id);
      } else {
        added.add(Map.of("id", id, "content", token, "special", kind == TokenKind.CONTROL));
      }
    }
    List<List<String>> merges =
        TinyVocabulary.merges().stream().map(pair -> List.of(pair.split(" ", 2))).toList();
    write(
        "tiny_tokenizer.json",
        Map.of("added_tokens", added, "model", Map.of("vocab", ids, "merges", merges)));
  }

  private void writeText(String text, int[] ids) throws IOException {
    Map<String, Object> expected = Map.of("text", text, "ids", ids, "decoded", text);
    write("tiny_tokenizer_golden.json", Map.of("cases", List.of(expected)));
  }

  private void write(String name, Object content) throws IOException {
    new ObjectMapper().writeValue(directory.resolve(name).toFile(), content);
  }

  @Test
  void refusesADirectoryWithoutAnything() {
    assertThatThrownBy(() -> ParityCheck.run(directory, TensorKernels.scalar(), FLOATS, out))
        .hasMessageContaining("holds nothing to compare with");
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void write(List<TinyQwen35> models) throws IOException {
    Files.createDirectories(directory.resolve("gguf"));
    try (InputStream golden = TinyQwen35.class.getResourceAsStream("forward_golden.json")) {
      Files.copy(Objects.requireNonNull(golden), directory.resolve("forward_golden.json"));
    }
    for (TinyQwen35 model : models) {
      model.write(directory.resolve("gguf/" + model.name() + ".gguf"));
    }
  }
}
