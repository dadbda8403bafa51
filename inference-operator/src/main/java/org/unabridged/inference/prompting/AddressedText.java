package org.unabridged.inference.prompting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a document that speaks to a model: marks of chat templates, pretended calls and system
 * prompts, and orders that only a machine would take, in the languages in which contracts and
 * attacks are written most. It is shown to the model as it is, as text; that it is there is worth a
 * warning.
 */
public final class AddressedText {

  /** More than these are not counted. */
  private static final int MOST = 100;

  private static final String MARKS =
      "<[|｜][^\\n<>]{1,40}[|｜]>|</?think>|</?tool_(?:call|response)s?>|<function=|\\[/?INST\\]"
          + "|<</?SYS>>|\\[/?SYSTEM(?:_PROMPT)?\\]|</?(?:start|end)_of_turn>"
          + "|\\b(?:begin|end|new)\\s{1,4}(?:of\\s{1,4})?system\\s{1,4}prompt"
          + "|\"(?:tool_calls|function_call)\"\\s{0,4}:";

  // Gaps are bounded, so that time is linear in the text.
  private static final String ENGLISH =
      "\\b(?:ignore|disregard|forget|override)\\s{1,4}(?:all\\s{1,4}|any\\s{1,4})?"
          + "(?:of\\s{1,4})?(?:the\\s{1,4}|your\\s{1,4}|my\\s{1,4})?"
          + "(?:previous|prior|above|earlier|preceding|system)\\s{1,4}"
          + "(?:instructions?|prompts?|messages?|directions?)"
          + "|\\b(?:ignore|forget)\\s{1,4}(?:(?:all|everything|the)\\s{1,4}){1,2}above\\b"
          + "|\\byou\\s{1,4}are\\s{1,4}(?:now\\s{1,4})?an?\\s{1,4}"
          + "(?:ai|large\\s{1,4}language\\s{1,4}model|language\\s{1,4}model|llm|chatbot"
          + "|helpful\\s{1,4}assistant)\\b"
          + "|\\b(?:attention|note\\s{1,4}to|dear|hey)[\\s:,]{1,4}(?:the\\s{1,4})?"
          + "(?:ai|llm|language\\s{1,4}model|chatbot)\\b"
          + "|\\b(?:reveal|print|repeat|output)\\s{1,4}(?:the|your)\\s{1,4}system\\s{1,4}prompt";

  private static final String GERMAN =
      "\\b(?:ignorier|vergiss|vergess|missacht)(?:en?)?\\s{1,4}(?:sie\\s{1,4})?"
          + "(?:(?:alle[sn]?|die|das|jegliche)\\s{1,4}){0,2}(?:vorherigen?|obigen?|bisherigen?"
          + "|vorangegangenen?|früheren?|obenstehenden?)\\b"
          + "(?:\\s{1,4}(?:anweisung|instruktion|befehl|vorgabe|text)\\w{0,3})?";

  private static final String FRENCH =
      "\\b(?:ignore[zr]?|oublie[zr]?)\\s{1,4}(?:(?:toutes?|tout|les|ce)\\s{1,4}){0,2}"
          + "(?:(?:instructions|consignes|directives|textes?)\\s{1,4}"
          + "(?:précédentes?|ci-dessus|antérieures?)|qui\\s{1,4}précède)";

  private static final String SPANISH_AND_PORTUGUESE =
      "\\b(?:ignor[ae]|olvid[ae]|esqueça|desconsidere)n?\\s{1,4}(?:(?:todas?|todo|las|lo|as|o)"
          + "\\s{1,4}){0,2}(?:(?:instrucciones|indicaciones|instruções|órdenes)\\s{1,4})?"
          + "(?:anterior(?:es)?|previas|de\\s{1,4}arriba|acima)\\b";

  private static final String ITALIAN =
      "\\b(?:ignora|dimentica)(?:te|re)?\\s{1,4}(?:(?:tutte|tutto|le)\\s{1,4}){0,2}"
          + "(?:(?:istruzioni|indicazioni)\\s{1,4}precedenti|quanto\\s{1,4}sopra)";

  private static final String RUSSIAN =
      "(?:про)?(?:игнорируй|забудь)(?:те)?\\s{1,4}(?:(?:все|всё)\\s{1,4})?"
          + "(?:предыдущие|вышеуказанные|прежние|вышесказанное|вышеизложенное)"
          + "(?:\\s{1,4}(?:инструкции|указания|команды))?";

  private static final String ARABIC =
      "(?:تجاهل|تجاهلوا|انس)\\s{1,4}(?:(?:جميع|كل|كافة)\\s{1,4})?"
          + "(?:(?:التعليمات|الأوامر|التوجيهات)\\s{1,4}(?:السابقة|أعلاه|المذكورة)|ما\\s{1,4}(?:سبق|ورد))";

