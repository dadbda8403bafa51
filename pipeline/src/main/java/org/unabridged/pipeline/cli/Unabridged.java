package org.unabridged.pipeline.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.unabridged.inference.InvalidQuestionSetException;
import org.unabridged.ingestion.InputNotFoundException;
import org.unabridged.pipeline.UnusableOutputException;
import org.unabridged.pipeline.Version;
import org.unabridged.pipeline.config.ConfigurationException;
import org.unabridged.pipeline.monitoring.MonitoringException;
import org.unabridged.pipeline.state.OutputLockedException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command and its exit codes. */
@Command(
    name = "unabridged",
    mixinStandardHelpOptions = true,
    versionProvider = Unabridged.VersionProvider.class,
    description = {
      "Reads whole contracts: a folder of files in, exact clause extractions and summaries out,"
          + " as Parquet and Arrow tables.",
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all done",
      "1:the run failed",
      "2:wrong usage or configuration; nothing was done",
      "3:done, with failed documents (listed on stderr and in the table 'documents')"
    },
    footer = {
      "",
      "Example:",
      "  unabridged run contracts/ -o results",
      "  unabridged show results supply-agreement.pdf"
    },
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      ShowCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      DiffCommand.class,
      StateCommand.class,
      ModelsCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Unabridged {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int FAILED_DOCUMENTS = 3;

  private Unabridged() {}

  /** Ends the process with the exit code. */
  public static void main(String[] arguments) {
    Logging.start();
    CommandLine command = commandLine(System.getenv(), Terminal.ofProcess());
    command.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    System.exit(command.execute(arguments));
  }

  /** The whole command over an environment and a terminal; its streams can still be set. */
  static CommandLine commandLine(Map<String, String> environment, Terminal terminal) {
    CommandLine command =
        new CommandLine(new Unabridged(), new CommandFactory(environment, terminal));
    SettingOptions.addTo(command, "run", "plan", "doctor");
    command.setUsageHelpWidth(terminal.columns());
    command.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            terminal.stdout() == Terminal.Kind.TERMINAL
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    command.setExecutionExceptionHandler((exception, line, result) -> failed(exception, line));
    return command;
  }

  private static int failed(Exception exception, CommandLine command) {
    PrintWriter err = command.getErr();
    int exitCode = exitCode(exception);
    if (exitCode == WRONG_USAGE || exception instanceof OutputLockedException) {
      String.valueOf(exception.getMessage())
          .lines()
          .forEach(line -> err.println("unabridged: " + line));
      return exitCode;
    }
    Throwable reason =
        exception instanceof PipelineExecutionException && exception.getCause() != null
            ? exception.getCause()
            : exception;
    boolean run = command.getCommand() instanceof RunCommand;
    // Before the message, which is to be the end of a log.
    exception.printStackTrace(err);
    err.println(
        "unabridged: "
            + (run ? "the run" : "'" + command.getCommandSpec().qualifiedName() + "'")
            + " failed: "
            + reason);
    if (reason.getCause() != null) {
      err.println("unabridged: because of " + Causes.of(reason).root());
    }
    if (run) {
      err.println("Finished work is kept; running the same command again continues from there.");
    }
    return exitCode;
  }

  /** The exit code of a command that ended like this. */
  static int exitCode(Throwable exception) {
    return exception instanceof ConfigurationException
            || exception instanceof InvalidQuestionSetException
            || exception instanceof InputNotFoundException
            || exception instanceof UnusableOutputException
            || exception instanceof MonitoringException
        ? WRONG_USAGE
        : FAILED;
  }

  /** Says which version this is. */
  static final class VersionProvider implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "unabridged " + Version.current(), "Java " + Runtime.version() + ", ${os.name} ${os.arch}"
      };
    }
  }
}
