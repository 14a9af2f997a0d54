package dev.tireless.demo.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @TempDir Path folder;
  private String jars = "";

  @BeforeEach
  void makeJars() throws IOException {
    jars = Files.createFile(folder.resolve("service.jar")).toString();
  }

  @Test
  void usesThePortsOfTheSourceDocument() {
    Options options = parse();
    assertThat(options.rechargePort()).isEqualTo(8094);
    assertThat(options.accountPort()).isEqualTo(8096);
    assertThat(options.once()).isFalse();
    assertThat(options.kills()).isEqualTo(5);
    assertThat(options.seed()).isNull();
  }

  @Test
  void takesWhatIsGiven() {
    Options options = parse("--once", "--kills=50", "--seed=-7", "--account-port=9000");
    assertThat(options.once()).isTrue();
    assertThat(options.kills()).isEqualTo(50);
    assertThat(options.seed()).isEqualTo(-7L);
    assertThat(options.accountPort()).isEqualTo(9000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--twice",
        "once",
        "--once=yes",
        "--kills",
        "--kills=0",
        "--kills=many",
        "--seed=",
        "--scheme=3"
      })
  void namesTheArgumentThatMakesNoSense(String argument) {
    assertThatThrownBy(() -> parse(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(argument.replaceAll("=.*", ""));
  }

  @Test
  void namesTheJarThatIsMissing() {
    assertThatThrownBy(() -> Options.parse("--recharge=nowhere.jar"))
        .hasMessageContaining("--recharge=<file> must name a file, not ")
        .hasMessageContaining("nowhere.jar");
  }

  private Options parse(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("recharge", "account", "broker", "server", "notifier").stream()
                .map(name -> "--" + name + "=" + jars)
                .toList());
    arguments.addAll(List.of(more));
    return Options.parse(arguments.toArray(String[]::new));
  }
}
