package org.edgeflow.cli.fidelity.standing;

import java.util.ArrayList;
import java.util.List;
import org.edgeflow.core.finding.Figure;

/** What stands under a problem's table, on the terminal and on the page. */
public final class Notes {
  private Notes() {}

  /** The sentences, of standings of one problem. */
  public static List<String> of(List<Standing> standings) {
    List<String> notes = new ArrayList<>();
    List<Standing> tied = standings.stream().filter(Standing::isBelowSpread).toList();
    if (!tied.isEmpty()) {
      notes.add(
          String.join(", ", tied.stream().map(Standing::model).toList())
              + ": below GD's own spread of "
              + tied.get(0).limit().text(3)
              + ", where nothing is ranked"
              + (tied.size() > 1 ? "; these tie." : "."));
    }
    standings.forEach(standing -> standing.note().ifPresent(notes::add));
    standings.stream()
        .flatMap(standing -> standing.findings().stream())
        .filter(finding -> finding.result().advice().isPresent())
        .forEach(finding -> notes.add(advice(finding)));
    return notes;
  }

  private static String advice(Finding finding) {
    return finding.model()
        + ", seed "
        + finding.seed()
        + ": "
        + finding.result().outcome()
        + " at step "
        + (long) finding.result().get(Figure.STEPS)
        + ": "
        + finding.result().advice().orElseThrow();
  }
}
