package dev.tireless.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Makes text that somebody else chose fit to be stored, logged and shown: one line, valid, without
 * characters that move the cursor or turn the direction of writing.
 */
final class Excerpt {

  private static final int REPLACEMENT = '\uFFFD';

  private Excerpt() {}

  /** The beginning of the bytes read as UTF-8; at most so many bytes of UTF-8 again. */
  static String of(byte[] bytes, int maxBytes) {
    int length = Math.min(bytes.length, maxBytes);
    return of(decode(bytes, length, bytes.length > length), maxBytes);
  }

  /** The beginning of the text; at most so many bytes of UTF-8. */
  static String of(String text, int maxBytes) {
    StringBuilder line = new StringBuilder();
    int room = maxBytes;
    for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
      int harmless = harmless(text.codePointAt(at));
      room -= utf8Length(harmless);
      if (room < 0) {
        break;
      }
      line.appendCodePoint(harmless);
    }
    return line.toString().strip();
  }

  // Without an end of input, a character that was cut in two is left out and not replaced.
  private static String decode(byte[] bytes, int length, boolean cut) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer chars = CharBuffer.allocate(length);
    decoder.decode(ByteBuffer.wrap(bytes, 0, length), chars, !cut);
    return chars.flip().toString();
  }

  private static int harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> Character.isWhitespace(c) ? ' ' : REPLACEMENT;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> REPLACEMENT;
      default -> c;
    };
  }

  private static int utf8Length(int c) {
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    return c < 0x10000 ? 3 : 4;
  }
}
