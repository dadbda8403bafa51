package org.unabridged.ingestion.tika;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charsets of texts that don't say theirs, and how common each is. */
final class LegacyCharsets {
  /** Natural logarithms of rough odds. They only decide where the text does not. */
  private static final Map<Double, List<String>> NAMES_BY_ODDS =
      Map.of(
          1.0,
          List.of("windows-1252"),
          0.0,
          List.of(
              "windows-1250",
              "windows-1251",
              "windows-1253",
              "windows-1254",
              "windows-1255",
              "windows-1256",
              "windows-1257",
              "windows-1258",
              "windows-874",
              "windows-31j",
              "GB18030",
              "x-windows-949",
              "Big5-HKSCS",
              "EUC-JP",
              "ISO-2022-JP"),
          -2.0,
          List.of(
              "ISO-8859-2",
              "ISO-8859-5",
              "ISO-8859-6",
              "ISO-8859-7",
              "ISO-8859-8",
              "ISO-8859-9",
              "ISO-8859-15",
              "KOI8-R",
              "KOI8-U",
              "Shift_JIS",
              "GBK",
              "EUC-KR",
              "Big5",
              "TIS-620"),
          -3.0,
          List.of("IBM850", "IBM437"),
          -4.0,
          List.of(
              "IBM852",
              "IBM866",
              "IBM855",
              "IBM857",
              "IBM00858",
              "IBM737",
              "IBM775",
              "ISO-8859-3",
              "ISO-8859-4",
              "ISO-8859-13",
              "ISO-8859-16",
              "x-MacRoman",
              "ISO-2022-KR",
              "EUC-TW"),
          -6.0,
          List.of(
              "IBM860",
              "IBM861",
              "IBM862",
              "IBM863",
              "IBM864",
              "IBM865",
              "IBM869",
              "x-MacCentralEurope",
              "x-MacCyrillic",
              "x-MacUkraine",
              "x-MacGreek",
              "x-MacTurkish",
              "x-MacIceland",
              "x-MacCroatian",
              "x-MacRomania",
              "x-Johab"));

  private static final Map<Charset, Double> AVAILABLE = available();

  private LegacyCharsets() {}

  /** Those that this Java platform has (some lack the module jdk.charsets), most common first. */
  static Map<Charset, Double> odds() {
    return AVAILABLE;
  }

  private static Map<Charset, Double> available() {
    Map<Charset, Double> odds = new LinkedHashMap<>();
    NAMES_BY_ODDS.entrySet().stream()
        .sorted(Map.Entry.<Double, List<String>>comparingByKey().reversed())
        .forEach(
            entry ->
                entry.getValue().stream()
                    .filter(Charset::isSupported)
                    .forEach(name -> odds.put(Charset.forName(name), entry.getKey())));
    return odds;
  }
}
