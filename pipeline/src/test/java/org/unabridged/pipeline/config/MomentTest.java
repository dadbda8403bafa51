package org.unabridged.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final ZonedDateTime TEN_IN_THE_EVENING =
      ZonedDateTime.parse("2026-11-23T22:00:00+01:00[Europe/Paris]");

  @Test
  void takesATimeOfDayForItsNextOccurrence() {
    assertThat(read("06:00")).isEqualTo("2026-11-24T05:00:00Z");
    assertThat(read("6:00")).isEqualTo("2026-11-24T05:00:00Z");
    assertThat(read("23:30")).isEqualTo("2026-11-23T22:30:00Z");
    assertThat(read("22:00")).isEqualTo("2026-11-24T21:00:00Z");
  }

  @Test
  void takesADateWithOrWithoutAZone() {
    assertThat(read("2027-01-31T06:00")).isEqualTo("2027-01-31T05:00:00Z");
    assertThat(read("2027-01-31T06:00:00Z")).isEqualTo("2027-01-31T06:00:00Z");
    assertThat(read("2027-01-31T06:00+09:00")).isEqualTo("2027-01-30T21:00:00Z");
  }

  @Test
  void takesNothingElse() {
    for (String text : new String[] {"", "24:00", "6", "06:60", "tomorrow", "2027-02-30T06:00"}) {
      assertThat(Values.Moment.read(text, TEN_IN_THE_EVENING)).as(text).isNull();
    }
  }

  private static @Nullable Instant read(String text) {
    return Values.Moment.read(text, TEN_IN_THE_EVENING);
  }
}
