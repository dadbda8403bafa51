package org.unabridged.pipeline.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file of one mapping from names to values or lists of values, with its line numbers. */
final class YamlFile {
  /** Far above any real configuration, far below what could hurt. */
  private static final int MAXIMUM_BYTES = 1 << 20;

  private YamlFile() {}

  /**
   * One key of the file.
   *
   * @param key as written
   * @param line where it stands, from 1
   * @param values as written; null for anything but a value or a list of values
   * @param form how they were written
   */
  record Entry(String key, int line, @Nullable List<String> values, Form form) {}

  /** How a value is written. */
  enum Form {
    VALUE,
    LIST
  }

  /**
   * Reads all entries in their order.
   *
   * @param problems gets a line for each thing wrong
   * @throws ConfigurationException if the file cannot be read at all
   */
  static List<Entry> read(Path file, List<String> problems) {
    Node root = compose(file);
    if (root == null || isNull(root)) {
      return List.of();
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new ConfigurationException(
          at(file, root)
              + "must be a mapping with keys among "
              + String.join(", ", Settings.keys()));
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(at(file, tuple.getKeyNode()) + "a key must be a word");
      } else if (seen.add(key.getValue())) {
        entries.add(entry(key, tuple.getValueNode()));
      } else {
        problems.add(at(file, key) + "'" + key.getValue() + "' stands here a second time");
      }
    }
    return entries;
  }

  private static Entry entry(ScalarNode key, Node value) {
    int line = key.getStartMark().getLine() + 1;
    return value instanceof SequenceNode sequence
        ? new Entry(key.getValue(), line, scalars(sequence.getValue()), Form.LIST)
        : new Entry(key.getValue(), line, scalars(List.of(value)), Form.VALUE);
  }

  private static @Nullable List<String> scalars(List<Node> nodes) {
    List<String> texts = new ArrayList<>();
    for (Node node : nodes) {
      if (!(node instanceof ScalarNode scalar) || isNull(node)) {
        return null;
      }
      texts.add(scalar.getValue());
    }
    return texts;
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String at(Path file, Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1) + ": ";
  }

  private static @Nullable Node compose(Path file) {
    try {
      if (Files.size(file) > MAXIMUM_BYTES) {
        throw new ConfigurationException(
            file + ": larger than " + MAXIMUM_BYTES + " bytes, which no configuration needs");
      }
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return new Yaml(new LoaderOptions()).compose(reader);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new ConfigurationException(
          file + ":" + line + ": not valid YAML: " + e.getProblem(), e);
    } catch (YAMLException e) {
      throw new ConfigurationException(file + ": not valid YAML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot read the configuration file " + file + " (" + e + ")", e);
    }
  }
}
