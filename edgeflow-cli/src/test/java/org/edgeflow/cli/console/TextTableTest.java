package org.edgeflow.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirLongestCell() {
    TextTable table = new TextTable("name", "n", "meaning").alignRight(1);
    table.row("a", "1000", "one");
    table.row("longer", "2", "");

    assertThat(table.lines(2, 80))
        .containsExactly("  name       n  meaning", "  a       1000  one", "  longer     2");
  }

  @Test
  void theLastColumnIsWrappedUnderItself() {
    TextTable table = new TextTable("key", "meaning");
    table.row("k", "several words that do not fit into one line");

    assertThat(table.lines(0, 30))
        .containsExactly(
            "key  meaning", "k    several words that do not", "     fit into one line");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells in 2 columns");
  }
}
