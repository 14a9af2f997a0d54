package dev.tireless.wire;

/**
 * The rule for the ids of tenants, topics, subjects and receivers: {@code [A-Za-z0-9._:~-]{1,128}},
 * compared byte by byte.
 */
public final class Names {

  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 128;

  private Names() {}

  /** Whether the text is a name by the rule. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses a text that is no name.
   *
   * @param what whose name it is, for the message: {@code topic}, {@code receiver}
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static void check(String what, String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(
          "A %s is 1 to %s of the characters A-Z a-z 0-9 . _ : ~ -, but it is %s"
              .formatted(what, MAX_LENGTH, describe(text)));
    }
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._:~-".indexOf(c) >= 0;
  }

  private static String describe(String text) {
    if (text.isEmpty()) {
      return "empty";
    }
    return text.length() > MAX_LENGTH
        ? text.length() + " characters long"
        : "'" + withoutControls(text) + "'";
  }

  // A message may end in a log, where a line break could forge a line.
  private static String withoutControls(String text) {
    return text.replaceAll("\\p{Cc}", "?");
  }
}
