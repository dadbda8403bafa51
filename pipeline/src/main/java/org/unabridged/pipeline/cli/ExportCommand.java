package org.unabridged.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unabridged.outputs.ExportFormat;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableExport;
import org.unabridged.pipeline.config.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unabridged export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    sortOptions = false,
    description = {
      "Writes a table of a run as CSV or as JSON lines, exactly as it is.",
      "Texts may begin with '=': let a spreadsheet import them as text."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "OUT|RUN",
      description = "An output folder, for its newest run, or the folder of a run.")
  private Path where = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "TABLE",
      description = "documents, texts, answers, clauses, summaries or contexts.")
  private String table = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "csv (default) or jsonl.")
  private String format = "csv";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; standard output by default.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("not called by picocli");
    }
    ExportFormat kind = oneOf(ExportFormat.values(), format, "--format");
    TableExport export =
        new TableExport(RunFolder.at(where).folder(), oneOf(Table.values(), table, "TABLE"));
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      export.write(kind, out);
      if (out.checkError()) {
        throw new UncheckedIOException(new IOException("standard output cannot be written to"));
      }
    } else {
      write(export, kind, output);
    }
    return 0;
  }

  private static void write(TableExport export, ExportFormat format, Path file) {
    try (Writer out = Files.newBufferedWriter(file)) {
      export.write(format, out);
    } catch (IOException e) {
      throw new ConfigurationException("-o: cannot write to " + file + ": " + e);
    }
  }

  private static <E extends Enum<E>> E oneOf(E[] values, String name, String what) {
    return Arrays.stream(values)
        .filter(value -> lowerCase(value).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    what
                        + ": must be one of "
                        + Arrays.stream(values)
                            .map(ExportCommand::lowerCase)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'"));
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