  private static final String CHINESE_JAPANESE_AND_KOREAN =
      "(?:忽略|忽視|无视|無視|忘记|忘記|不要理会)[^。\\n]{0,8}(?:上述|以上|之前|前面|先前|上面)"
          + "(?:[^。\\n]{0,6}(?:指令|指示|说明|說明|内容|內容|提示|命令))?"
          + "|(?:以上|上記|これまで|前)の[^。\\n]{0,6}(?:指示|命令|プロンプト|内容)[^。\\n]{0,6}(?:無視|忘れ)"
          + "|(?:위|이전|앞)의?\\s{0,2}(?:모든\\s{0,2})?(?:지시|명령|내용|프롬프트)[^.\\n]{0,6}(?:무시|잊)";

  private static final Pattern PATTERN =
      Pattern.compile(
          String.join(
              "|",
              MARKS,
              ENGLISH,
              GERMAN,
              FRENCH,
              SPANISH_AND_PORTUGUESE,
              ITALIAN,
              RUSSIAN,
              ARABIC,
              CHINESE_JAPANESE_AND_KOREAN),
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  /** What the pattern can begin with: it is tried nowhere else. */
  private static final List<String> BEGINNINGS =
      List.of(
          "<",
          "[",
          "\"tool_calls\"",
          "\"function_call\"",
          "begin",
          "end",
          "new",
          "ignor",
          "disregard",
          "forget",
          "override",
          "you",
          "attention",
          "note",
          "dear",
          "hey",
          "reveal",
          "print",
          "repeat",
          "output",
          "vergiss",
          "vergess",
          "missacht",
          "oublie",
          "olvid",
          "esqueça",
          "desconsidere",
          "dimentica",
          "игнорируй",
          "проигнорируй",
          "забудь",
          "تجاهل",
          "انس",
          "忽略",
          "忽視",
          "无视",
          "無視",
          "忘记",
          "忘記",
          "不要理会",
          "以上の",
          "上記の",
          "これまでの",
          "前の",
          "위",
          "이전",
          "앞");

  private static final Map<Character, List<String>> BY_FIRST = byFirst();

  /** Longer than any match. */
  private static final int LONGEST = 200;

  private static final int LATIN = 0x80;
  private static final boolean[] LATIN_FIRST = new boolean[LATIN];

  static {
    BY_FIRST.keySet().stream().filter(first -> first < LATIN).forEach(c -> LATIN_FIRST[c] = true);
  }

  private AddressedText() {}

  private static Map<Character, List<String>> byFirst() {
    Map<Character, List<String>> lists = new HashMap<>();
    for (String beginning : BEGINNINGS) {
      char first = beginning.charAt(0);
      for (char each : new char[] {first, Character.toUpperCase(first)}) {
        List<String> list = lists.computeIfAbsent(each, key -> new ArrayList<>());
        if (!list.contains(beginning)) {
          list.add(beginning);
        }
      }
    }
    return lists;
  }

  /**
   * A passage that speaks to a model.
   *
   * @param start first UTF-16 offset
   * @param end offset after the last
   */
  public record Passage(int start, int end) {}

  /** The passages of a text, in order, the first {@value #MOST}. */
  public static List<Passage> find(String text) {
    List<Passage> passages = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
    for (int at = 0; at < text.length() && passages.size() < MOST; at++) {
      if (canBegin(text, at)) {
        matcher.region(at, Math.min(text.length(), at + LONGEST));
        if (matcher.lookingAt()) {
          passages.add(new Passage(at, matcher.end()));
          at = matcher.end() - 1;
        }
      }
    }
    return passages;
  }

  /** The same with the pattern tried at every character, some fifty times slower. */
  static List<Passage> findEverywhere(String text) {
    List<Passage> passages = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(text);
    while (passages.size() < MOST && matcher.find()) {
      passages.add(new Passage(matcher.start(), matcher.end()));
    }
    return passages;
  }

  private static boolean canBegin(String text, int at) {
    char first = text.charAt(at);
    if (first < LATIN && (!LATIN_FIRST[first] || isInsideWord(text, at))) {
      return false;
    }
    List<String> beginnings = BY_FIRST.get(first);
    if (beginnings != null) {
      for (String beginning : beginnings) {
        if (text.regionMatches(true, at, beginning, 0, beginning.length())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a letter follows another: all beginnings in Latin letters are beginnings of words. */
  private static boolean isInsideWord(String text, int at) {
    return at > 0 && isLatinLetter(text.charAt(at)) && isLatinLetter(text.charAt(at - 1));
  }

  private static boolean isLatinLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
