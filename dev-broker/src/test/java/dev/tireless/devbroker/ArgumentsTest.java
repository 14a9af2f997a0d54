package dev.tireless.devbroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

  @Test
  void readsWhatIsGivenAndPresetsTheRest() {
    Arguments arguments =
        Arguments.parse("--home=broker", "--topics=a,b", "--broker.transactionCheckMax=3");

    assertThat(arguments.home()).isEqualTo(Path.of("broker").toAbsolutePath());
    assertThat(arguments.nameServerPort()).isEqualTo(9876);
    assertThat(arguments.brokerPort()).isEqualTo(10911);
    assertThat(arguments.topics()).containsExactly("a", "b");
    assertThat(arguments.groups()).isEmpty();
    assertThat(arguments.broker()).containsEntry("transactionCheckMax", "3");
    assertThat(arguments.whileParentLives()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --topics=a                           | --home
          --home=x --broker-port=1             | --broker-port is 1000 to 65000, not '1'
          --home=x --broker-port=65001         | --broker-port is 1000 to 65000
          --home=x --name-server-port=abc      | --name-server-port is 1000 to 65000
          --home=x --what=1                    | What is '--what'
          --home=x stray                       | What is 'stray'
          --home=x --while-parent-lives=yes    | What is '--while-parent-lives' with the value 'yes'
          --home                               | What is '--home' with the value ''
          """)
  void saysWhatIsWrong(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arguments.parse(line.split(" ", -1)))
        .withMessageContaining(message);
  }
}
