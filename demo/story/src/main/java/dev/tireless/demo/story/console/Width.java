package dev.tireless.demo.story.console;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/** How many columns of a terminal a text takes: a Chinese character takes two. */
final class Width {

  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  /** The text with spaces behind it, up to a width. */
  static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  private static int of(int codePoint) {
    boolean fullWidthForm = codePoint >= 0xFF01 && codePoint <= 0xFF60;
    boolean punctuation = codePoint >= 0x3000 && codePoint <= 0x303F;
    return fullWidthForm || punctuation || WIDE.contains(UnicodeScript.of(codePoint)) ? 2 : 1;
  }
}
