package dev.tireless.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DistinctIdsTest {

  private final DistinctIds ids = new DistinctIds(4);

  @Test
  void countsAnIdOnce() {
    assertThat(ids.add("ntf_1")).isTrue();
    assertThat(ids.add("ntf_1")).isFalse();
    assertThat(ids.add("ntf_2")).isTrue();
    assertThat(ids.size()).isEqualTo(2);
  }

  @Test
  void remembersAllWhileItGrows() {
    for (int i = 0; i < 100_000; i++) {
      assertThat(ids.add("ntf_" + i)).isTrue();
    }
    for (int i = 0; i < 100_000; i++) {
      assertThat(ids.add("ntf_" + i)).isFalse();
    }
    assertThat(ids.size()).isEqualTo(100_000);
  }

  @Test
  void refusesCapacityThatIsNoPowerOfTwo() {
    assertThatThrownBy(() -> new DistinctIds(1000)).isInstanceOf(IllegalArgumentException.class);
  }
}
