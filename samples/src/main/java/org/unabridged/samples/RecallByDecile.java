package org.unabridged.samples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unabridged.inference.Clause;

/**
 * How many of the planted clauses a model found, by depth.
 *
 * @param deciles one for each tenth of the text, in order
 * @param byQuestion found and planted for each kind of clause
 * @param others clauses of planted kinds that cover no planted clause
 */
record RecallByDecile(List<Count> deciles, Map<String, Count> byQuestion, int others) {

  RecallByDecile {
    deciles = List.copyOf(deciles);
    byQuestion = Map.copyOf(byQuestion);
  }

  /**
   * Found of planted.
   *
   * @param found planted clauses of which a found clause of the same kind covers at least half
   * @param planted all planted clauses
   */
  record Count(int found, int planted) {

    static final Count NONE = new Count(0, 0);

    Count {
      if (found < 0 || found > planted) {
        throw new IllegalArgumentException(found + " found of " + planted);
      }
    }

    Count plus(Count other) {
      return new Count(found + other.found, planted + other.planted);
    }

    double share() {
      return planted == 0 ? 0 : (double) found / planted;
    }
  }

  static RecallByDecile of(List<PlantedClause> planted, List<Clause> found) {
    Map<String, List<Clause>> byKind = new HashMap<>();
    found.forEach(
        clause -> byKind.computeIfAbsent(clause.questionId(), id -> new ArrayList<>()).add(clause));
    List<Count> deciles = new ArrayList<>();
    for (int decile = 0; decile < 10; decile++) {
      deciles.add(Count.NONE);
    }
    Map<String, Count> byQuestion = new HashMap<>();
    for (PlantedClause plant : planted) {
      List<Clause> candidates = byKind.getOrDefault(plant.questionId(), List.of());
      Count count = new Count(isFound(plant, candidates) ? 1 : 0, 1);
      deciles.set(plant.decile(), deciles.get(plant.decile()).plus(count));
      byQuestion.merge(plant.questionId(), count, Count::plus);
    }
    return new RecallByDecile(deciles, byQuestion, others(planted, found));
  }

  Count total() {
    return deciles.stream().reduce(Count.NONE, Count::plus);
  }

  private static boolean isFound(PlantedClause plant, List<Clause> candidates) {
    return candidates.stream().anyMatch(clause -> 2 * overlap(plant, clause) >= length(plant));
  }

  private static int others(List<PlantedClause> planted, List<Clause> found) {
    int others = 0;
    for (Clause clause : found) {
      List<PlantedClause> kind =
          planted.stream().filter(plant -> plant.questionId().equals(clause.questionId())).toList();
      if (!kind.isEmpty() && kind.stream().noneMatch(plant -> overlap(plant, clause) > 0)) {
        others++;
      }
    }
    return others;
  }

  private static long overlap(PlantedClause plant, Clause clause) {
    return Math.min(plant.end(), clause.end()) - Math.max(plant.start(), clause.start());
  }

  private static long length(PlantedClause plant) {
    return plant.end() - plant.start();
  }
}
