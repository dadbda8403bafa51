package org.unabridged.outputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unabridged.outputs.report.ReportFile;

/** The colours of the report, light and dark, by the formula of WCAG 2.2 §1.4.3. */
class ReportContrastTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHICS = 3;
  private static final Pattern COLOUR =
      Pattern.compile("--([a-z-]+): #([0-9a-f]{6}|[0-9a-f]{3})\\b");

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void canBeRead(String scheme) throws Exception {
    Map<String, double[]> colours = colours(scheme);
    Stream<String> texts =
        Stream.of(
            "text back",
            "text panel",
            "soft back",
            "soft panel",
            "accent back",
            "accent panel",
            "on-accent accent",
            "text mark",
            "text mark-current",
            "on-found found",
            "on-low low",
            "on-medium medium",
            "on-high high",
            "on-conflicting conflicting",
            "on-failed failed");
    texts.forEach(
        pair -> assertThat(contrast(pair, colours)).as(pair).isGreaterThanOrEqualTo(TEXT));
    for (String pair : List.of("bar panel", "soft back", "accent panel", "on-high mark")) {
      assertThat(contrast(pair, colours)).as(pair).isGreaterThanOrEqualTo(GRAPHICS);
    }
  }

  private static Map<String, double[]> colours(String scheme) throws Exception {
    String[] parts = css().split("prefers-color-scheme: dark", 2);
    Map<String, double[]> colours = new HashMap<>();
    Matcher matcher =
        COLOUR.matcher(scheme.equals("light") ? parts[0] : parts[1].split("\\*", 2)[0]);
    while (matcher.find()) {
      colours.put(matcher.group(1), channels(matcher.group(2)));
    }
    return colours;
  }

  private static String css() throws Exception {
    try (InputStream in = ReportFile.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static double[] channels(String hex) {
    String six = hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
    double[] channels = new double[3];
    for (int i = 0; i < 3; i++) {
      channels[i] = Integer.parseInt(six, 2 * i, 2 * i + 2, 16) / 255.0;
    }
    return channels;
  }

  private static double contrast(String pair, Map<String, double[]> colours) {
    String[] names = pair.split(" ", -1);
    double one = luminance(Objects.requireNonNull(colours.get(names[0]), names[0]));
    double other = luminance(Objects.requireNonNull(colours.get(names[1]), names[1]));
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(double[] channels) {
    double[] linear = new double[3];
    for (int i = 0; i < 3; i++) {
      double channel = channels[i];
      linear[i] = channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }
}
