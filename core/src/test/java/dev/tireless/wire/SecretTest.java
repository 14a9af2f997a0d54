package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  private static final String TEXT = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";

  @Test
  void readsAndWritesItsTextForm() {
    assertThat(Secret.parse(TEXT).text()).isEqualTo(TEXT);
  }

  @Test
  void readsATextWithoutPadding() {
    String withoutPadding = TEXT.replace("=", "");

    assertThat(Secret.parse(withoutPadding)).isEqualTo(Secret.parse(TEXT));
    assertThat(Secret.parse(withoutPadding).text()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 25, 26, 32, 63, 64})
  void has24To64Bytes(int length) {
    String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);

    assertThat(Secret.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 65, 1000})
  void refusesAnyOtherLength(int length) {
    String text = "whsec_" + Base64.getEncoder().encodeToString(new byte[length]);

    assertThatThrownBy(() -> Secret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A secret has 24 to 64 bytes, but this one has " + length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                | A secret starts with whsec_
          MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=       | A secret starts with whsec_
          WHSEC_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY= | A secret starts with whsec_
          whsk_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=  | A secret starts with whsec_
          whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0d!Y= | A secret is whsec_ and base64, but this is not
          whsec_MDEy MzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY | A secret is whsec_ and base64, but this is not
          whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY== | A secret is whsec_ and base64, but this is not
          """)
  void saysWhatIsWrongWithoutShowingIt(String text, String message) {
    assertThatThrownBy(() -> Secret.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message)
        .hasNoCause();
  }

  @Test
  void neverShowsItsKeyByAccident() {
    assertThat(Secret.parse(TEXT)).hasToString("whsec_***");
  }

  @Test
  void generatesANewOneOf32BytesEachTime() {
    SecureRandom random = new SecureRandom();
    Secret one = Secret.generate(random);
    byte[] key = Base64.getDecoder().decode(one.text().substring("whsec_".length()));

    assertThat(key).hasSize(32);
    assertThat(one).isNotEqualTo(Secret.generate(random));
    assertThat(Secret.parse(one.text())).isEqualTo(one).hasSameHashCodeAs(one);
  }
}
