package org.unabridged.ingestion.tika;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells files of versions that no parser reads from broken ones of those that it does. Programs of
 * the eighties and nineties wrote files under the names that their successors use for OLE2.
 */
final class OldVersions {
  /** What Tika's library says of a file that is no OLE2: its first eight bytes, the last first. */
  private static final Pattern SIGNATURE =
      Pattern.compile("Invalid header signature; read 0x([0-9A-Fa-f]{16})");

  /** First bytes as hexadecimal digits, in the order of the file. */
  private static final List<String> OLD =
      List.of(
          "31be0000", // Word for DOS
          "9ba5", // Word 1 for Windows
          "dba5", // Word 2
          "fe32", // Word 1 for Mac OS
          "fe34", // Word 3
          "fe37", // Word 4, 5
          "eddead0b", // PowerPoint 2, 3
          "0baddeed", // PowerPoint 2, 3 for Mac OS
          "01fe", // Works for DOS, text
          "20540200", // Works, database
          "ff000200", // Works, sheet
          "00000200", // Lotus 1-2-3, Quattro
          "0900040002001000", // Excel 2
          "0900040003001000");

  private OldVersions() {}

  static boolean isOne(String failure) {
    if (failure.contains("OldWordFileFormatException")
        || failure.contains("OldExcelFormatException")
        || failure.contains("OldPowerPointFormatException")) {
      return true;
    }
    Matcher signature = SIGNATURE.matcher(failure);
    return signature.find() && OLD.stream().anyMatch(reversed(signature.group(1))::startsWith);
  }

  private static String reversed(String digits) {
    StringBuilder bytes = new StringBuilder();
    for (int i = digits.length(); i > 0; i -= 2) {
      bytes.append(digits, i - 2, i);
    }
    return bytes.toString().toLowerCase(Locale.ROOT);
  }
}
