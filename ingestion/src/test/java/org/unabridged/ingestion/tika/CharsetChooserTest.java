package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading texts back in charsets that they don't name. */
class CharsetChooserTest {
  private static final String FRENCH =
      "Le présent contrat est conclu pour une durée indéterminée ; il peut être résilié à tout moment.";

  private final PlausibleCharsetDetector detector = new PlausibleCharsetDetector();

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "IBM850", "x-MacRoman", "ISO-8859-15"})
  void readsFrenchInWhicheverCharset(String charset) throws IOException {
    byte[] bytes = FRENCH.getBytes(Charset.forName(charset));

    Charset found = detect(bytes, new Metadata());

    assertThat(found).isNotNull();
    assertThat(new String(bytes, found)).isEqualTo(FRENCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1251", "KOI8-R", "IBM866", "x-MacCyrillic", "ISO-8859-5"})
  void readsCapitalsAsCapitals(String charset) throws IOException {
    String heading = "ДОГОВОР АРЕНДЫ НЕЖИЛОГО ПОМЕЩЕНИЯ";
    byte[] bytes = heading.getBytes(Charset.forName(charset));

    Charset found = detect(bytes, new Metadata());

    assertThat(found).isNotNull();
    assertThat(new String(bytes, found)).isEqualTo(heading);
  }

  @Test
  void findsTheOnlyAccentAfterPagesOfAscii() throws IOException {
    String text = "The parties agree.\n".repeat(20_000) + FRENCH;
    byte[] bytes = text.getBytes(Charset.forName("IBM850"));

    Charset found = detect(bytes, new Metadata());

    assertThat(found).isNotNull();
    assertThat(new String(bytes, found)).isEqualTo(text);
  }

  @Test
  void keepsTheDeclaredCharsetWhenTheBytesAgree() throws IOException {
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, "text/plain; charset=ISO-8859-5");

    assertThat(detect(FRENCH.getBytes(StandardCharsets.ISO_8859_1), metadata))
        .isEqualTo(Charset.forName("ISO-8859-5"));
  }

  @Test
  void doubtsADeclaredCharsetThatTheBytesContradict() throws IOException {
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, "text/plain; charset=US-ASCII");
    byte[] bytes = FRENCH.getBytes(Charset.forName("windows-1252"));

    Charset found = detect(bytes, metadata);

    assertThat(found).isNotNull();
    assertThat(new String(bytes, found)).isEqualTo(FRENCH);
  }

  @Test
  void leavesAsciiZeroBytesAndMarkedTextToOthers() throws IOException {
    assertThat(detect("Plain.".getBytes(StandardCharsets.US_ASCII), new Metadata())).isNull();
    assertThat(detect(FRENCH.getBytes(StandardCharsets.UTF_16LE), new Metadata())).isNull();
    assertThat(detect(FRENCH.getBytes(StandardCharsets.UTF_16), new Metadata())).isNull();
    assertThat(detect(new byte[0], new Metadata())).isNull();
  }

  private @Nullable Charset detect(byte[] bytes, Metadata metadata) throws IOException {
    return detector.detect(new ByteArrayInputStream(bytes), metadata);
  }
}
