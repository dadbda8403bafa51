package org.unabridged.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.unabridged.outputs.ContextRow;
import org.unabridged.outputs.RunDirectoryException;
import org.unabridged.outputs.Status;
import org.unabridged.outputs.Table;
import org.unabridged.outputs.TableReader;

/**
 * How fast a model reads, and what that costs.
 *
 * @param source where the figures come from
 * @param contexts of how many contexts
 * @param tokens tokens sent with these
 * @param tokensPerSecond tokens sent a second, over all that is read side by side
 * @param costPerToken of a token sent; null when unknown
 */
public record ReadingSpeed(
    Source source,
    long contexts,
    long tokens,
    double tokensPerSecond,
    @Nullable Double costPerToken) {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingSpeed.class);

  /** Older runs say little about today. */
  private static final int MOST_RUNS = 30;

  /** Where figures come from. */
  public enum Source {
    /** Some of the contexts were read just now. */
    MEASURED,
    /** An earlier run says so. */
    RECORDED
  }

  /** What the newest run says in which this model read something; null when none does. */
  static @Nullable ReadingSpeed recorded(Path output, String modelFingerprint) {
    Path runs = output.resolve("runs");
    if (!Files.isDirectory(runs)) {
      return null;
    }
    try (Stream<Path> folders = Files.list(runs)) {
      List<Path> newest =
          folders
              .filter(folder -> Files.exists(folder.resolve("run.json")))
              .sorted(Comparator.reverseOrder())
              .limit(MOST_RUNS)
              .toList();
      for (Path folder : newest) {
        ReadingSpeed speed = of(folder, modelFingerprint);
        if (speed != null) {
          return speed;
        }
      }
    } catch (IOException | RunDirectoryException e) {
      LOG.warn("the runs in {} cannot be read: {}", runs, e.toString());
    }
    return null;
  }

  private static @Nullable ReadingSpeed of(Path folder, String modelFingerprint)
      throws IOException {
    JsonNode run = JsonMapper.builder().build().readTree(folder.resolve("run.json").toFile());
    long read = run.at("/counts/tokens_inferred").asLong();
    double seconds = run.at("/counts/inference_seconds").asDouble();
    if (!run.at("/model/fingerprint").asText().equals(modelFingerprint)
        || read <= 0
        || seconds <= 0) {
      return null;
    }
    Sums sums = new Sums();
    TableReader.read(folder, Table.CONTEXTS, row -> sums.add((ContextRow) row));
    // What came from a cache was sent, but not read.
    double sent = read / Math.max(1 - sums.cachedShare(), 1e-6);
    return new ReadingSpeed(
        Source.RECORDED,
        run.at("/counts/contexts_inferred").asLong(),
        Math.round(sent),
        sent / seconds,
        sums.costPerToken());
  }

  /** Over all contexts of a run that were read. */
  private static final class Sums {
    private long sent;
    private long cached;
    private double cost;
    private boolean priced;

    void add(ContextRow row) {
      if (row.status() == Status.OK) {
        sent += row.tokensSent();
        Long found = row.tokensCached();
        cached += found == null ? 0 : found;
        Double price = row.cost();
        priced |= price != null;
        cost += price == null ? 0 : price;
      }
    }

    double cachedShare() {
      return sent == 0 ? 0 : (double) cached / sent;
    }

    @Nullable Double costPerToken() {
      return priced && sent > 0 ? Double.valueOf(cost / sent) : null;
    }
  }
}
