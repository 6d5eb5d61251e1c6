package org.edgeflow.cli.grid.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.edgeflow.cli.config.YamlReader;
import org.edgeflow.cli.config.YamlWriter;
import org.edgeflow.core.settings.ConfigException;
import org.edgeflow.core.settings.Node;
import org.junit.jupiter.api.Test;

/** A section {@code grid} says which runs there are, and what each is called. */
class GridPlanTest {

  private static GridPlan plan(String grid) {
    return plan(grid, false);
  }

  private static GridPlan plan(String grid, boolean asked) {
    String text = "experiment: e\nobjective: {type: mlp, hidden: [8]}\n" + grid + "\n";
    return GridPlan.read((Node.Mapping) YamlReader.readFile(text, "g.yaml", Path.of("/")), asked);
  }

  private static List<String> names(GridPlan plan) {
    return IntStream.range(0, plan.size()).mapToObj(i -> plan.point(i).name()).toList();
  }

  private static void assertRefused(String grid, String... words) {
    assertThatThrownBy(() -> plan(grid))
        .isInstanceOf(ConfigException.class)
        .satisfies(refused -> assertThat(((ConfigException) refused).problems()).hasSize(1))
        .hasMessageContainingAll(words);
  }

  @Test
  void theProductHasEveryCombinationAndTheLastKeyVariesFastest() {
    GridPlan plan = plan("grid: {seed: [1..3], learning-rate: [0.1, 0.15]}");
    assertThat(names(plan))
        .containsExactly(
            "seed-1_learning-rate-0.1",
            "seed-1_learning-rate-0.15",
            "seed-2_learning-rate-0.1",
            "seed-2_learning-rate-0.15",
            "seed-3_learning-rate-0.1",
            "seed-3_learning-rate-0.15");
    assertThat(plan.point(3).values())
        .containsEntry("seed", "2")
        .containsEntry("learning-rate", "0.15");
  }

  @Test
  void aRunHasTheConfigThatALoneRunWouldHave() {
    GridPlan plan = plan("grid: {\"objective.hidden\": [[64, 64], [128]], seed: [7]}");
    assertThat(YamlWriter.write(plan.point(0).config()))
        .isEqualTo(
            YamlWriter.write(
                YamlReader.readFile(
                    "experiment: e\nobjective: {type: mlp, hidden: [64, 64]}\nseed: 7\n",
                    "lone.yaml",
                    Path.of("/"))));
    assertThat(names(plan)).containsExactly("hidden-64-64_seed-7", "hidden-128_seed-7");
  }

  @Test
  void keysUnderZipGoTogether() {
    GridPlan plan = plan("grid: {seed: [1, 2], zip: {learning-rate: [0.1, 0.2], steps: [10, 5]}}");
    assertThat(names(plan))
        .containsExactly(
            "seed-1_learning-rate-0.1_steps-10",
            "seed-1_learning-rate-0.2_steps-5",
            "seed-2_learning-rate-0.1_steps-10",
            "seed-2_learning-rate-0.2_steps-5");
    assertRefused("grid: {zip: {seed: [1, 2], steps: [5]}}", "2 of 'seed'", "1 of 'steps'");
    assertRefused("grid: {zip: {seed: [1, 2]}}", "fewer than two keys");
    assertRefused(
        "grid: {seed: [1, 2], zip: {seed: [1, 2], steps: [5, 6]}}", "'seed' varies twice");
    assertRefused(
        "grid: {objective.drift: [0.1, 0.2], objective: [{type: sharp-valley}, {type: quartic}]}",
        "'objective' replaces what 'objective.drift'",
        "Write 'objective' first");
  }

  @Test
  void keysThatEndAlikeKeepTheirPaths() {
    GridPlan plan = plan("grid: {\"models[0].noise\": [1], \"models[1].noise\": [2]}");
    assertThat(names(plan)).containsExactly("models-0-noise-1_models-1-noise-2");
  }

  @Test
  void namesAreThoseOfFoldersWhateverTheValues() {
    GridPlan plan = plan("grid: {dataset: [{type: a, file: \"../x y\"}, \"c:d\"], seed: [1..2]}");
    assertThat(names(plan)).doesNotHaveDuplicates().allMatch(name -> name.matches("[\\w.-]+"));
  }

  @Test
  void aMillionMillionRunsAreCountedBeforeAnyIsMade() {
    assertRefused(
        "grid: {seed: [1..1000000000]}", "g.yaml:3", "1,000,000,000 combinations", "split");
    assertRefused(
        "grid: {seed: [1..1000], steps: [1..1000], learning-rate: [1, 2]}", "2,000,000", "1,000");
    assertRefused("grid: {seed: [1..20000]}", "20,000 combinations", "--yes");
    assertThat(plan("grid: {seed: [1..20000]}", true).size()).isEqualTo(20_000);
  }

  @Test
  void whatMakesNoGridIsSaidInOneMessage() {
    assertRefused("steps: 3", "no section 'grid'");
    assertRefused("grid: {}", "no keys");
    assertRefused("grid: [1, 2]", "expected a section");
    assertRefused("grid: {seed: []}", "'grid.seed' is an empty list");
    assertRefused("grid: {seed: 3}", "'grid.seed' is '3'");
    assertRefused("grid: {seed: [5..2]}", "5..2", "2..5");
    assertRefused("grid: {\"a b\": [1]}", "'a b' is no path");
  }

  @Test
  void twoRunsOfOneNameAreRefused() {
    assertRefused("grid: {seed: [1, 2, 1]}", "two runs of one name", "grid.seed", "1 twice");
    assertRefused("grid: {learning-rate: [0.1, 0.10]}", "two runs of one name", "0.10 twice");
    assertRefused("grid: {seed: [1..5, 3]}", "3 twice");
    assertRefused("grid: {dataset: [Digits, digits]}", "two runs of one name");
  }

  @Test
  void shardsPartTheGridAndKeepToTheirParts() {
    List<Integer> all = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Shard shard = Shard.parse(i + "/4");
      IntStream.range(0, 203).filter(shard::contains).forEach(all::add);
    }
    Set<Integer> distinct = new HashSet<>(all);
    assertThat(all).hasSize(203);
    assertThat(distinct).hasSize(203);
    for (String bad : new String[] {"0/4", "5/4", "4", "a/b", "1/0", "-1/2"}) {
      assertThatThrownBy(() -> Shard.parse(bad)).hasMessageContaining("--shard");
    }
  }
}
