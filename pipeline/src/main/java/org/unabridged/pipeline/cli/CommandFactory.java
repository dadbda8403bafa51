package org.unabridged.pipeline.cli;

import java.util.Map;
import picocli.CommandLine;

/**
 * Hands the commands what the process was started with, so that tests can start them with something
 * else.
 */
record CommandFactory(Map<String, String> environment, Terminal terminal)
    implements CommandLine.IFactory {
  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == RunCommand.class) {
      return type.cast(new RunCommand(environment, terminal));
    }
    if (type == ConfigCommand.class) {
      return type.cast(new ConfigCommand(environment));
    }
    if (type == DiffCommand.class) {
      return type.cast(new DiffCommand(terminal));
    }
    if (type == DoctorCommand.class) {
      return type.cast(new DoctorCommand(environment));
    }
    if (type == PlanCommand.class) {
      return type.cast(new PlanCommand(environment));
    }
    if (type == ShowCommand.class) {
      return type.cast(new ShowCommand(terminal));
    }
    return CommandLine.defaultFactory().create(type);
  }
}
