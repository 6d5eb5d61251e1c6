package org.edgeflow.baselines.central;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchIntervalTest {
  private static final double FLOOR = 0.975;

  /** One iteration of equal steps, in which every search finds what was carried: who searched. */
  private static String iteration(SearchInterval interval, int steps, double... eigenvalues) {
    StringBuilder searches = new StringBuilder();
    for (int n = 0; n < steps; n++) {
      boolean due = interval.due();
      searches.append(due ? 'S' : '.');
      if (due) {
        interval.found(eigenvalues, eigenvalues.length > 0 ? eigenvalues[0] : 0.5, FLOOR);
      }
      interval.advance(1.0 / steps, eigenvalues);
    }
    return searches.toString();
  }

  @Test
  void whatComesTrueIsCarriedTwiceAsFarUpToTheLimit() {
    SearchInterval interval = new SearchInterval(4);
    assertThat(iteration(interval, 8, 1, 0.99)).isEqualTo("SSS.S...");
    assertThat(iteration(interval, 8, 1, 0.99)).isEqualTo("S...S...");
    assertThat(iteration(interval, 3, 1, 0.99)).isEqualTo("S..");
    assertThat(iteration(interval, 1, 1, 0.99)).isEqualTo("S");
  }

  @Test
  void withALimitOfOneEveryStepSearches() {
    SearchInterval interval = new SearchInterval(1);
    iteration(interval, 4, 1);
    assertThat(iteration(interval, 4, 1)).isEqualTo("SSSS");
  }

  @Test
  void anEigenvalueThatIsNotWhereItWasCarriedIsSearchedForAtTheNextStep() {
    SearchInterval interval = new SearchInterval(4);
    iteration(interval, 4, 1, 0.99);
    iteration(interval, 4, 1, 0.99);
    assertThat(interval.due()).isTrue();
    interval.found(new double[] {1, 0.99 + 2 * SearchInterval.SURPRISE}, 1, FLOOR);
    interval.advance(0.25, new double[] {1, 0.99});
    assertThat(interval.due()).isTrue();
  }

  @Test
  void anotherNumberOfCriticalEigenvaluesIsASurprise() {
    SearchInterval interval = new SearchInterval(4);
    iteration(interval, 4, 1);
    iteration(interval, 4, 1);
    assertThat(interval.due()).isTrue();
    interval.found(new double[] {1, 0.98}, 1, FLOOR);
    interval.advance(0.25, new double[] {1, 0.98});
    assertThat(interval.due()).isTrue();
  }

  @Test
  void anEigenvalueOnItsWayToTheMarginIsWatchedAtEveryStep() {
    SearchInterval interval = new SearchInterval(4);
    double[] none = {};
    double[] climb = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
    StringBuilder searches = new StringBuilder();
    for (double leading : climb) {
      for (int n = 0; n < 4; n++) {
        boolean due = interval.due();
        searches.append(due ? 'S' : '.');
        if (due) {
          interval.found(none, leading, FLOOR);
        }
        interval.advance(0.25, none);
      }
    }
    // The first search has nothing to compare with; from 0.9 on twice the climb ends beyond, and
    // what then stands still for two steps is trusted again.
    assertThat(searches.toString()).startsWith("SSS.S...S...").endsWith("S...SSS.SSS.");
  }

  @Test
  void theStagesOfAStepSearchOneByOne() {
    SearchInterval interval = new SearchInterval(4);
    for (int step = 0; step < 8; step++) {
      for (int stage = 0; stage < 4; stage++) {
        assertThat(interval.due()).isTrue();
        interval.found(new double[] {1}, 1, FLOOR);
      }
      interval.advance(0.25, new double[] {1});
    }
  }
}
