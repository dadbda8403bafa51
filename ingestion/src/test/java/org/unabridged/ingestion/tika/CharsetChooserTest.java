package org.unabridged.ingestion.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.tika.metadata.Metadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Each of these letters occurs in both readings of some language, but not of this one. */
  @ParameterizedTest
  @CsvSource({
    "windows-1250,A bérlő köteles a bérleti díjat megfizetni; a szerződés megszűnésekor költségeit ő viseli.",
    "IBM852,A bérlő köteles a bérleti díjat megfizetni; a szerződés megszűnésekor költségeit ő viseli.",
    "windows-1257,Nuomininkas įsipareigoja mokėti nuomą laiku; ši sutartis sudaryta dviem egzemplioriais.",
    "x-MacCentralEurope,Najemca zobowiązuje się płacić czynsz; umowa została zawarta w dwóch egzemplarzach.",
    "x-MacRoman,El contrato termina el día de la firma y no habrá prórroga sin acuerdo de las partes.",
    "IBM865,Leietakeren skal betale leien i tide og avtalen løper så lenge partene ønsker det."
  })
  void tellsLettersOfOneLanguageFromThoseOfOthers(String charset, String text) throws IOException {
    byte[] bytes = text.getBytes(Charset.forName(charset));

    Charset found = detect(bytes, new Metadata());

    assertThat(found).isNotNull();
    assertThat(new String(bytes, found)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16LE,The parties agree.",
    "UTF-16BE,Die Parteien müssen zustimmen.",
    "UTF-32LE,Стороны согласны.",
    "UTF-32BE,契約は有効です。",
    "UTF-16LE,本合同自双方签字盖章之日起生效双方应当严格遵守",
    "UTF-16BE,本合同自双方签字盖章之日起生效双方应当严格遵守"
  })
  void readsWideCharactersWithoutAMark(String charset, String text) throws IOException {
    assertThat(detect(text.getBytes(Charset.forName(charset)), new Metadata()))
        .isEqualTo(Charset.forName(charset));
  }

  @Test
  void takesNoRandomBytesForWideCharacters() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[1_000];
      random.nextBytes(bytes);

      assertThat(WideCharsets.choose(bytes)).as("block %d of seed 5", i).isNull();
    }
  }

  @Test
  void leavesAsciiBinaryAndMarkedTextToOthers() throws IOException {
    assertThat(detect("Plain.".getBytes(StandardCharsets.US_ASCII), new Metadata())).isNull();
    assertThat(detect(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 1, 0, 0, 0}, new Metadata()))
        .isNull();
    assertThat(detect(FRENCH.getBytes(StandardCharsets.UTF_16), new Metadata())).isNull();
    assertThat(detect(new byte[0], new Metadata())).isNull();
  }

  private @Nullable Charset detect(byte[] bytes, Metadata metadata) throws IOException {
    return detector.detect(new ByteArrayInputStream(bytes), metadata);
  }
}
