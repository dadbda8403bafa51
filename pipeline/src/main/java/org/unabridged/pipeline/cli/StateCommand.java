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
import org.unabridged.pipeline.state.RunState;
import org.unabridged.pipeline.state.StateSweep;
import org.unabridged.pipeline.state.StateSweep.Origin;
import org.unabridged.pipeline.state.StateUsers;
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
    description = "Looks after the store of finished work, in OUT/.state or shared.")
final class StateCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "gc",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = {
        "Removes finished work that no run was made from in any output folder that uses the store,"
            + " unless it is recent: work of a run that was killed waits for the next one.",
        "Delete folders of runs first that nobody needs any more."
      })
  int collect(
      @Parameters(
              paramLabel = "OUT",
              arity = "0..1",
              description = "The output folder; not needed with --state.")
          @Nullable Path out,
      @Option(
              names = "--state",
              paramLabel = "FOLDER",
              description = "The store, where it is not OUT/.state.")
          @Nullable Path shared,
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
    Path state = state(out, shared);
    try (StateUsers.Locked users =
        new StateUsers(state).lock(out == null ? List.of() : List.of(out))) {
      List<Origin> origins = new ArrayList<>();
      for (Path output : users.outputs()) {
        origins.addAll(origins(output.resolve("runs")));
      }
      StateSweep sweep = StateSweep.of(state, origins, Instant.now().minus(Duration.ofDays(days)));
      if (!dryRun) {
        sweep.remove();
      }
      print(users, sweep, dryRun ? "would be removed" : "removed");
    }
    return 0;
  }

  private static Path state(@Nullable Path out, @Nullable Path shared) {
    Path state = shared;
    if (state == null && out != null) {
      state = out.resolve(".state");
    }
    if (state == null) {
      throw new ConfigurationException("name an output folder, or a store with --state");
    }
    if (!Files.isDirectory(state) || (out != null && !Files.isDirectory(out))) {
      throw new ConfigurationException(
          "there is no state in "
              + (out == null ? state : out)
              + ": name an output folder, or a store with --state");
    }
    return state;
  }

  private void print(StateUsers.Locked users, StateSweep sweep, String done) {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    users
        .gone()
        .forEach(
            gone -> out.printf("the output folder %s is gone: nothing is kept for it%n", gone));
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

  private static Origin origin(Path run) {
    try {
      return read(run);
    } catch (IOException | RuntimeException e) {
      throw new ConfigurationException(
          "cannot tell what the run in "
              + run
              + " was made from, so nothing was removed: delete its folder if nobody needs it ("
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ")");
    }
  }

  private static Origin read(Path run) throws IOException {
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
