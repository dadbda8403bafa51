package org.unabridged.inference.tokenizer;

/** The five kinds of characters that the splitting into pieces tells apart. */
final class CharacterClass {

  static final byte OTHER = 0;
  static final byte LETTER = 1; // letters and combining marks
  static final byte NUMBER = 2;
  static final byte SPACE = 3; // white space but for line ends
  static final byte LINE_END = 4; // carriage return and line feed

  /**
   * Letters and marks that Unicode assigned after version 13, which is that of JDK 17, up to
   * version 16: first and last of each range. With them the classes are those of version 16 on
   * every JDK.
   */
  private static final int[] NEWER_LETTERS = {
    0x870, 0x887, 0x889, 0x88E, 0x897, 0x89F, 0x8B5, 0x8B5, 0x8C8, 0x8D2, 0xC3C, 0xC3C, 0xC5D,
    0xC5D, 0xCDD, 0xCDD, 0xCF3, 0xCF3, 0xECE, 0xECE, 0x170D, 0x170D, 0x1715, 0x1715, 0x171F, 0x171F,
    0x180F, 0x180F, 0x1AC1, 0x1ACE, 0x1B4C, 0x1B4C, 0x1C89, 0x1C8A, 0x1DFA, 0x1DFA, 0x2C2F, 0x2C2F,
    0x2C5F, 0x2C5F, 0x9FFD, 0x9FFF, 0xA7C0, 0xA7C1, 0xA7CB, 0xA7CD, 0xA7D0, 0xA7D1, 0xA7D3, 0xA7D3,
    0xA7D5, 0xA7DC, 0xA7F2, 0xA7F4, 0x10570, 0x1057A, 0x1057C, 0x1058A, 0x1058C, 0x10592, 0x10594,
    0x10595, 0x10597, 0x105A1, 0x105A3, 0x105B1, 0x105B3, 0x105B9, 0x105BB, 0x105BC, 0x105C0,
    0x105F3, 0x10780, 0x10785, 0x10787, 0x107B0, 0x107B2, 0x107BA, 0x10D4A, 0x10D65, 0x10D69,
    0x10D6D, 0x10D6F, 0x10D85, 0x10EC2, 0x10EC4, 0x10EFC, 0x10EFF, 0x10F70, 0x10F85, 0x11070,
    0x11075, 0x110C2, 0x110C2, 0x1123F, 0x11241, 0x11380, 0x11389, 0x1138B, 0x1138B, 0x1138E,
    0x1138E, 0x11390, 0x113B5, 0x113B7, 0x113C0, 0x113C2, 0x113C2, 0x113C5, 0x113C5, 0x113C7,
    0x113CA, 0x113CC, 0x113D3, 0x113E1, 0x113E2, 0x11740, 0x11746, 0x11AB0, 0x11ABF, 0x11BC0,
    0x11BE0, 0x11F00, 0x11F10, 0x11F12, 0x11F3A, 0x11F3E, 0x11F42, 0x11F5A, 0x11F5A, 0x12F90,
    0x12FF0, 0x1342F, 0x1342F, 0x13440, 0x13455, 0x13460, 0x143FA, 0x16100, 0x1612F, 0x16A70,
    0x16ABE, 0x16D40, 0x16D6C, 0x18CFF, 0x18CFF, 0x1AFF0, 0x1AFF3, 0x1AFF5, 0x1AFFB, 0x1AFFD,
    0x1AFFE, 0x1B11F, 0x1B122, 0x1B132, 0x1B132, 0x1B155, 0x1B155, 0x1CF00, 0x1CF2D, 0x1CF30,
    0x1CF46, 0x1DF00, 0x1DF1E, 0x1DF25, 0x1DF2A, 0x1E030, 0x1E06D, 0x1E08F, 0x1E08F, 0x1E290,
    0x1E2AE, 0x1E4D0, 0x1E4EF, 0x1E5D0, 0x1E5F0, 0x1E7E0, 0x1E7E6, 0x1E7E8, 0x1E7EB, 0x1E7ED,
    0x1E7EE, 0x1E7F0, 0x1E7FE, 0x2A6DE, 0x2A6DF, 0x2B735, 0x2B739, 0x2EBF0, 0x2EE5D, 0x31350,
    0x323AF
  };

  /** Numbers assigned since then. */
  private static final int[] NEWER_NUMBERS = {
    0x10D40, 0x10D49, 0x116D0, 0x116E3, 0x11BF0, 0x11BF9, 0x11F50, 0x11F59, 0x16130, 0x16139,
    0x16AC0, 0x16AC9, 0x16D70, 0x16D79, 0x1CCF0, 0x1CCF9, 0x1D2C0, 0x1D2D3, 0x1E4F0, 0x1E4F9,
    0x1E5F1, 0x1E5FA
  };

  private static final byte[] BASIC_PLANE = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

  static {
    for (int codePoint = 0; codePoint < BASIC_PLANE.length; codePoint++) {
      BASIC_PLANE[codePoint] = classify(codePoint);
    }
  }

  private CharacterClass() {}

  /** Class of a character of the Basic Multilingual Plane; of a lone surrogate: {@link #OTHER}. */
  static byte ofBasic(char character) {
    return BASIC_PLANE[character];
  }

  /** Class of any code point. */
  static byte of(int codePoint) {
    return codePoint < BASIC_PLANE.length ? BASIC_PLANE[codePoint] : classify(codePoint);
  }

  private static byte classify(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r') {
      return LINE_END;
    }
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          SPACE;
      case Character.CONTROL ->
          (codePoint >= '\t' && codePoint < '\r') || codePoint == 0x85 ? SPACE : OTHER;
      case Character.UNASSIGNED -> newer(codePoint);
      default -> OTHER;
    };
  }

  private static byte newer(int codePoint) {
    if (contains(NEWER_LETTERS, codePoint)) {
      return LETTER;
    }
    return contains(NEWER_NUMBERS, codePoint) ? NUMBER : OTHER;
  }

  private static boolean contains(int[] ranges, int codePoint) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (codePoint >= ranges[i] && codePoint <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
