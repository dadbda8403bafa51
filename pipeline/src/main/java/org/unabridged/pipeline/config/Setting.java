package org.unabridged.pipeline.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.unabridged.pipeline.config.Values.Address;
import org.unabridged.pipeline.config.Values.Amount;
import org.unabridged.pipeline.config.Values.Moment;
import org.unabridged.pipeline.config.Values.OneOf;
import org.unabridged.pipeline.config.Values.Text;
import org.unabridged.pipeline.config.Values.Time;
import org.unabridged.pipeline.config.Values.Truth;
import org.unabridged.pipeline.config.Values.Web;
import org.unabridged.pipeline.config.Values.Whole;

/**
 * Everything that can be set, by one name in all places: {@code group-by} in YAML, {@code
 * UNABRIDGED_GROUP_BY}, {@code --group-by}. What a value means stands in {@link Configuration}.
 */
public enum Setting {
  /** The output folder. */
  OUTPUT("OUT", new Text(), "Output folder; made when it is missing."),
  /** Where finished work is kept. */
  STATE(
      "FOLDER",
      new Text(),
      "Where finished work is kept; several output folders can share it, also at the same time."
          + " OUT/.state by default."),
  /** Name of the model. */
  MODEL(
      "NAME", new Text(), "Model: clause-moe, the bundled one (default); see 'unabridged models'."),
  /** A question set in YAML. */
  QUESTIONS("FILE", new Text(), "Question set in YAML; the 41 clause types of CUAD by default."),
  /** Which files to write. */
  FORMAT("FORMAT", OneOf.of("parquet", "arrow", "both"), "parquet (default), arrow or both."),
  /** What the model reads in one pass. */
  GROUP_BY(
      "WHAT",
      OneOf.of("document", "folder"),
      "What the model reads in one pass: each document (default), or all documents of a folder"
          + " together, such as an agreement with its amendments."),
  /** Threads of the model. */
  THREADS("N", new Whole(1, 1024), "Threads of the model; all processors by default."),
  /** What keys and values are kept in. */
  KV_CACHE(
      "FORMAT",
      OneOf.of("f16", "q8_0"),
      "What a model in a file keeps the keys and values of a document in: f16 (default), or q8_0"
          + " for about half the memory and somewhat rounded answers."),
  /** Longest time for one file. */
  PARSE_TIMEOUT("TIME", new Time(), "Longest time for one file, such as 90s or 5m; 2m by default."),
  /** Longest time for which a parser may produce nothing. */
  PARSE_STALL_TIMEOUT(
      "TIME", new Time(), "Longest time for which a parser may produce nothing; 60s by default."),
  /** Heap of a parser process in MiB. */
  PARSER_HEAP("MIB", new Whole(32, 65_536), "Heap of a parser process in MiB; 512 by default."),
  /** Parser processes side by side. */
  PARSER_PROCESSES("N", new Whole(1, 64), "Parser processes side by side; 1 by default."),
  /** Where a model is served. */
  ENDPOINT(
      "URL,…",
      new Text(),
      "Addresses of servers with the model openai:PROFILE, such as http://localhost:8000/v1; those"
          + " of the profile by default. Replicas are separated by commas."),
  /** Where it is served with its extended window. */
  EXTENDED_ENDPOINT(
      "URL,…", new Text(), "Addresses of servers that read longer documents, beyond the window."),
  /** What kind of servers these are. */
  DIALECT(
      "WHAT",
      OneOf.of("vllm", "sglang", "llama-server", "ollama", "model-studio", "openai"),
      "What kind of servers these are: vllm, sglang, llama-server, ollama, model-studio or openai;"
          + " that of the profile by default."),
  /** Model profiles of the user's own. */
  PROFILES(
      "FILE",
      new Text(),
      "Model profiles in YAML beside those that 'unabridged models' lists: windows, prices,"
          + " sampling."),
  /** Where the key is. */
  KEY_VARIABLE("NAME", new Text(), "Environment variable with the key to the servers."),
  /** Where the key is. */
  KEY_FILE("FILE", new Text(), "File with the key to the servers."),
  /** Whom to trust. */
  CERTIFICATES(
      "FILE", new Text(), "PEM file of the certificates to trust instead of those of Java."),
  /** Through what requests go. */
  PROXY("URL", new Text(), "Proxy for requests to servers, such as http://proxy:3128."),
  /** Where the password for it is. */
  PROXY_USER_VARIABLE("NAME", new Text(), "Environment variable with user:password for the proxy."),
  /** Where the password for it is. */
  PROXY_USER_FILE("FILE", new Text(), "File with user:password for the proxy."),
  /** Whether anything outside may be contacted. */
  AIR_GAPPED(
      "BOOL",
      new Truth(),
      "Contact nothing but this machine and the private hosts; run.json lists every host that was"
          + " contacted."),
  /** Hosts of the user's own. */
  PRIVATE_HOSTS(
      "HOST,…",
      new Text(),
      "Hosts that may be contacted when air-gapped, and without TLS; separated by commas."),
  /** Contexts that servers read side by side. */
  CONTEXTS_AT_ONCE(
      "N", new Whole(1, 1024), "Documents that servers read side by side; 16 by default."),
  /** What to do when the servers are not there. */
  FALLBACK_MODEL(
      "NAME", new Text(), "Model to read a document with when the servers are not available."),
  /** Most tokens to use. */
  MAX_TOKENS(
      "N",
      new Whole(0, 1_000_000_000_000L),
      "Most tokens that may be sent to servers and written by them; what does not fit is"
          + " budget_exhausted, and read by the next run."),
  /** Files after which a parser process is replaced. */
  PARSER_FILES(
      "N",
      new Whole(1, 1_000_000),
      "Files after which a parser process is replaced; 2000 by default."),
  /** Largest file in MiB. */
  MAX_FILE_SIZE(
      "MIB", new Whole(1, 1_048_576), "Largest file that is opened, in MiB; 2048 by default."),
  /** What a file may unpack to, in MiB. */
  MAX_UNPACKED(
      "MIB", new Whole(1, 1_048_576), "What a file may unpack to, in MiB; 4096 by default."),
  /** How many times its size a file may expand. */
  MAX_EXPANSION(
      "N", new Whole(2, 100_000), "How many times its size a file may expand; 100 by default."),
  /** Longest text of a file. */
  MAX_CHARACTERS(
      "N",
      new Whole(1, 500_000_000),
      "Longest text of a file, attachments included; 50000000 by default."),
  /** Most documents inside a file. */
  MAX_EMBEDDED("N", new Whole(0, 1_000_000), "Most documents inside a file; 10000 by default."),
  /** Deepest nesting of documents. */
  MAX_EMBEDDED_DEPTH(
      "N", new Whole(0, 100), "Deepest nesting of documents in a file; 10 by default."),
  /** Deepest nesting of elements. */
  MAX_ELEMENT_DEPTH(
      "N", new Whole(10, 10_000), "Deepest nesting of elements in a document; 1000 by default."),
  /** Whether pages without text are read from their image. */
  OCR(
      "WHEN",
      OneOf.of("auto", "off"),
      "Read images, and pages of PDFs that have no text, by Tesseract: auto (default), where it is"
          + " installed, or off."),
  /** In which languages. */
  OCR_LANGUAGES(
      "NAMES",
      new Text(),
      "Languages of such pages, by Tesseract's names, such as eng+deu; auto (default) finds them"
          + " among those that are installed."),
  /** How to write the log. */
  LOG_FORMAT(
      "FORMAT",
      OneOf.of("text", "json"),
      "What stderr gets: text (default), or one JSON object a line. Neither names documents' text;"
          + " JSON names documents by id only."),
  /** A file for node_exporter's textfile collector. */
  METRICS_FILE(
      "FILE",
      new Text(),
      "Keep Prometheus metrics in this file, for node_exporter's textfile collector; none by"
          + " default."),
  /** Where Prometheus can scrape. */
  METRICS_ADDRESS(
      "ADDRESS",
      new Address(),
      "Serve Prometheus metrics here while the run works: a port of the loopback interface, or"
          + " host:port; nowhere by default."),
  /** Gets a notice when the run has ended. */
  WEBHOOK(
      "URL",
      new Web(),
      "POST a summary as JSON to this URL when the run has ended, well or not; none by default."),
  /** Gets a notice when the run has ended. */
  ON_COMPLETION(
      "COMMAND",
      new Text(),
      "Run this command by the shell when the run has ended, with the same JSON on its standard"
          + " input; none by default."),
  /** What is done first. */
  ORDER(
      "WHAT",
      OneOf.of("smallest", "oldest", "newest"),
      "Which files come first, after those that the last run left over: the smallest (default),"
          + " or by the time of their last change the oldest or the newest."),
  /** Most files to work on. */
  MAX_DOCUMENTS(
      "N",
      new Whole(0, 1_000_000_000),
      "Work on at most so many files; those finished before do not count, the rest is left for"
          + " the next run."),
  /** When to stop. */
  DEADLINE(
      "TIME",
      new Moment(),
      "Begin nothing that cannot end by then, such as 06:00; the rest is left for the next run."),
  /** Most money to spend. */
  MAX_COST(
      "AMOUNT",
      new Amount(),
      "Begin nothing that would cost more in all, at the prices of the model; the rest is left for"
          + " the next run.");

  static final String ENVIRONMENT_PREFIX = "UNABRIDGED_";

  private final String label;
  private final Values allowed;
  private final String description;

  Setting(String label, Values allowed, String description) {
    this.label = label;
    this.allowed = allowed;
    this.description = description;
  }

  /** Its name in YAML; with two dashes before it, the flag. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Stands for the value in help texts. */
  public String label() {
    return label;
  }

  /** What it sets, and what holds when it is not set. */
  public String description() {
    return description;
  }

  Values allowed() {
    return allowed;
  }

  String environmentVariable() {
    return ENVIRONMENT_PREFIX + name();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }
}
