package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The report in a browser; skipped, and said so, where there is no Chromium. */
class HtmlReportPageTest {
  @TempDir static Path folder;
  private static Chromium browser;

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      ChildJvm.say("!!! SKIPPED: there is no chromium on the PATH; no browser saw the report.");
    }
    assumeTrue(program.isPresent(), "no chromium on the PATH");
    browser = Chromium.start(program.get(), folder.resolve("profile"));
  }

  @AfterAll
  static void stopBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void showsHostileTextsAsTextAndExecutesNone() throws Exception {
    List<String> texts = HostileTexts.all();
    open("hostile", texts);
    browser.run("location.hash = '#documents'");
    browser.until("document.body.dataset.view === 'documents'");
    browser.run("report.matrix.drawAll()");
    assertThat(
            strings("[...document.querySelectorAll('th.name a')].map(a => a.textContent).sort()"))
        .containsExactlyElementsOf(texts.stream().sorted().toList());

    for (int number = 0; number < texts.size(); number++) {
      browser.run("location.hash = '#document/" + number + "'");
      String title = "document.getElementById('document-title')";
      browser.until(
          title + " && " + title + ".textContent === report.index.documents[" + number + "].title");
      assertThat(browser.run("document.querySelector('mark').textContent").textValue())
          .isEqualTo(texts.get(number));
      assertThat(browser.run("document.querySelector('.clause q').textContent").textValue())
          .isEqualTo(texts.get(number));
    }
    assertNothingExecuted();
  }

  @Test
  void showsHostileFailuresAndMetadataAsTextAndExecutesNone() throws Exception {
    List<String> texts = HostileTexts.all();
    Path run = ReportRuns.failed(folder.resolve("hostile-failures"), texts);
    Path file = run.resolve("report.html");
    HtmlReport.of(run).write(file);
    browser.open(file);
    assertThat(
            strings(
                "[...document.querySelectorAll('table.plain td:last-child')].map(a => a.textContent)"))
        .containsExactlyElementsOf(texts);
    assertThat(browser.run("document.querySelector('main').textContent").textValue())
        .contains("model " + String.join(" ", texts));
    for (String view : List.of("documents", "document/0", "document/199")) {
      browser.run("location.hash = '#" + view + "'");
      browser.until("document.body.dataset.view === '" + view.replaceAll("/.*", "") + "'");
    }
    assertNothingExecuted();
  }

  private static void assertNothingExecuted() throws Exception {
    assertThat(browser.run("document.documentElement.dataset.executed || 'none'").textValue())
        .isEqualTo("none");
    assertThat(browser.events("Page.javascriptDialogOpening")).isEmpty();
    assertThat(browser.events("Runtime.exceptionThrown")).isEmpty();
    assertThat(browser.events("Network.requestWillBeSent"))
        .allMatch(event -> event.at("/params/request/url").asText().matches("(file|about):.*"));
  }

  @Test
  void filtersSearchesOpensFollowsAndPrints() throws Exception {
    open("many", fiveHundred());
    browser.press("/");
    browser.until("document.activeElement && document.activeElement.id === 'search'");
    browser.run(
        "report.matrix.search.value = 'chad';"
            + " report.matrix.search.dispatchEvent(new Event('input'))");
    assertThat(browser.run("document.getElementById('matched').textContent").textValue())
        .isEqualTo("1 of 500 documents");
    browser.run("document.querySelector('td.cell.state-found, td.cell.risk-high').click()");
    browser.until("!!document.querySelector('mark.current')");
    assertThat(browser.run("document.querySelector('mark.current').textContent").textValue())
        .isEqualTo("laws of Chad");
    assertThat(
            browser.run("document.querySelectorAll('.clause .outline .lines').length").intValue())
        .isOne();
    browser.run(
        "document.querySelector('mark.current').classList.remove('current');"
            + " document.querySelector('.receipt').click()");
    assertThat(browser.run("document.querySelectorAll('mark.current').length").intValue()).isOne();
    byte[] paper = browser.bytes("Page.printToPDF", Map.of());
    assertThat(new String(paper, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");

    browser.run("location.hash = '#documents'");
    browser.until("document.body.dataset.view === 'documents'");
    browser.run("report.matrix.search.value = 'before.'; report.matrix.searchTexts()");
    assertThat(browser.run("document.getElementById('matched').textContent").textValue())
        .isEqualTo("500 of 500 documents, all texts searched");
  }

  private static List<String> fiveHundred() {
    return IntStream.range(0, 500)
        .mapToObj(number -> number == 321 ? "laws of Chad" : "laws of Peru, article " + number)
        .toList();
  }

  @Test
  void showsWhatChanged() throws Exception {
    Path before = ReportRuns.at(folder.resolve("then"), Map.of("a", "laws of Peru", "b", "kept"));
    Path after = ReportRuns.at(folder.resolve("now"), Map.of("a", "laws of Chad", "c", "kept"));
    Path file = after.resolve("report.html");
    HtmlReport.of(after).comparedWith(before).write(file);
    browser.open(file);
    assertThat(strings("[...document.querySelectorAll('table.plain td')].map(a => a.textContent)"))
        .containsSubsequence("laws of Chad", "Governing Law", "found: laws of Peru")
        .contains("other words or value");
    assertThat(browser.run("document.querySelector('main').textContent").textValue())
        .contains("Moved (1): file:///in/b to file:///in/c");
  }

  @Test
  void findsWordsInTheTextAndKeepsFiltersInTheAddress() throws Exception {
    open("found", List.of("laws of Peru", "laws of Chad", "laws of Peru"));
    browser.run(
        "document.querySelector('.chart a[aria-label^=\"laws of Peru\"]').dispatchEvent("
            + "new MouseEvent('click', {bubbles: true}))");
    browser.until("document.body.dataset.view === 'documents'");
    assertThat(browser.run("document.getElementById('matched').textContent").textValue())
        .isEqualTo("2 of 3 documents");
    browser.run("report.matrix.want({risk: 'high'})");
    browser.until("location.hash === '#documents?risk=high'");
    browser.run("document.getElementById('clear').click()");
    browser.until("location.hash === '#documents'");

    browser.run("location.hash = '#document/1'");
    browser.until("!!document.getElementById('words')");
    browser.press("f");
    browser.run(
        "document.activeElement.value = 'CHAD  after'; document.getElementById('words')"
            + ".dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}))");
    assertThat(browser.run("document.getElementById('found').textContent").textValue())
        .isEqualTo("1 of 1");
    browser.until("CSS.highlights.has('found')");
    assertThat(browser.run("String([...CSS.highlights.get('found')][0])").textValue())
        .isEqualTo("Chad After");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void isAccessibleByTheRulesOfAxe(String scheme) throws Exception {
    open("accessible-" + scheme, List.of("laws of Peru", "قوانين مصر", "laws of Chad"));
    browser.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    browser.run(axe() + "; true");
    for (String view : List.of("overview", "documents", "document/1")) {
      browser.run("location.hash = '#" + view + "'");
      browser.until("document.body.dataset.view === '" + view.replace("/1", "") + "'");
      JsonNode violations =
          browser.run(
              "axe.run(document).then(found => found.violations.map(each =>"
                  + " each.id + ': ' + each.nodes.map(node => node.html).join('; ')))");
      assertThat(violations).as(view).isEmpty();
    }
  }

  private static String axe() throws IOException {
    String script = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";
    try (InputStream in = HtmlReportPageTest.class.getResourceAsStream(script)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void keepsFewRowsOfTwoThousandAndFiltersThemFast() throws Exception {
    open("large", IntStream.range(0, 2000).mapToObj(number -> "laws of " + number).toList());
    browser.run("location.hash = '#documents'");
    browser.until("document.body.dataset.view === 'documents'");

    assertThat(browser.run("document.querySelectorAll('tr.row').length").intValue())
        .isBetween(10, 100);
    double milliseconds =
        browser
            .run(
                "report.matrix.search.value = 'laws of 19';"
                    + " report.matrix.search.dispatchEvent(new Event('input'));"
                    + " report.matrix.filterMilliseconds")
            .doubleValue();
    assertThat(browser.run("report.matrix.shown.length").intValue()).isEqualTo(111);
    double painted =
        browser
            .run("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            .doubleValue();
    double drawn = browser.run("performance.getEntriesByName('drawn')[0].startTime").doubleValue();
    ChildJvm.say(
        "2,000 documents: first paint after %.0f ms, drawn after %.0f ms, filtered in %.1f ms"
            .formatted(painted, drawn, milliseconds));
  }

  private static void open(String name, List<String> texts) throws Exception {
    Path run = ReportRuns.of(folder.resolve(name), texts);
    Path file = run.resolve("report.html");
    HtmlReport.of(run).write(file);
    assertThat(Files.size(file)).isLessThan(20_000_000);
    browser.open(file);
  }

  private static List<String> strings(String expression) throws Exception {
    JsonNode values = browser.run(expression);
    return IntStream.range(0, values.size()).mapToObj(i -> values.get(i).textValue()).toList();
  }
}
