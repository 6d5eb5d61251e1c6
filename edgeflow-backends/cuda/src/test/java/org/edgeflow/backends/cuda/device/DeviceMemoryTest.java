package org.edgeflow.backends.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.edgeflow.backends.cuda.NeedsCard;
import org.edgeflow.core.tensor.BackendUnavailableException;
import org.junit.jupiter.api.Test;

@NeedsCard
class DeviceMemoryTest {
  private static final long BLOCK = 20L << 20;

  @Test
  void whatNobodyHoldsServesAgain() {
    try (DeviceContext context = new DeviceContext(Card.find(0).card());
        DeviceMemory memory = new DeviceMemory(context)) {
      // Several times what the emulated card has.
      for (int i = 0; i < 100; i++) {
        assertThat(memory.allocate(BLOCK).bytes()).isEqualTo(BLOCK);
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithWhatIsFree() {
    Card card = Card.find(0).card();
    try (DeviceContext context = new DeviceContext(card);
        DeviceMemory memory = new DeviceMemory(context)) {
      long before = memory.available();
      assertThat(before).isPositive().isLessThanOrEqualTo(card.memory());
      Block held = memory.allocate(BLOCK);
      assertThatThrownBy(() -> memory.allocate(2 * card.memory()))
          .isInstanceOf(BackendUnavailableException.class)
          .hasMessageContaining(card.name())
          .hasMessageContaining("are free")
          .hasMessageContaining("batch-block");
      assertThat(memory.allocate(BLOCK).address()).isNotEqualTo(held.address());
    }
  }

  @Test
  void whatIsReservedIsTakenAtOnce() {
    try (DeviceContext context = new DeviceContext(Card.find(0).card());
        DeviceMemory memory = new DeviceMemory(context)) {
      long bytes = 4 * BLOCK;
      memory.reserve(bytes);
      long first = memory.allocate(BLOCK).address();
      assertThat(memory.allocate(BLOCK).address()).isEqualTo(first + BLOCK);
    }
  }
}
