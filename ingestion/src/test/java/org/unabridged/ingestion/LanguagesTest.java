package org.unabridged.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | This Agreement shall be governed by and construed in accordance with the laws of the State.",
        "de | Dieser Vertrag unterliegt dem Recht der Bundesrepublik Deutschland und tritt mit"
            + " Unterzeichnung in Kraft.",
        "fr | Le présent contrat est régi par le droit français et prend effet à la date de sa signature.",
        "es | El presente contrato se regirá por las leyes españolas y entrará en vigor a la firma.",
        "it | Il presente contratto è disciplinato dalla legge italiana ed entra in vigore alla firma.",
        "pl | Niniejsza umowa podlega prawu polskiemu i wchodzi w życie z dniem podpisania przez strony.",
        "nl | Deze overeenkomst wordt beheerst door Nederlands recht en treedt in werking na ondertekening.",
        "ru | Настоящий договор регулируется законодательством Российской Федерации и вступает в силу.",
        "uk | Цей договір регулюється законодавством України і набирає чинності з дня його підписання.",
        "el | Η παρούσα σύμβαση διέπεται από το ελληνικό δίκαιο και τίθεται σε ισχύ με την υπογραφή της.",
        "ar | يخضع هذا العقد لقوانين المملكة ويفسر وفقا لها ويدخل حيز التنفيذ من تاريخ توقيعه.",
        "he | הסכם זה כפוף לדיני המדינה ויפורש על פיהם, והצדדים מתחייבים לקיימו במלואו.",
        "hi | यह अनुबंध भारत के कानूनों द्वारा शासित होगा और हस्ताक्षर की तारीख से लागू होगा।",
        "zh | 本合同受中华人民共和国法律管辖并按其解释，自双方签字盖章之日起生效，双方应当严格遵守。",
        "ja | 本契約は日本法に準拠し、これに従って解釈されるものとし、署名の日から効力を生じる。",
        "ko | 본 계약은 대한민국 법률에 따라 해석되며 양 당사자가 서명한 날부터 효력을 발생한다."
      })
  void tellsTheLanguage(String language, String text) {
    assertThat(Languages.of(text)).first().isEqualTo(new LanguageShare(language, 1));
  }

  @Test
  void saysSoWhenThereIsTooLittleText() {
    assertThat(Languages.of("12.05.2024 / 4711"))
        .containsExactly(new LanguageShare(LanguageShare.UNDETERMINED, 1));
  }

  @Test
  void hasNoneForNoText() {
    assertThat(Languages.of("")).isEmpty();
  }

  @Test
  void ignoresAStrayLanguageInALongText() {
    String english =
        "This Agreement shall be governed by and construed in accordance with the laws of the State."
            + " Each party shall keep the information of the other party confidential.\n";

    assertThat(Languages.of(english.repeat(500))).containsExactly(new LanguageShare("en", 1));
  }

  @Test
  void tellsTheLanguagesOfAMixedTextWithTheirShares() {
    String english =
        "This Agreement shall be governed by and construed in accordance with the laws of the State.\n";
    String german =
        "Dieser Vertrag unterliegt dem Recht der Bundesrepublik Deutschland und tritt in Kraft.\n";

    List<LanguageShare> languages = Languages.of(english.repeat(40) + german.repeat(20));

    assertThat(languages).extracting(LanguageShare::language).containsExactly("en", "de");
    assertThat(languages.get(0).share()).isBetween(0.6, 0.75);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tr | Bu sözleşme Türkiye Cumhuriyeti kanunlarına tabidir ve taraflarca imzalandığı tarihte yürürlüğe girer.",
        "az-Latn | Bu müqavilə Azərbaycan Respublikasının qanunvericiliyi ilə tənzimlənir və imzalandığı gündən"
            + " qüvvəyə minir.",
        "sr-Cyrl | Овај уговор се тумачи у складу са законима Републике Србије, а спорове решава надлежни суд.",
        "zh-Hant | 本合約受中華民國法律管轄，任何一方得於三十日前以書面通知終止，雙方應當遵守本合約之規定。",
        "ka | ეს ხელშეკრულება რეგულირდება საქართველოს კანონმდებლობით და ძალაშია ხელმოწერის დღიდან.",
        "am | ይህ ውል በኢትዮጵያ ሕግ መሠረት ይተዳደራል፤ ከተፈረመበት ቀን ጀምሮ የጸና ይሆናል።",
        "sw | Mkataba huu utatawaliwa na sheria za nchi na utaanza kutumika siku ya kutiwa saini na wahusika.",
        "eu | Kontratu hau sinatzen den egunean sartuko da indarrean eta alderdiek bete beharko dute.",
        "yo | Olúkúlùkù ló ní ẹ̀tọ́ sí òmìnira láti ṣe àdéhùn ní ìlànà òfin orílẹ̀-èdè rẹ̀."
      })
  void tellsScriptsAndSmallerLanguages(String language, String text) {
    assertThat(Languages.of(text)).first().isEqualTo(new LanguageShare(language, 1));
  }

  @Test
  void saysSoWhenNobodyKnowsTheScript() {
    assertThat(Languages.of("𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷𐌹𐌺𐌻𐌼𐌽𐌾𐌿𐍀𐌰𐌱𐌲𐌳𐌴𐌵𐌶𐌷"))
        .containsExactly(new LanguageShare(LanguageShare.UNDETERMINED, 1));
  }
}
