package org.unabridged.outputs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a class in a JVM of its own, for what must not happen to the one of the tests. */
final class ChildJvm {

  /** What Arrow needs, and logging kept quiet. */
  private static final List<String> FLAGS =
      List.of("--add-opens=java.base/java.nio=ALL-UNNAMED", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /**
   * How a JVM ended.
   *
   * @param exitCode its exit code
   * @param output what it wrote
   */
  record Result(int exitCode, String output) {

    /** Whether the class itself ran, rather than the command around it failing. */
    boolean started() {
      return exitCode != COMMAND_FAILED;
    }
  }

  /** A code that neither Java nor the tests use. */
  private static final int COMMAND_FAILED = 125;

  static Result run(Class<?> main, String... arguments) throws Exception {
    return result(start(main, arguments));
  }

  static Process start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), java(List.of(), main, arguments));
  }

  static Result runWithHeap(String heap, Class<?> main, String... arguments) throws Exception {
    return result(start(List.of(), java(List.of("-Xmx" + heap), main, arguments)));
  }

  /** No file may grow beyond so many blocks of 512 or 1024 bytes. */
  static Result runWithFileLimit(int blocks, Class<?> main, String... arguments) throws Exception {
    String script = "ulimit -f " + blocks + " || exit " + COMMAND_FAILED + "; exec \"$@\"";
    return result(start(List.of("sh", "-c", script, "sh"), java(List.of(), main, arguments)));
  }

  /** Without what lets root write into folders that are read-only. */
  static Result runWithoutPrivileges(Class<?> main, String... arguments) throws Exception {
    List<String> command = java(List.of(), main, arguments);
    if (!System.getProperty("user.name").equals("root")) {
      return result(start(List.of(), command));
    }
    String script =
        "setpriv --bounding-set=-dac_override,-dac_read_search true || exit "
            + COMMAND_FAILED
            + "; exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"";
    return result(start(List.of("sh", "-c", script, "sh"), command));
  }

  /** Says something to the parent. */
  static void say(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }

  private static List<String> java(List<String> flags, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process start(List<String> wrapper, List<String> java) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static Result result(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
