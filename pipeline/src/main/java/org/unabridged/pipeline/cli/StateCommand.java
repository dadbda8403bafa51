package org.unabridged.pipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.ContextRow;
import org.unabridged.outputs.DocumentRow;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableReader;
import org.unabridged.pipeline.config.ConfigurationException;
import org.unabridged.pipeline.state.OutputLock;
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StateSweep;
import org.unabridged.pipeline.state.StateSweep.Origin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged state}. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    description = "Looks after the store of finished work in OUT/.state.")
final class StateCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "gc",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Removes finished work that no run in OUT/runs was made from, unless it is recent: work of"
            + " a run that was killed waits for the next one.",
        "Delete folders of runs first that nobody needs any more."
      })
  int collect(
      @Parameters(paramLabel = "OUT", description = "The output folder.") Path out,
      @Option(
              names = "--older-than",
              paramLabel = "DAYS",
              defaultValue = "30",
              description = "Keep what is younger than so many days; ${DEFAULT-VALUE} by default.")
          int days,
      @Option(names = "--dry-run", description = "Only say what would be removed.") boolean dryRun)
      throws IOException {
    if (days < 0) {
      throw new ConfigurationException("--older-than: must not be negative, but is " + days);
    }
    Path state = out.resolve(".state");
    if (!Files.isDirectory(state)) {
      throw new ConfigurationException("there is no state in " + out + ": name an output folder");
    }
    try (OutputLock lock = OutputLock.acquire(out, "state gc")) {
      Instant before = Instant.now().minus(Duration.ofDays(days));
      StateSweep sweep = StateSweep.of(state, origins(out.resolve("runs")), before);
      if (!dryRun) {
        sweep.remove();
      }
      print(sweep, dryRun ? "would be removed" : "removed");
    }
    return 0;
  }

  private void print(StateSweep sweep, String done) {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s entries, %s %s%n", count(sweep.garbage().size()), size(sweep.garbageBytes()), done);
    out.printf("%s entries, %s kept%n", count(sweep.kept()), size(sweep.keptBytes()));
    out.flush();
  }

  private static String count(long number) {
    return ProgressDisplay.grouped(number);
  }

  private static String size(long bytes) {
    return ProgressDisplay.grouped((bytes + 1023) / 1024) + " KiB";
  }

  private static List<Origin> origins(Path runs) throws IOException {
    List<Origin> origins = new ArrayList<>();
    if (Files.isDirectory(runs)) {
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(runs, each -> Files.exists(each.resolve("run.json")))) {
        for (Path folder : folders) {
          origins.add(origin(folder));
        }
      }
    }
    return origins;
  }

  private static Origin origin(Path run) throws IOException {
    JsonNode facts = JsonMapper.builder().build().readTree(run.resolve("run.json").toFile());
    Set<String> files = new HashSet<>();
    Set<String> contexts = new HashSet<>();
    TableReader.read(
        run,
        Table.DOCUMENTS,
        row -> {
          if (row instanceof DocumentRow document && document.documentId() != null) {
            files.add(document.documentId());
          }
        });
    TableReader.read(
        run,
        Table.CONTEXTS,
        row -> {
          if (row instanceof ContextRow context) {
            contexts.add(context.contextId());
          }
        });
    return new Origin(
        facts.at("/configuration/parser_fingerprint").asText(),
        RunState.inferenceFingerprint(
            facts.at("/configuration/question_fingerprint").asText(),
            facts.at("/model/fingerprint").asText()),
        files,
        contexts);
  }
}
