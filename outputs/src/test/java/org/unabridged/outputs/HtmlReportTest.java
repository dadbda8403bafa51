package org.unabridged.outputs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
  @TempDir Path folder;

  @Test
  void carriesHostileTextsWholeAndNoneOfThemAsMarkup() throws Exception {
    List<String> texts = HostileTexts.all();
    assertThat(texts).hasSize(200).doesNotHaveDuplicates();
    Path run = ReportRuns.of(folder.resolve("run"), texts);

    String page = write(HtmlReport.of(run));

    assertThat(page).doesNotContain("executed", "unabridged.invalid");
    assertThat(tags(page, "script")).isEqualTo(texts.size() + 2);
    JsonNode index = block(page, "index");
    for (int number = 0; number < texts.size(); number++) {
      String text = texts.get(number);
      assertThat(index.at("/documents/" + number + "/name").textValue()).isEqualTo(text);
      assertThat(index.at("/contents/" + number + "/cells/0/value").textValue()).isEqualTo(text);
      JsonNode content = block(page, "content-" + number);
      JsonNode clause = content.at("/clauses/0");
      assertThat(
              content
                  .get("text")
                  .textValue()
                  .substring(clause.get("start").intValue(), clause.get("end").intValue()))
          .isEqualTo(text);
      assertThat(content.at("/summaries/0/sentences/0/text").textValue()).isEqualTo(text);
      assertThat(content.at("/summaries/0/sentences/0/support/0/clause").intValue()).isZero();
    }
  }

  @Test
  void allowsItsOwnScriptAndStyleAndNothingElse() throws Exception {
    String page = write(HtmlReport.of(ReportRuns.of(folder.resolve("run"), List.of("text"))));

    assertThat(page)
        .contains(
            "content=\"default-src 'none'; script-src '"
                + hash(page, "<script>", "</script>")
                + "'; style-src '"
                + hash(page, "<style>", "</style>")
                + "'; base-uri 'none'; form-action 'none'\"")
        .doesNotContain("{{", "src=", "innerHTML", "insertAdjacent", "eval(")
        .doesNotContainPattern("\\son[a-z]+=");
  }

  @Test
  void saysWhatChangedSinceTheRunBefore() throws Exception {
    Path before = ReportRuns.of(folder.resolve("before"), List.of("same", "then", "gone"));
    Path after = ReportRuns.of(folder.resolve("after"), List.of("same", "now"));

    JsonNode changes =
        block(write(HtmlReport.of(after).comparedWith(before)), "index").get("changes");

    assertThat(changes.get("previousRun").textValue()).isEqualTo("before");
    assertThat(changes.get("added")).hasToString("[\"file:///in/1/now\"]");
    assertThat(changes.get("removed")).hasToString("[\"file:///in/1/then\",\"file:///in/2/gone\"]");
    assertThat(changes.get("answerCount").intValue()).isZero();
  }

  @Test
  void saysWhichClausesChangedAndWhichDocumentsMoved() throws Exception {
    Path before =
        ReportRuns.at(
            folder.resolve("before"), Map.of("a", "the laws of Peru apply", "b", "kept", "c", "x"));
    Path after =
        ReportRuns.at(
            folder.resolve("after"), Map.of("a", "the laws of Chad apply", "d", "kept", "c", "x"));

    JsonNode changes =
        block(write(HtmlReport.of(after).comparedWith(before)), "index").get("changes");

    assertThat(changes.get("moved"))
        .hasToString("[{\"from\":\"file:///in/b\",\"to\":\"file:///in/d\"}]");
    assertThat(changes.get("added")).isEmpty();
    assertThat(changes.get("removed")).isEmpty();
    assertThat(changes.get("changed")).hasToString("[\"file:///in/a\"]");
    assertThat(changes.get("clauseCount").intValue()).isOne();
    JsonNode clause = changes.at("/clauses/0");
    assertThat(clause.get("kind").textValue()).isEqualTo("changed");
    assertThat(clause.get("before").textValue()).isEqualTo("the laws of Peru apply");
    assertThat(clause.get("after").textValue()).isEqualTo("the laws of Chad apply");
  }

  @Test
  void namesTheRunBeforeThatCannotBeRead() throws Exception {
    Path run = ReportRuns.of(folder.resolve("run"), List.of("text"));
    Path damaged = Files.createDirectory(folder.resolve("damaged"));

    JsonNode changes = block(write(HtmlReport.of(run).comparedWith(damaged)), "index");

    assertThat(changes.at("/changes/problem").textValue()).contains("There is no table documents");
  }

  @Test
  void staysBelowOneMegabyteBesidesTheTexts() throws Exception {
    String page = write(HtmlReport.of(ReportRuns.of(folder.resolve("run"), List.of("text"))));

    assertThat(page.getBytes(UTF_8)).hasSizeLessThan(100_000);
  }

  @Test
  void saysWhereItCannotBeWritten() throws Exception {
    Path run = ReportRuns.of(folder.resolve("run"), List.of("text"));
    Path file = folder.resolve("missing/report.html");

    assertThatThrownBy(() -> HtmlReport.of(run).write(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Cannot write the report " + file);
  }

  private String write(HtmlReport report) throws Exception {
    Path file = folder.resolve("report.html");
    report.write(file);
    return Files.readString(file);
  }

  private static int tags(String page, String name) {
    return page.split("<" + name + "[ >]", -1).length - 1;
  }

  private static JsonNode block(String page, String id) throws Exception {
    Matcher found =
        Pattern.compile("<script type=\"application/gzip\" id=\"" + id + "\">([A-Za-z0-9+/=]+)</")
            .matcher(page);
    assertThat(found.find()).as(id).isTrue();
    byte[] bytes = Base64.getDecoder().decode(found.group(1));
    return new ObjectMapper().readTree(new GZIPInputStream(new ByteArrayInputStream(bytes)));
  }

  private static String hash(String page, String from, String to) throws Exception {
    int start = page.indexOf(from) + from.length();
    byte[] inside = page.substring(start, page.indexOf(to, start)).getBytes(UTF_8);
    return "sha256-"
        + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(inside));
  }
}
