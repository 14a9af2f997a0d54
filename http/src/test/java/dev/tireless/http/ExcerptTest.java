package dev.tireless.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExcerptTest {

  @Test
  void leavesPlainTextAsItIs() {
    assertThat(excerpt("{\"code\":\"成功\"} 😀", 100)).isEqualTo("{\"code\":\"成功\"} 😀");
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(excerpt("水水", 5)).isEqualTo("水");
    assertThat(excerpt("a😀", 4)).isEqualTo("a");
    assertThat(excerpt("a😀", 5)).isEqualTo("a😀");
  }

  @Test
  void isOneLineWithoutControlCharacters() {
    assertThat(excerpt("a\r\nb\tc\0d\u001b[31me\u007f\u0085", 100))
        .isEqualTo("a  b c\uFFFDd\uFFFD[31me\uFFFD\uFFFD");
    assertThat(excerpt("a\u2028b\u2029c", 100)).isEqualTo("a b c");
  }

  @Test
  void keepsNobodyFromReadingFromLeftToRight() {
    assertThat(excerpt("a\u202Eb\u2066c\uFEFF", 100)).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
  }

  @Test
  void replacesBytesThatAreNoText() {
    byte[] bytes = {'a', (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'};
    assertThat(Excerpt.of(bytes, 100)).matches("a\uFFFD+b");
  }

  @Test
  void isValidAndNoLongerThanAllowedWhateverTheBytesAre() {
    for (long seed = 0; seed < 500; seed++) {
      byte[] bytes = new byte[2000];
      new Random(seed).nextBytes(bytes);
      byte[] excerpt = Excerpt.of(bytes, 1024).getBytes(StandardCharsets.UTF_8);
      assertThat(excerpt).as("seed %d", seed).hasSizeLessThanOrEqualTo(1024);
      assertThat(new String(excerpt, StandardCharsets.UTF_8).codePoints())
          .as("seed %d", seed)
          .noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
    }
  }

  private static String excerpt(String text, int maxBytes) {
    return Excerpt.of(text.getBytes(StandardCharsets.UTF_8), maxBytes);
  }
}
