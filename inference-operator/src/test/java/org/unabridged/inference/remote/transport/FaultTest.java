package org.unabridged.inference.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unabridged.inference.remote.dialect.Dialect;
import org.unabridged.inference.remote.dialect.FailureKind;
import org.unabridged.inference.remote.scripted.Fault;
import org.unabridged.inference.remote.scripted.FaultPlan;
import org.unabridged.inference.remote.transport.FaultRun.Outcome;

@Timeout(240)
class FaultTest {

  @Test
  void losesDoublesAndMistakesNoDocumentWhenAFifthOfAllRequestsFails() throws IOException {
    FaultRun run = FaultRun.of(Dialect.VLLM, 500, FaultPlan.share(0.2, 1, Fault.all()));
    assertThat(run.count(Outcome.WRONG)).isZero();
    assertThat(run.count(Outcome.FAILED)).as("%s", run.failures()).isZero();
    assertThat(run.outcomes().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    assertThat(run.met().values()).as("%s", run.met()).allMatch(count -> count > 0);
    assertThat((long) run.count(Outcome.RIGHT_IN_FENCE)).isEqualTo(run.count(Fault.FENCED_JSON));
    assertThat((long) run.count(Outcome.NOT_WHOLLY_READ))
        .isEqualTo(run.count(Fault.TRUNCATED_PROMPT) + run.count(Fault.WRONG_USAGE));
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void getsOverEveryFaultInEveryDialect(Dialect dialect) throws IOException {
    List<Fault> quick =
        Fault.all().stream()
            .filter(fault -> !List.of(Fault.HANG, Fault.SLOW_DRIP, Fault.STALL).contains(fault))
            .toList();
    FaultRun run = FaultRun.of(dialect, 60, FaultPlan.share(0.3, 2, quick));
    assertThat(run.count(Outcome.WRONG)).isZero();
    assertThat(run.count(Outcome.FAILED)).as("%s", run.failures()).isZero();
  }

  @Test
  void saysWhatItIsThatNeverEnds() throws IOException {
    Map<Fault, FailureKind> kinds =
        Map.of(
            Fault.TOO_MANY_REQUESTS, FailureKind.OVERLOADED,
            Fault.SERVER_ERROR, FailureKind.SERVER_ERROR,
            Fault.DEAD_SOCKET, FailureKind.UNREACHABLE,
            Fault.ERROR_IN_SUCCESS, FailureKind.OVERLOADED,
            Fault.INVALID_JSON, FailureKind.INVALID_BODY,
            Fault.EMPTY_CHOICES, FailureKind.INVALID_BODY);
    for (Map.Entry<Fault, FailureKind> entry : kinds.entrySet()) {
      FaultRun run = FaultRun.of(Dialect.SGLANG, 1, FaultPlan.always(entry.getKey()));
      assertThat(run.failures()).containsExactly(Map.entry(entry.getValue(), 1));
      assertThat(run.asked()).as("attempts").isBetween(2L, 10L);
    }
  }
}
