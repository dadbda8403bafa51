package org.unabridged.pipeline.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.unabridged.inference.CacheFormat;
import org.unabridged.inference.InvalidQuestionSetException;
import org.unabridged.inference.ModelHandlers;
import org.unabridged.inference.QuestionSet;
import org.unabridged.inference.RuntimeOptions;
import org.unabridged.inference.ServerOptions;
import org.unabridged.inference.SpendingLimits;
import org.unabridged.ingestion.ContentLimits;
import org.unabridged.ingestion.ParserConfiguration;
import org.unabridged.ingestion.ParserPool;
import org.unabridged.ingestion.Recognition;
import org.unabridged.outputs.Format;
import org.unabridged.pipeline.Grouping;
import org.unabridged.pipeline.RunRequest;
import org.unabridged.pipeline.admission.AdmissionPolicy;
import org.unabridged.pipeline.admission.WorkOrder;
import org.unabridged.pipeline.monitoring.Monitoring;

/**
 * What the settings mean. Each mistake names the place of the value, the value and what is allowed.
 */
public final class Configuration {
  private final Settings settings;

  /** One for all: a time of day is to mean the same moment wherever it is read. */
  private final ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault());

  public Configuration(Settings settings) {
    this.settings = settings;
  }

  /**
   * Checks every value by itself.
   *
   * @throws ConfigurationException names all that are not allowed
   */
  public void check() {
    List<String> problems = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Settings.Value value = settings.find(setting);
      if (value != null) {
        value.wrong(setting).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(problems);
    }
  }

  /**
   * Checks every value, that the model is known and that the question set can be read.
   *
   * @throws ConfigurationException names all that is wrong
   */
  public void checkAll() {
    // The same mistake may be in the way of several parts.
    Set<String> problems = new LinkedHashSet<>();
    for (Runnable part : List.<Runnable>of(this::check, this::model, this::questions)) {
      try {
        part.run();
      } catch (ConfigurationException e) {
        String.valueOf(e.getMessage()).lines().forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw ConfigurationException.of(List.copyOf(problems));
    }
  }

  /**
   * The run that the settings describe.
   *
   * @param arguments the inputs on the command line, which override those of the settings; may be
   *     empty
   * @throws ConfigurationException if a value is not allowed, inputs or the output folder are
   *     missing, or the question set is wrong
   */
  public RunRequest request(List<String> arguments) {
    check();
    List<String> inputs = arguments.isEmpty() ? settings.inputs() : arguments;
    if (inputs.isEmpty()) {
      throw new ConfigurationException(
          "no inputs: name files, folders or globs on the command line or as '"
              + Settings.INPUTS
              + "' in the configuration file");
    }
    Path output = output();
    if (output == null) {
      throw new ConfigurationException(
          "no output folder: give one with -o, in "
              + Setting.OUTPUT.environmentVariable()
              + " or as '"
              + Setting.OUTPUT.key()
              + "' in the configuration file");
    }
    RunRequest request = RunRequest.of(inputs, output).withSettings(settings.repeatable(inputs));
    Path state = path(Setting.STATE);
    return (state == null ? request : request.withState(state))
        .withModel(model())
        .withRuntime(runtime())
        .withParser(parser())
        .withGrouping(grouping())
        .withFormats(formats())
        .withQuestions(questions())
        .withAdmission(admission());
  }

  /** The output folder; null if none is set. */
  public @Nullable Path output() {
    return path(Setting.OUTPUT);
  }

  /** The model; that it exists is checked. */
  public String model() {
    Settings.Value value = settings.find(Setting.MODEL);
    if (value == null) {
      return RunRequest.DEFAULT_MODEL;
    }
    try {
      ModelHandlers.requireUsable(value.text(), runtime());
      return value.text();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(value.source() + ": " + e.getMessage(), e);
    }
  }

  /** How the model uses the machine. */
  public RuntimeOptions runtime() {
    RuntimeOptions defaults = RuntimeOptions.defaults();
    return defaults
        .withThreads(number(Setting.THREADS, defaults.threads()))
        .withCache(value(Setting.KV_CACHE, defaults.cache(), Configuration::cache))
        .withServers(servers());
  }

  private static CacheFormat cache(String text) {
    return CacheFormat.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private ServerOptions servers() {
    return ServerOptions.builder()
        .endpoints(list(Setting.ENDPOINT))
        .extendedEndpoints(list(Setting.EXTENDED_ENDPOINT))
        .dialect(text(Setting.DIALECT))
        .profiles(file(Setting.PROFILES))
        .keyVariable(text(Setting.KEY_VARIABLE))
        .keyFile(file(Setting.KEY_FILE))
        .certificates(file(Setting.CERTIFICATES))
        .proxy(text(Setting.PROXY))
        .proxyUserVariable(text(Setting.PROXY_USER_VARIABLE))
        .proxyUserFile(file(Setting.PROXY_USER_FILE))
        .reach(
            Boolean.parseBoolean(text(Setting.AIR_GAPPED))
                ? ServerOptions.Reach.AIR_GAPPED
                : ServerOptions.Reach.ANYWHERE)
        .privateHosts(Set.copyOf(list(Setting.PRIVATE_HOSTS)))
        .contextsAtOnce(number(Setting.CONTEXTS_AT_ONCE, ServerOptions.CONTEXTS_AT_ONCE))
        .fallback(text(Setting.FALLBACK_MODEL))
        .limits(limits())
        .build();
  }

  /** What models on servers may use; other models cost nothing and are limited by admission. */
  private SpendingLimits limits() {
    return SpendingLimits.none()
        .withMaxTokens(find(Setting.MAX_TOKENS, Long::valueOf))
        .withMaxCost(find(Setting.MAX_COST, Double::valueOf))
        .withDeadline(find(Setting.DEADLINE, this::moment));
  }

  private @Nullable String text(Setting setting) {
    Settings.Value value = settings.find(setting);
    return value == null ? null : allowed(setting, value);
  }

  private @Nullable String file(Setting setting) {
    Path path = path(setting);
    return path == null ? null : path.toString();
  }

  private List<String> list(Setting setting) {
    String text = text(setting);
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
  }

  /** How files are parsed. */
  public ParserConfiguration parser() {
    ParserConfiguration defaults = ParserConfiguration.defaults();
    return defaults
        .withTimeLimit(value(Setting.PARSE_TIMEOUT, defaults.timeLimit(), Configuration::time))
        .withStallLimit(
            value(Setting.PARSE_STALL_TIMEOUT, defaults.stallLimit(), Configuration::time))
        .withPool(pool(defaults.pool()))
        .withLimits(limits(defaults.limits()))
        .withRecognition(recognition(defaults.recognition()));
  }

  private Recognition recognition(Recognition defaults) {
    Settings.Value languages = settings.find(Setting.OCR_LANGUAGES);
    try {
      Recognition recognition =
          languages == null ? defaults : defaults.in(languages.text().strip());
      boolean off = value(Setting.OCR, "auto", Function.identity()).equals("off");
      return off ? Recognition.off() : recognition;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          (languages == null ? "" : languages.source() + ": ") + e.getMessage(), e);
    }
  }

  private ParserPool pool(ParserPool defaults) {
    return defaults
        .withProcesses(number(Setting.PARSER_PROCESSES, defaults.processes()))
        .withHeapMegabytes(number(Setting.PARSER_HEAP, defaults.heapMegabytes()))
        .withFilesPerProcess(number(Setting.PARSER_FILES, defaults.filesPerProcess()));
  }

  private ContentLimits limits(ContentLimits defaults) {
    return defaults
        .withInputMegabytes(number(Setting.MAX_FILE_SIZE, defaults.inputMegabytes()))
        .withTemporaryMegabytes(number(Setting.MAX_UNPACKED, defaults.temporaryMegabytes()))
        .withExpansionRatio(number(Setting.MAX_EXPANSION, defaults.expansionRatio()))
        .withOutputCharacters(number(Setting.MAX_CHARACTERS, defaults.outputCharacters()))
        .withEmbeddedDocuments(number(Setting.MAX_EMBEDDED, defaults.embeddedDocuments()))
        .withEmbeddedDepth(number(Setting.MAX_EMBEDDED_DEPTH, defaults.embeddedDepth()))
        .withElementDepth(number(Setting.MAX_ELEMENT_DEPTH, defaults.elementDepth()));
  }

  /** Who is told about the run. */
  public Monitoring monitoring() {
    return new Monitoring(
        path(Setting.METRICS_FILE),
        find(Setting.METRICS_ADDRESS, Values.Address::read),
        find(Setting.WEBHOOK, Values.Web::read),
        find(Setting.ON_COMPLETION, text -> text));
  }

  /** Whether stderr gets JSON instead of text for people. */
  public boolean logsJson() {
    return value(Setting.LOG_FORMAT, "text", text -> text).equals("json");
  }

  /** How much work is taken on. A time of day means its next occurrence. */
  public AdmissionPolicy admission() {
    AdmissionPolicy unlimited = AdmissionPolicy.unlimited();
    return unlimited
        .withOrder(
            value(
                Setting.ORDER,
                unlimited.order(),
                text -> WorkOrder.valueOf(text.toUpperCase(Locale.ROOT))))
        .withMaxDocuments(find(Setting.MAX_DOCUMENTS, Integer::valueOf))
        .withDeadline(find(Setting.DEADLINE, this::moment))
        .withMaxCost(find(Setting.MAX_COST, Double::valueOf));
  }

  private Instant moment(String text) {
    Instant moment = Values.Moment.read(text, now);
    if (moment == null) {
      throw new IllegalStateException("not checked: " + text);
    }
    return moment;
  }

  private QuestionSet questions() {
    Settings.Value value = settings.find(Setting.QUESTIONS);
    if (value == null) {
      return QuestionSet.cuad();
    }
    try {
      return QuestionSet.fromYaml(Path.of(value.path()));
    } catch (InvalidQuestionSetException e) {
      throw new ConfigurationException(value.source() + ": " + e.getMessage(), e);
    }
  }

  private Set<Format> formats() {
    return value(
        Setting.FORMAT,
        EnumSet.of(Format.PARQUET),
        text -> text.equals("both") ? EnumSet.allOf(Format.class) : EnumSet.of(format(text)));
  }

  private static Format format(String text) {
    return Format.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private Grouping grouping() {
    return value(
        Setting.GROUP_BY,
        Grouping.DOCUMENT,
        text -> Grouping.valueOf(text.toUpperCase(Locale.ROOT)));
  }

  private static Duration time(String text) {
    Duration time = Values.Time.read(text);
    if (time == null) {
      throw new IllegalStateException("not checked: " + text);
    }
    return time;
  }

  private @Nullable Path path(Setting setting) {
    Settings.Value value = settings.find(setting);
    return value == null ? null : value.base().resolve(value.text());
  }

  private int number(Setting setting, int otherwise) {
    return value(setting, otherwise, Integer::valueOf);
  }

  private <T> T value(Setting setting, T otherwise, Function<String, T> reading) {
    T found = find(setting, reading);
    return found == null ? otherwise : found;
  }

  /** Null when it is not set. */
  private <T> @Nullable T find(Setting setting, Function<String, T> reading) {
    Settings.Value value = settings.find(setting);
    return value == null ? null : reading.apply(allowed(setting, value));
  }

  private static String allowed(Setting setting, Settings.Value value) {
    value
        .wrong(setting)
        .ifPresent(
            problem -> {
              throw new ConfigurationException(problem);
            });
    return value.text().strip();
  }
}
