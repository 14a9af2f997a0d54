package dev.tireless.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeShareTest {

  private final NodeShare share = new NodeShare();

  @ParameterizedTest
  @CsvSource({
    "16,1,16",
    "16,2,8",
    "16,3,6",
    "16,16,1",
    "16,17,1",
    "1,1,1",
    "1,9,1",
    "10000,3,3334"
  })
  void isRoundedUpAndAtLeastOne(int limit, int nodes, int expected) {
    assertThat(NodeShare.of(limit, nodes)).isEqualTo(expected);
  }

  @Test
  void isTheWholeUntilOthersAreFound() {
    assertThat(share.of(10)).isEqualTo(10);
    share.divideBy(4);
    assertThat(share.of(10)).isEqualTo(3);
  }

  @Test
  void isTheWholeOfANodeThatFindsNobodyAlive() {
    share.divideBy(0);

    assertThat(share.of(10)).isEqualTo(10);
  }
}
