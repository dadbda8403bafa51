package org.unabridged.pipeline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.outputs.Format;
import org.unabridged.pipeline.Grouping;
import org.unabridged.pipeline.RunRequest;

/**
 * What the settings mean. Each mistake names the place of the value, the value and what is allowed.
 */
public final class Configuration {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(s|m|h)?");
  private static final int MOST_THREADS = 1024;

  private final Settings settings;

  public Configuration(Settings settings) {
    this.settings = settings;
  }

  /**
   * The run that the settings describe.
   *
   * @throws ConfigurationException if a value is not allowed or the output folder is missing
   * @throws org.unabridged.inference.InvalidQuestionSetException if the question set is wrong
   */
  public RunRequest request(List<String> inputs) {
    Path output = path(Setting.OUTPUT);
    if (output == null) {
      throw new ConfigurationException(
          "no output folder: give one with -o, in "
              + Setting.OUTPUT.environmentVariable()
              + " or as '"
              + Setting.OUTPUT.key()
              + "' in the configuration file");
    }
    return RunRequest.of(inputs, output)
        .withModel(model())
        .withRuntime(runtime())
        .withParser(parser())
        .withGrouping(choice(Setting.GROUP_BY, Grouping.DOCUMENT, Grouping.values()))
        .withFormats(formats())
        .withQuestions(questions());
  }

  /** The model; that it exists is checked. */
  public String model() {
    Settings.Value value = settings.find(Setting.MODEL);
    if (value == null) {
      return RunRequest.DEFAULT_MODEL;
    }
    try {
      ModelHandlers.requireKnown(value.text());
      return value.text();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(value.source() + ": " + e.getMessage(), e);
    }
  }

  /** How the model uses the machine. */
  public RuntimeOptions runtime() {
    RuntimeOptions defaults = RuntimeOptions.defaults();
    return defaults.withThreads(number(Setting.THREADS, defaults.threads(), 1, MOST_THREADS));
  }

  /** How files are parsed. */
  public ParserConfiguration parser() {
    ParserConfiguration defaults = ParserConfiguration.defaults();
    Duration limit =
        value(
            Setting.PARSE_TIMEOUT,
            defaults.timeLimit(),
            Configuration::duration,
            "a time from 1s to 24h, such as 90s, 5m or 1h");
    return defaults
        .withTimeLimit(limit)
        .withHeapMegabytes(number(Setting.PARSER_HEAP, defaults.heapMegabytes(), 32, 65_536))
        .withProcesses(number(Setting.PARSER_PROCESSES, defaults.processes(), 1, 64));
  }

  private QuestionSet questions() {
    Path file = path(Setting.QUESTIONS);
    return file == null ? QuestionSet.cuad() : QuestionSet.fromYaml(file);
  }

  private Set<Format> formats() {
    return value(
        Setting.FORMAT,
        EnumSet.of(Format.PARQUET),
        text ->
            switch (text) {
              case "parquet" -> EnumSet.of(Format.PARQUET);
              case "arrow" -> EnumSet.of(Format.ARROW);
              case "both" -> EnumSet.allOf(Format.class);
              default -> null;
            },
        "one of parquet, arrow, both");
  }

  private @Nullable Path path(Setting setting) {
    Settings.Value value = settings.find(setting);
    return value == null ? null : value.base().resolve(value.text());
  }

  private int number(Setting setting, int otherwise, int least, int most) {
    return value(
        setting,
        otherwise,
        text -> text.matches("\\d{1,9}") ? within(Integer.parseInt(text), least, most) : null,
        "a whole number from " + least + " to " + most);
  }

  private static @Nullable Integer within(int number, int least, int most) {
    return number < least || number > most ? null : number;
  }

  private <E extends Enum<E>> E choice(Setting setting, E otherwise, E[] choices) {
    List<String> labels =
        java.util.Arrays.stream(choices).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    return value(
        setting,
        otherwise,
        text -> labels.contains(text) ? choices[labels.indexOf(text)] : null,
        "one of " + String.join(", ", labels));
  }

  private static @Nullable Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    Duration duration =
        switch (unit) {
          case "h" -> Duration.ofHours(number);
          case "m" -> Duration.ofMinutes(number);
          default -> Duration.ofSeconds(number);
        };
    return duration.toSeconds() < 1 || duration.toHours() > 24 ? null : duration;
  }

  /** A value read by {@code reading}, which gives null for what is not allowed. */
  private <T> T value(
      Setting setting, T otherwise, Function<String, @Nullable T> reading, String allowed) {
    Settings.Value value = settings.find(setting);
    if (value == null) {
      return otherwise;
    }
    T read = reading.apply(value.text().strip());
    if (read == null) {
      throw new ConfigurationException(
          value.source() + ": must be " + allowed + ", not '" + value.text() + "'");
    }
    return read;
  }
}
