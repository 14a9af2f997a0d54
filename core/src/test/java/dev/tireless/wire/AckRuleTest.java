package dev.tireless.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AckRuleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP_2XX",
        "BODY:success",
        "BODY:a b=c",
        "BODY:成功",
        "JSON:/code=SUCCESS",
        "JSON:/data/0/ok=true",
        "JSON:/a~1b/~0=x=y",
        "JSON:=ok",
        "JSON:/=0"
      })
  void readsBackItsTextForm(String text) {
    assertThat(AckRule.parse(text)).hasToString(text).isEqualTo(AckRule.parse(text));
  }

  @Test
  void isMadeByNameOrByText() {
    assertThat(AckRule.http2xx()).isEqualTo(AckRule.parse("HTTP_2XX"));
    assertThat(AckRule.body("success")).isEqualTo(AckRule.parse("BODY:success"));
    assertThat(AckRule.json("/code", "SUCCESS")).isEqualTo(AckRule.parse("JSON:/code=SUCCESS"));
  }

  @ParameterizedTest
  @CsvSource({
    "100, false",
    "199, false",
    "200, true",
    "202, true",
    "204, true",
    "299, true",
    "300, false",
    "301, false",
    "304, false",
    "400, false",
    "410, false",
    "500, false",
    "0, false"
  })
  void everyRuleWantsA2xx(int status, boolean ack) {
    assertThat(AckRule.http2xx().isAck(status, bytes("whatever"))).isEqualTo(ack);
    assertThat(AckRule.body("success").isAck(status, bytes("success"))).isEqualTo(ack);
    assertThat(AckRule.json("/code", "0").isAck(status, bytes("{\"code\":0}"))).isEqualTo(ack);
  }

  @ParameterizedTest
  @CsvSource({
    "success, true",
    "'  success\r\n', true",
    "'\u3000success\u2003', true",
    "Success, false",
    "'success!', false",
    "'', false",
    "fail, false"
  })
  void bodyMustEqualTheTokenApartFromSpaceAroundIt(String body, boolean ack) {
    assertThat(AckRule.body("success").isAck(200, bytes(body))).isEqualTo(ack);
  }

  @Test
  void tokenMayBeAnyText() {
    assertThat(AckRule.body("成功").isAck(200, bytes(" 成功\n"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /code=SUCCESS | {"code":"SUCCESS","message":"成功"}    | true
          /code=SUCCESS | {"code":"FAIL"}                       | false
          /code=SUCCESS | {"code":"success"}                    | false
          /code=SUCCESS | {"code":" SUCCESS"}                   | false
          /code=SUCCESS | {"data":{"code":"SUCCESS"}}           | false
          /code=SUCCESS | ["SUCCESS"]                           | false
          /code=SUCCESS | SUCCESS                               | false
          /code=SUCCESS | {"code":"SUCCESS"                     | false
          /code=SUCCESS | {"code":"SUCCESS"} {"code":"FAIL"}    | false
          /code=SUCCESS | {"code":"SUCCESS"} trailing           | false
          /code=SUCCESS | {"code":"FAIL","code":"SUCCESS"}      | false
          /code=SUCCESS | {"code":{"code":"SUCCESS"}}           | false
          /code=SUCCESS | {"code":["SUCCESS"]}                  | false
          /code=SUCCESS | ``                                    | false
          /code=SUCCESS | <html>                                | false
          /code=0       | {"code":0}                            | true
          /code=0       | {"code":"0"}                          | true
          /code=0       | {"code":false}                        | false
          /code=0       | {"code":null}                         | false
          /ok=true      | {"ok":true}                           | true
          /ok=true      | {"ok":"true"}                         | true
          /ok=true      | {"ok":1}                              | false
          /error=null   | {"error":null}                        | true
          /error=null   | {}                                    | false
          /n=12345678901234567890 | {"n":12345678901234567890}  | true
          /n=1.5        | {"n":1.5}                             | true
          /a/1/b=x      | {"a":[{"b":"y"},{"b":"x"}]}           | true
          /a/2/b=x      | {"a":[{"b":"y"},{"b":"x"}]}           | false
          /a~1b=x       | {"a/b":"x"}                           | true
          /~0=x         | {"~":"x"}                             | true
          /=x           | {"":"x"}                              | true
          =ok           | "ok"                                  | true
          =ok           | {"":"ok"}                             | false
          /代码=成功     | {"代码":"成功"}                         | true
          """)
  void jsonMustHaveTheValueAtThePointer(String rule, String body, boolean ack) {
    assertThat(AckRule.parse("JSON:" + rule).isAck(200, bytes(body))).isEqualTo(ack);
  }

  @Test
  void jsonNestedBeyondReasonIsNoAck() {
    String nested = "[".repeat(30_000) + "]".repeat(30_000);

    assertThat(AckRule.json("/code", "0").isAck(200, bytes(nested))).isFalse();
  }

  @Test
  void noiseIsNoAckAndNeverThrows() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("AckRuleTest seed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);

    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThat(AckRule.json("/code", "SUCCESS").isAck(200, noise)).isFalse();
      assertThat(AckRule.body("success").isAck(200, noise)).isFalse();
      assertThat(AckRule.http2xx().isAck(200, noise)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""            | An ack rule is HTTP_2XX, BODY:<token>, JSON:<pointer>=<value> or PULL, but it is ''
          http_2xx      | An ack rule is HTTP_2XX, BODY:<token>, JSON:<pointer>=<value> or PULL, but it is 'http_2xx'
          success       | An ack rule is HTTP_2XX, BODY:<token>, JSON:<pointer>=<value> or PULL, but it is 'success'
          BODY:         | The token of BODY:<token> must not be empty nor have spaces around it, but it is ''
          BODY: success | The token of BODY:<token> must not be empty nor have spaces around it, but it is ' success'
          JSON:/code    | 'JSON:/code' has no '=' between pointer and value
          JSON:/code=   | The value of JSON:<pointer>=<value> is empty
          JSON:code=0   | The pointer of JSON:<pointer>=<value> is made of /members, with ~0 for ~ and ~1 for /, but it is 'code'
          JSON:/a~2=0   | The pointer of JSON:<pointer>=<value> is made of /members, with ~0 for ~ and ~1 for /, but it is '/a~2'
          JSON:/a~=0    | The pointer of JSON:<pointer>=<value> is made of /members, with ~0 for ~ and ~1 for /, but it is '/a~'
          """)
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> AckRule.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BODY:", "JSON:/code="})
  void fitsItsColumn(String start) {
    String longest = start + "x".repeat(AckRule.MAX_TEXT - start.length());

    assertThat(AckRule.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> AckRule.parse(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An ack rule is at most 255 characters long as text, but this one is 256");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
