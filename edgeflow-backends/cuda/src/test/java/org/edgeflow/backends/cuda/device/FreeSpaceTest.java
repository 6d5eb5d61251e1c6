package org.edgeflow.backends.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {

  @Test
  void theSmallestStretchThatSufficesIsTaken() {
    FreeSpace space = new FreeSpace();
    space.give(0, 100);
    space.give(1000, 40);
    space.give(2000, 60);
    assertThat(space.take(50)).hasValue(2000);
    assertThat(space.take(50)).hasValue(0);
    assertThat(space.take(50)).hasValue(50);
    assertThat(space.take(50)).isEmpty();
    assertThat(space.take(40)).hasValue(1000);
  }

  @Test
  void whateverTheOrderInWhichBlocksComeBackNeighboursGrowTogether() {
    FreeSpace space = new FreeSpace();
    space.give(4096, 1 << 16);
    SplittableRandom random = new SplittableRandom(1);
    List<long[]> taken = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      long bytes = random.nextLong(1, 3000);
      OptionalLong address = space.take(bytes);
      if (address.isPresent()) {
        for (long[] other : taken) {
          assertThat(
                  address.getAsLong() + bytes <= other[0]
                      || other[0] + other[1] <= address.getAsLong())
              .as("blocks do not overlap")
              .isTrue();
        }
        taken.add(new long[] {address.getAsLong(), bytes});
      }
      if (!taken.isEmpty() && (address.isEmpty() || random.nextBoolean())) {
        long[] block = taken.remove(random.nextInt(taken.size()));
        space.give(block[0], block[1]);
      }
    }
    taken.forEach(block -> space.give(block[0], block[1]));
    assertThat(space.bytes()).isEqualTo(1 << 16);
    assertThat(space.longest()).isEqualTo(1 << 16);
  }
}
