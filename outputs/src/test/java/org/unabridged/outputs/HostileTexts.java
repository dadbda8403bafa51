package org.unabridged.outputs;

import java.util.ArrayList;
import java.util.List;

/**
 * Two hundred texts that try to become part of a page: ways to start a script, in ways to leave
 * where the text stands. Each that runs leaves a mark on the page.
 */
final class HostileTexts {
  private static final String DO = "document.documentElement.dataset.executed='yes'";

  private static final List<String> STARTS =
      List.of(
          "<script>" + DO + "</script>",
          "<ScRiPt >" + DO + "</sCrIpT >",
          "<img src=x onerror=\"" + DO + "\">",
          "<svg onload=\"" + DO + "\"></svg>",
          "<svg><script>" + DO + "</script></svg>",
          "<body onload=\"" + DO + "\">",
          "<details open ontoggle=\"" + DO + "\"><summary>x</summary></details>",
          "<input autofocus onfocus=\"" + DO + "\">",
          "<iframe srcdoc=\"<script>parent." + DO + "</script>\"></iframe>",
          "<a href=\"javascript:" + DO + "\">x</a>",
          "<math><mtext><img src=x onerror=\"" + DO + "\"></mtext></math>",
          "<object data=\"javascript:" + DO + "\"></object>",
          "<meta http-equiv=refresh content=\"0;url=javascript:" + DO + "\">",
          "<style>@import 'x';*{display:none}</style>",
          "<base href=\"http://unabridged.invalid/\">",
          "${" + DO + "}",
          "{{" + DO + "}}",
          "javascript:" + DO,
          "\u202e<script>" + DO + "</script>\u2066",
          "<!-- <script> --><script>" + DO + "</script>");

  private static final List<String> EXITS =
      List.of(
          "",
          "</script>",
          "\"'>",
          "</title></style></textarea>",
          "-->",
          "]]>",
          "\\\"};",
          "</noscript><template>",
          "&lt;\u2028\u2029\u0000&#60;",
          "`);//");

  private HostileTexts() {}

  static List<String> all() {
    List<String> texts = new ArrayList<>();
    for (String exit : EXITS) {
      for (String start : STARTS) {
        texts.add(exit + start);
      }
    }
    return texts;
  }
}
