package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "recharge.completed", "T-2026:11_22~1", ".", "-", "~"})
  void acceptsNames(String text) {
    Names.check("subject", text);
    assertThat(Names.isName(text)).isTrue();
  }

  @Test
  void acceptsExactlyTheCharactersOfItsPattern() {
    IntStream.rangeClosed(0, 0xffff)
        .mapToObj(Character::toString)
        .forEach(c -> assertThat(Names.isName(c)).isEqualTo(c.matches("[A-Za-z0-9._:~-]")));
  }

  @Test
  void acceptsUpTo128Characters() {
    assertThat(Names.isName("x".repeat(128))).isTrue();
    assertThat(Names.isName("x".repeat(129))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "充值", " a", "a=", "😀"})
  void showsWhatItRefuses(String text) {
    assertThatThrownBy(() -> Names.check("topic", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A topic is 1 to 128 of the characters A-Z a-z 0-9 . _ : ~ -, but it is '%s'", text);
  }

  @Test
  void refusesNothingAtAll() {
    assertThatThrownBy(() -> Names.check("tenant", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but it is empty");
  }

  @Test
  void doesNotRepeatATextThatIsTooLong() {
    assertThatThrownBy(() -> Names.check("receiver", "x".repeat(1_000_000)))
        .hasMessageEndingWith("but it is 1000000 characters long");
  }

  @Test
  void putsNoLineBreakIntoItsMessage() {
    assertThatThrownBy(() -> Names.check("topic", "a\r\nERROR forged"))
        .hasMessageEndingWith("'a??ERROR forged'");
  }
}
