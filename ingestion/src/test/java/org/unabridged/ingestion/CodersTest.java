package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodersTest {
  @ParameterizedTest
  @CsvSource({"file:///a,0", "gs://b/%C3%BC,9223372036854775807"})
  void roundTripsInputFiles(String uri, long size) throws CoderException {
    InputFile file = new InputFile(uri, size);

    assertThat(roundTrip(InputFileCoder.of(), file)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({
    "file:///a,1,bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,",
    "file:///a,0,,verschwunden \u00fc \ud83d\ude00"
  })
  void roundTripsReadFiles(String uri, long size, @Nullable String id, @Nullable String reason)
      throws CoderException {
    ReadFile file = new ReadFile(uri, size, id, reason);

    assertThat(roundTrip(ReadFileCoder.of(), file)).isEqualTo(file);
  }

  @Test
  void areDeterministic() throws Coder.NonDeterministicException {
    InputFileCoder.of().verifyDeterministic();
    ReadFileCoder.of().verifyDeterministic();
  }

  @Test
  void areFoundByBeam() throws CannotProvideCoderException {
    CoderRegistry registry = CoderRegistry.createDefault();

    assertThat(registry.getCoder(InputFile.class)).isEqualTo(InputFileCoder.of());
    assertThat(registry.getCoder(ReadFile.class)).isEqualTo(ReadFileCoder.of());
  }

  /** Through a copy of the coder, as runners use it. */
  private static <T> T roundTrip(Coder<T> coder, T value) throws CoderException {
    Coder<T> copy = SerializableUtils.clone(coder);
    return CoderUtils.decodeFromByteArray(copy, CoderUtils.encodeToByteArray(coder, value));
  }
}
